"""The operations of the contract: for each route what goes in, what comes out, and which problems it can have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import msgspec

from chalicelib.protocol import messages

Access = Literal["anyone", "kiosk", "session"]
"""Who may ask: anyone, an enrolled kiosk, or a kiosk in a session."""

_ANY = ("invalid-request", "not-acceptable", "too-many-requests", "internal", "service-suspended")
_SIGNED = (*_ANY, "kiosk-not-authenticated", "kiosk-suspended", "too-large")
_ARRIVAL = (*_SIGNED, "not-found", "outside-service-hours")
_CARD = (
    *_ARRIVAL,
    "challenge-expired",
    "card-locked",
    "card-untrusted",
    "card-expired",
    "card-revoked",
    "card-kind-not-accepted",
    "revocation-unknown",
)
_VISIT = (*_SIGNED, "session-invalid")


@dataclass(frozen=True, slots=True)
class Operation:
    """One row of the contract. `answer` is a message, "octets", "jwks", or None for no content."""

    method: str
    path: str
    name: str
    summary: str
    access: Access
    status: int
    answer: type[msgspec.Struct] | Literal["octets", "jwks"] | None
    problems: tuple[str, ...]
    body: type[msgspec.Struct] | None = None
    headers: tuple[str, ...] = field(default=())


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="POST",
        path="/challenges",
        name="askChallenge",
        summary="Ask for a challenge for one card signature, bound to the kiosk's session key.",
        access="kiosk",
        body=messages.ChallengeRequest,
        status=201,
        answer=messages.ChallengeAnswer,
        problems=_ARRIVAL,
    ),
    Operation(
        method="POST",
        path="/sessions",
        name="openSession",
        summary="Open a session with the card's signature over the transcript. Uses the challenge up.",
        access="kiosk",
        body=messages.SessionRequest,
        status=201,
        answer=messages.SessionAnswer,
        problems=(*_CARD, "card-signature-invalid", "card-not-linked"),
    ),
    Operation(
        method="POST",
        path="/pin-failures",
        name="reportPinFailure",
        summary="Report that the card refused the PIN. Uses the challenge up.",
        access="kiosk",
        body=messages.PinFailureReport,
        status=200,
        answer=messages.PinFailureAnswer,
        problems=_CARD,
    ),
    Operation(
        method="GET",
        path="/offers",
        name="listOffers",
        summary="What this resident can have here and now, sealed to the session (see the schema Offers).",
        access="session",
        status=200,
        answer=messages.OffersAnswer,
        problems=(*_VISIT, "card-not-linked", "outside-service-hours"),
    ),
    Operation(
        method="POST",
        path="/issuances",
        name="issue",
        summary="Issue a certificate, or its replacement. Repeating it under the same key repeats the answer.",
        access="session",
        headers=("Idempotency-Key",),
        body=messages.IssuanceRequest,
        status=201,
        answer=messages.IssuanceAnswer,
        problems=(
            *_VISIT,
            "card-not-linked",
            "not-eligible",
            "not-found",
            "conflict",
            "expired",
            "invalid-option",
            "cannot-be-rendered",
            "outside-service-hours",
        ),
    ),
    Operation(
        method="POST",
        path="/issuances/{issuance_id}/retrieval",
        name="retrieve",
        summary="The one hand-over: `enc` (1120 bytes), then the ciphertext. Afterwards nobody can have it again.",
        access="session",
        body=messages.RetrievalRequest,
        status=200,
        answer="octets",
        problems=(*_VISIT, "not-found", "payment-mismatch", "conflict", "already-retrieved", "expired"),
    ),
    Operation(
        method="POST",
        path="/issuances/{issuance_id}/outcome",
        name="reportOutcome",
        summary="What became of the paper; answered with a receipt (see the schema Receipt). May be repeated.",
        access="session",
        body=messages.OutcomeRequest,
        status=200,
        answer=messages.OutcomeAnswer,
        problems=(*_VISIT, "not-found", "conflict"),
    ),
    Operation(
        method="DELETE",
        path="/session",
        name="endSession",
        summary="End the session: everything of it is deleted.",
        access="session",
        status=204,
        answer=None,
        problems=_VISIT,
    ),
    Operation(
        method="GET",
        path="/verification-keys",
        name="listVerificationKeys",
        summary="The keys that receipts, the codes of pages and the audit are checked with (JWK set).",
        access="anyone",
        status=200,
        answer="jwks",
        problems=_ANY,
    ),
    Operation(
        method="GET",
        path="/health",
        name="health",
        summary="Whether this build is configured, and which it is.",
        access="anyone",
        status=200,
        answer=messages.Health,
        problems=_ANY,
    ),
)
