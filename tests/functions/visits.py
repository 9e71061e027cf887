"""A resident at a kiosk, step by step, each as the kiosk does it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import msgspec

from chalicelib.protocol import image_archive, sealing
from chalicelib.protocol.image_archive import ImageArchive
from chalicelib.protocol.messages import (
    ChallengeAnswer,
    ChallengeRequest,
    IssuanceAnswer,
    IssuanceRequest,
    Offers,
    OutcomeAnswer,
    OutcomeRequest,
    Payment,
    PinFailureAnswer,
    PinFailureReport,
    RetrievalRequest,
    SessionAnswer,
    SessionRequest,
)
from chalicelib.protocol.sealing import ENC_SIZE, Sealed, SessionKey
from chalicelib.protocol.transcript import Transcript
from chalicelib.registers.entries import CardLink, Resident
from tests.functions.books import FEE, LINKED_ON
from tests.functions.cards import Card
from tests.functions.terminals import Terminal
from tests.functions.world import World

_keys = count(1)
Options = dict[str, bool | str | list[str]]


def new_key() -> str:
    """Return an idempotency key that was never used."""
    return f"idempotency-{next(_keys):08d}"


@dataclass
class Visit:
    """One visit; the session key is its own."""

    world: World
    terminal: Terminal
    card: Card
    session_key: SessionKey = field(default_factory=SessionKey)
    token: str = ""
    binding: bytes = b""

    def challenge(self) -> ChallengeAnswer:
        """Ask for a challenge."""
        body = ChallengeRequest(municipality=self.world.code, session_public_key=self.session_key.public_bytes)
        return self.world.services.authenticator().challenge(self.terminal.call("POST", "/challenges", body))

    def transcript(self, challenge: ChallengeAnswer, /, **changes: Any) -> Transcript:
        """Return what the card is to sign, with changes."""
        sound = Transcript(
            challenge_id=challenge.challenge_id,
            challenge=challenge.challenge,
            kiosk_id=self.terminal.kiosk_id,
            municipality=self.world.code,
            session_public_key=self.session_key.public_bytes,
            card_certificate=self.card.der,
            expires_at=challenge.expires_at,
        )
        return replace(sound, **changes)

    def present(
        self,
        challenge: ChallengeAnswer,
        *,
        signature: bytes | None = None,
        certificate: bytes | None = None,
        **services: Any,
    ) -> SessionAnswer:
        """Hand in certificate and signature, the card's own unless told otherwise; `revocation` is handed on."""
        body = SessionRequest(
            challenge_id=challenge.challenge_id,
            card_certificate=self.card.der if certificate is None else certificate,
            signature=self.card.sign(self.transcript(challenge).encode()) if signature is None else signature,
        )
        return self.world.services.authenticator(**services).session(self.terminal.call("POST", "/sessions", body))

    def fail(self) -> SessionAnswer:
        """Hand in a signature of something else."""
        return self.present(self.challenge(), signature=self.card.sign(b"something else"))

    def report_pin_failure(self, challenge: ChallengeAnswer | None = None) -> PinFailureAnswer:
        """Report that the card refused the PIN."""
        challenge_id = (challenge or self.challenge()).challenge_id
        body = PinFailureReport(challenge_id=challenge_id, card_certificate=self.card.der, remaining_tries=2)
        return self.world.services.authenticator().pin_failure(self.terminal.call("POST", "/pin-failures", body))

    def begin(self) -> Visit:
        """Open the session."""
        challenge = self.challenge()
        answer = self.present(challenge)
        self.token, self.binding = answer.session_token, self.transcript(challenge).binding()
        return self

    def offers(self) -> Offers:
        """Ask what there is, and open the answer."""
        call = self.terminal.call("GET", "/offers", token=self.token)
        sealed = self.world.services.offers().sealed(call).sealed
        plain = self.session_key.open(_halves(sealed), sealing.offers_info(self.binding))
        return msgspec.json.decode(plain, type=Offers)

    def request(
        self,
        options: Options | None = None,
        *,
        key: str = "",
        copies: int = 1,
        replaces: str | None = None,
        kind: str = "resident-record",
        **services: Any,
    ) -> IssuanceAnswer:
        """Ask for a certificate; `typeset` and `entropy` are handed on to `render`."""
        body = IssuanceRequest(type=kind, options=options or {}, copies=copies, replaces=replaces)
        call = self.terminal.call("POST", "/issuances", body, token=self.token, key=key or new_key())
        return self.world.services.issuing(**services).issue(call)

    def retrieve(self, issuance_id: str, amount: int = FEE, method: Any = "cash") -> bytes:
        """Have it handed over."""
        body = RetrievalRequest(payment=Payment(method=method if amount else "none", amount=amount))
        call = self.terminal.call("POST", f"/issuances/{issuance_id}/retrieval", body, token=self.token)
        return self.world.services.hand_over().hand_over(call, issuance_id)

    def open(self, answer: bytes, issuance_id: str) -> ImageArchive:
        """Open what was handed over."""
        info = sealing.image_info(self.binding, issuance_id)
        return image_archive.unpack(self.session_key.open(_halves(answer), info))

    def report(
        self, issuance_id: str, outcome: Any = "printed", pages_printed: int = 1, reason: str | None = None
    ) -> OutcomeAnswer:
        """Say what became of the paper."""
        body = OutcomeRequest(outcome=outcome, pages_printed=pages_printed, reason=reason)
        call = self.terminal.call("POST", f"/issuances/{issuance_id}/outcome", body, token=self.token)
        return self.world.services.outcomes().record(call, issuance_id)

    def end(self) -> None:
        """End the session."""
        self.world.services.session_end().end(self.terminal.call("DELETE", "/session", token=self.token))


def arrive(world: World, resident: Resident | None = None, *, terminal: Terminal | None = None) -> Visit:
    """Have a resident arrive at a kiosk with a card, not yet authenticated; without one, a holder who lives alone."""
    if resident is None:
        resident = world.resident()
        world.enter(resident)
    card = world.link(resident, world.maker.card())
    return Visit(world, terminal or world.terminal(), card)


def repeated(visit: Visit) -> CardLink:
    """A visitor's card link as a register file says it."""
    return CardLink(
        generation=visit.card.key.generation,
        serial=str(visit.card.key.serial),
        certificate_kind="card",
        resident_id=visit.world.resident().resident_id,
        linked_on=LINKED_ON,
        source="test",
    )


def _halves(sealed: bytes) -> Sealed:
    return Sealed(sealed[:ENC_SIZE], sealed[ENC_SIZE:])
