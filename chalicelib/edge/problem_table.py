"""What each typed error is to a kiosk: the one table from exceptions to problem codes."""

from __future__ import annotations

from chalicelib.protocol import errors

CODES: dict[type[errors.KofuError], str] = {
    errors.InvalidRequest: "invalid-request",
    errors.TooLarge: "too-large",
    errors.NotAcceptable: "not-acceptable",
    errors.NotFound: "not-found",
    errors.Conflict: "conflict",
    errors.KioskNotAuthenticated: "kiosk-not-authenticated",
    errors.KioskSuspended: "kiosk-suspended",
    errors.SessionInvalid: "session-invalid",
    errors.ChallengeExpired: "challenge-expired",
    errors.CardUntrusted: "card-untrusted",
    errors.CardExpired: "card-expired",
    errors.CardRevoked: "card-revoked",
    errors.CardKindNotAccepted: "card-kind-not-accepted",
    errors.CardNotLinked: "card-not-linked",
    errors.CardLocked: "card-locked",
    errors.CardSignatureInvalid: "card-signature-invalid",
    errors.RevocationUnknown: "revocation-unknown",
    errors.NotEligible: "not-eligible",
    errors.InvalidOption: "invalid-option",
    errors.CannotBeRendered: "cannot-be-rendered",
    errors.PaymentMismatch: "payment-mismatch",
    errors.AlreadyRetrieved: "already-retrieved",
    errors.Expired: "expired",
    errors.TooManyRequests: "too-many-requests",
    errors.OutsideServiceHours: "outside-service-hours",
    errors.ServiceSuspended: "service-suspended",
    # A dependency that does not answer is, to a resident, a service that is not there: nothing was charged.
    errors.DependencyUnavailable: "service-suspended",
}


def reason_of(error: BaseException) -> str:
    """Return the code under which the ledger records why an issuance came to nothing.

    The kiosk hears of a mismatch of persons only that an error occurred; the look-back must find it (R8).
    """
    return "subject-mismatch" if isinstance(error, errors.SubjectMismatch) else code_of(error)


def code_of(error: BaseException) -> str:
    """Return the problem code of an error: its own type's, or the nearest parent's; `internal` for all others."""
    return next((CODES[kind] for kind in type(error).__mro__ if kind in CODES), "internal")
