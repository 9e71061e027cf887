"""Entries of the audit: what happened to one issuance, each naming the one before it by its digest.

An entry is stored and digested as its canonical text, so that nobody has to agree on anything but bytes: JSON, ASCII,
keys sorted, no white space, absent what is not known. Its names are a closed set and its values ids, codes, digests,
numbers and times: none of them can hold anything personal. `docs/audit.md` describes the format for auditors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

_DOMAIN = b"kofu/audit-entry/v1\0"

PERIOD = 3600
"""Seconds of a period: all issuances that end in it are gathered under one signed root."""


class AuditEntry(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, repr_omit_defaults=True
):
    """One step of an issuance. Times are Unix seconds, amounts yen, digests hexadecimal.

    Attributes:
        previous: Digest of the entry before; empty in the first one, whose `sequence` is 0.
        image_sha256: Digest of the ciphertext.
        subject_is_applicant: Whether the sealed document names the resident whose card was authenticated (R14).
    """

    issuance_id: str
    sequence: int
    state: str
    at: int
    previous: str
    municipality: str | None = None
    kiosk_id: str | None = None
    session_id: str | None = None
    certificate_type: str | None = None
    copies: int | None = None
    fee: int | None = None
    expires_at: int | None = None
    replaces: str | None = None
    pages: int | None = None
    size: int | None = None
    image_sha256: str | None = None
    subject_is_applicant: bool | None = None
    payment_method: str | None = None
    payment_amount: int | None = None
    pages_printed: int | None = None
    reason: str | None = None

    def encode(self) -> bytes:
        """Return the canonical text."""
        return msgspec.json.encode(self, order="sorted")


FACTS = frozenset(AuditEntry.__struct_fields__) - {"issuance_id", "sequence", "state", "at", "previous"}
"""What an entry may tell beside its place in the chain."""


def entry(*, issuance_id: str, sequence: int, state: str, at: int, previous: str, facts: Mapping[str, Any]) -> str:
    """Return the text of an entry; of the facts it tells those that belong into the audit."""
    told = {name: value for name, value in facts.items() if name in FACTS}
    made = AuditEntry(issuance_id=issuance_id, sequence=sequence, state=state, at=at, previous=previous, **told)
    return made.encode().decode("ascii")


def digest(text: str) -> str:
    """Return the digest of an entry: SHA-256 of the domain tag and the text, in hexadecimal."""
    return hashlib.sha256(_DOMAIN + text.encode("ascii")).hexdigest()


def read(text: str) -> AuditEntry:
    """Read an entry that this service wrote.

    Raises:
        msgspec.DecodeError: It is none.
    """
    return msgspec.json.decode(text, type=AuditEntry)


def period_of(at: int) -> int:
    """Return the number of the period of a time: periods are counted from the Unix epoch."""
    return at // PERIOD
