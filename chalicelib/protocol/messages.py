"""Bodies of the HTTP contract. Binary fields are standard base64 in JSON; times are Unix seconds."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from chalicelib.protocol.ids import ID_PATTERN
from chalicelib.protocol.sealing import SESSION_PUBLIC_KEY_SIZE

Id = Annotated[str, msgspec.Meta(pattern=rf"\A{ID_PATTERN}\Z")]
MunicipalityCode = Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{5}\Z")]
SessionPublicKey = Annotated[
    bytes, msgspec.Meta(min_length=SESSION_PUBLIC_KEY_SIZE, max_length=SESSION_PUBLIC_KEY_SIZE)
]
Certificate = Annotated[bytes, msgspec.Meta(min_length=1)]
# RSA-2048 gives 256 bytes, ECDSA P-384 in DER at most 104; no key that may sign gives more than RSA-4096's 512.
Signature = Annotated[bytes, msgspec.Meta(min_length=64, max_length=512)]
Copies = Annotated[int, msgspec.Meta(ge=1, le=10)]
Yen = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class Message(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A body: unknown fields are refused."""


class ChallengeRequest(Message, frozen=True, kw_only=True):
    """`POST /challenges`. The key has 1216 bytes."""

    municipality: MunicipalityCode
    session_public_key: SessionPublicKey


class ChallengeAnswer(Message, frozen=True, kw_only=True):
    """The nonce (32 bytes) for one card signature."""

    challenge_id: str
    challenge: bytes
    expires_at: int


class SessionRequest(Message, frozen=True, kw_only=True):
    """`POST /sessions`. The certificate is DER; the signature is the card's over the transcript."""

    challenge_id: Id
    card_certificate: Certificate
    signature: Signature


class SessionAnswer(Message, frozen=True, kw_only=True):
    """The session; `session_token` goes into `Authorization: Bearer`."""

    session_id: str
    session_token: str
    expires_at: int


class PinFailureReport(Message, frozen=True, kw_only=True):
    """`POST /pin-failures`. The card counts by itself; `remaining_tries` is what it told the kiosk."""

    challenge_id: Id
    card_certificate: Certificate
    remaining_tries: Annotated[int, msgspec.Meta(ge=0, le=2)]


class PinFailureAnswer(Message, frozen=True, kw_only=True):
    """How often this card has failed here, and whether that locked it."""

    failures: int
    locked: bool


class Offer(Message, frozen=True, kw_only=True):
    """A certificate this holder can have now, or the reason why not. The fee is yen a copy."""

    type: str
    title: str
    fee: int
    available: bool
    reason: str | None
    options: dict[str, list[str] | bool]


class Member(Message, frozen=True, kw_only=True):
    """A household member to choose from; `reference` means nothing outside the session."""

    reference: str
    name: str
    relationship: str
    holder: bool


class RegisteredPerson(Message, frozen=True, kw_only=True):
    """A person of the holder's family register to choose from, by 名; `reference` as of a household's member."""

    reference: str
    given_name: str
    holder: bool


class Offers(Message, frozen=True, kw_only=True):
    """What is sealed in the answer to `GET /offers`.

    `family_register` is empty unless the certificate of it, or the copy of its supplement, is available.
    """

    offers: tuple[Offer, ...]
    household: tuple[Member, ...]
    family_register: tuple[RegisteredPerson, ...] = ()


class OffersAnswer(Message, frozen=True, kw_only=True):
    """`enc` (1120 bytes), then the ciphertext."""

    sealed: bytes


class IssuanceRequest(Message, frozen=True, kw_only=True):
    """`POST /issuances`. `options` depends on the type; `replaces` names an issuance of the same session."""

    type: str
    options: dict[str, bool | str | list[str]]
    copies: Copies
    replaces: Id | None


class Fee(Message, frozen=True, kw_only=True):
    """An amount in whole yen."""

    amount: int
    currency: Literal["JPY"] = "JPY"


class IssuanceAnswer(Message, frozen=True, kw_only=True):
    """A sealed issuance: `size` is that of the hand-over in bytes."""

    issuance_id: str
    fee: Fee
    pages: int
    size: int
    expires_at: int


class Payment(Message, frozen=True, kw_only=True):
    """What the resident has paid. `none` goes with a fee of zero."""

    method: Literal["cash", "e-money", "none"]
    amount: Yen


class RetrievalRequest(Message, frozen=True, kw_only=True):
    """`POST /issuances/{id}/retrieval`."""

    payment: Payment


class OutcomeRequest(Message, frozen=True, kw_only=True):
    """`POST /issuances/{id}/outcome`. `reason` is a code of the printer, such as `paper-jam`."""

    outcome: Literal["printed", "misprinted"]
    pages_printed: Annotated[int, msgspec.Meta(ge=0, le=1000)]
    reason: Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9-]{1,40}\Z")] | None


class OutcomeAnswer(Message, frozen=True, kw_only=True):
    """The state, and a JWS (ES256) that says what was handed over and deleted."""

    state: str
    receipt: str


class Health(Message, frozen=True, kw_only=True):
    """`GET /health`."""

    status: Literal["ok"]
    build: str
