"""Every refusal and failure that Kofu raises, as a type. What a type means to a kiosk is said once, at the edge.

    KofuError
    |-- InvalidRequest              malformed: sizes, fields, encodings
    |   `-- SessionKeyMalformed
    |-- TooLarge                    body, certificate or sealed image beyond its limit
    |-- NotAcceptable               the answer's media type is not among those accepted
    |-- NotFound                    no such thing for this session
    |-- Conflict                    the state of the issuance, or another use of the idempotency key
    |   `-- TransitionForbidden
    |-- KioskNotAuthenticated, KioskSuspended
    |-- SessionInvalid
    |-- ChallengeExpired            unknown, used or late: which of them is not said
    |-- CardUntrusted, CardExpired, CardRevoked, CardKindNotAccepted, CardNotLinked, CardLocked,
    |   CardSignatureInvalid, RevocationUnknown
    |-- NotEligible                 with a reason
    |   `-- BooksChanged            the office changed the books while a page was being made from them
    |-- InvalidOption, CannotBeRendered
    |-- PaymentMismatch, AlreadyRetrieved, Expired
    |-- TooManyRequests, OutsideServiceHours, ServiceSuspended, DependencyUnavailable
    `-- SealBroken, ImageArchiveInvalid, SubjectMismatch, ImageCorrupt    integrity: never answered in detail

No message of any of them carries personal data: they name a rule, never a value.
"""

from __future__ import annotations

from chalicelib.protocol.reasons import Unprintable


class KofuError(Exception):
    """The root. `retry_after` is seconds, where trying later makes sense."""

    retry_after: int | None = None


class InvalidRequest(KofuError):
    """The request is malformed."""


class SessionKeyMalformed(InvalidRequest):
    """Not a public key of the session KEM."""


class TooLarge(KofuError):
    """Beyond a limit of size."""


class NotAcceptable(KofuError):
    """The kiosk accepts no media type that this request is answered in."""


class NotFound(KofuError):
    """No such thing, or not this session's."""


class Conflict(KofuError):
    """The state does not allow it."""


class TransitionForbidden(Conflict):
    """Not a transition of an issuance."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__(f"no transition from {before} to {after}")


class KioskNotAuthenticated(KofuError):
    """The request is not provably from an enrolled kiosk, now, and unchanged."""


class KioskSuspended(KofuError):
    """The office has taken this kiosk out of service."""


class SessionInvalid(KofuError):
    """No such session at this kiosk, or it has ended."""


class ChallengeExpired(KofuError):
    """The challenge is unknown, used, of another kiosk or past its time."""


class CardUntrusted(KofuError):
    """The certificate does not chain to a pinned authority, or breaks its profile."""


class CardExpired(KofuError):
    """The certificate, or its authority's, is outside its validity."""


class CardRevoked(KofuError):
    """The authority revoked the certificate."""


class CardKindNotAccepted(KofuError):
    """A genuine certificate of a kind that is not accepted here: a phone's, a signing one."""


class CardNotLinked(KofuError):
    """No resident belongs to this certificate."""


class CardLocked(KofuError):
    """Three failed attempts; only the municipal office unlocks."""


class CardSignatureInvalid(KofuError):
    """The card did not sign this transcript."""


class RevocationUnknown(KofuError):
    """Whether the certificate is revoked cannot be known now; that refuses."""

    retry_after = 60


class NotEligible(KofuError):
    """This resident cannot have this certificate now; `reason` is a code, never data."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BooksChanged(NotEligible):
    """The books are not those any more that the page was made from: what it says may not be true now."""

    def __init__(self) -> None:
        super().__init__("entry-in-progress")


class InvalidOption(KofuError):
    """An option, a member or a number of copies that this certificate does not have."""


class CannotBeRendered(KofuError):
    """The certificate cannot be drawn exactly: a glyph, a length or a size. It is refused instead.

    `reason` is a code where the person can be told one.
    """

    reason: Unprintable | None = None


class PaymentMismatch(KofuError):
    """The amount paid is not the fee."""


class AlreadyRetrieved(KofuError):
    """The one hand-over has happened, or its reply was lost."""


class Expired(KofuError):
    """Past its time, or ended with its session."""


class TooManyRequests(KofuError):
    """Refused for load, or for asking too often."""

    def __init__(self, retry_after: int = 5) -> None:
        super().__init__()
        self.retry_after = retry_after


class OutsideServiceHours(KofuError):
    """Closed now."""

    def __init__(self, retry_after: int | None = None) -> None:
        super().__init__()
        self.retry_after = retry_after


class ServiceSuspended(KofuError):
    """The office has stopped the service, or it is not ready to serve."""

    retry_after = 60


class DependencyUnavailable(KofuError):
    """A service that this request needs did not answer."""

    retry_after = 10


class SealBroken(KofuError):
    """The sealed bytes do not open here."""


class ImageArchiveInvalid(KofuError):
    """The opened bytes are not a complete, unchanged image."""


class ImageCorrupt(KofuError):
    """The stored ciphertext is not the one that was sealed."""


class SubjectMismatch(KofuError):
    """A document names somebody other than the authenticated resident (R8)."""
