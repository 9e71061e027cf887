"""What a source of revocation status can answer, and the port that every source fills.

Law: a verifier asks the authority whether a user-authentication certificate is in force (公的個人認証法, Art. 36 to
38). Standards: RFC 6960 (OCSP), RFC 5280 (CRL). No answer names a certificate or its holder.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from cryptography import x509

from chalicelib.authenticate.trust_anchors import Authority


class Cause(StrEnum):
    """Why the status is unknown; fit for logs and metrics."""

    UNREACHABLE = "unreachable"
    TOO_SLOW = "too-slow"
    HTTP_STATUS = "http-status"
    CONTENT_TYPE = "content-type"
    TOO_LARGE = "too-large"
    MALFORMED = "malformed"
    TRY_LATER = "try-later"
    NOT_SUCCESSFUL = "not-successful"
    UNSUPPORTED = "unsupported"
    WRONG_SIGNER = "wrong-signer"
    RESPONDER_NOT_AUTHORISED = "responder-not-authorised"
    WRONG_CERTIFICATE = "wrong-certificate"
    WRONG_NONCE = "wrong-nonce"
    NOT_YET_VALID = "not-yet-valid"
    STALE = "stale"
    STATUS_UNKNOWN = "status-unknown"


class Doubt(Exception):
    """Inside this package: a source cannot answer. It becomes `Unknown`, never `Good`."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause.value)
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Good:
    """Not revoked, as the authority said at `as_of`. Not to be used from `usable_until` on. Times: Unix seconds."""

    source: str
    as_of: int
    usable_until: int


@dataclass(frozen=True, slots=True)
class Revoked:
    """Revoked since `revoked_at`; the reason by its RFC 5280 name, such as `superseded`, `unspecified` if unsaid.

    `certificateHold` counts: the JPKI practice statement (4.9.9) knows no end of a suspension.
    """

    source: str
    as_of: int
    usable_until: int
    reason: str
    revoked_at: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """No answer that can be relied on."""

    source: str
    cause: Cause


Answer = Good | Revoked | Unknown


class RevocationSource(Protocol):
    """Answers for one certificate of one generation of the authority. Never raises for what the network brings."""

    def status(self, certificate: x509.Certificate, authority: Authority, *, now: int) -> Answer:
        """Answer whether a certificate that `authority` signed is revoked, at `now` in Unix seconds."""
