"""A kiosk with one resident: each request as it makes it, and what it holds of the answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from chalicelib.protocol import ids, image_archive, sealing
from chalicelib.protocol.messages import (
    IssuanceAnswer,
    IssuanceRequest,
    OutcomeAnswer,
    OutcomeRequest,
    Payment,
    RetrievalRequest,
)
from chalicelib.protocol.sealing import ENC_SIZE, Sealed, SessionKey
from chalicelib.protocol.transcript import SESSION_LIFETIME
from chalicelib.registers.entries import Resident
from chalicelib.storage.cards import link_key
from chalicelib.storage.sessions import Session
from tests.functions.terminals import Terminal
from tests.simulation.city import CODE, City, card_of
from tests.simulation.faults import Crash, Faults, NoAnswer

Answer = TypeVar("Answer")


@dataclass
class Kiosk:
    """One session.

    `tried` names every certificate that it asked for; `asked` is what was issued for it, `released` what the service
    let go for it, both heard or not; `papers` is what it heard and opened.
    """

    city: City
    terminal: Terminal
    resident: Resident
    faults: Faults = field(default_factory=lambda: Faults({}))
    session_key: SessionKey = field(default_factory=SessionKey)
    binding: bytes = b""
    token: str = ""
    tried: list[str] = field(default_factory=list)
    asked: list[IssuanceAnswer] = field(default_factory=list)
    released: list[tuple[str, bytes]] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)

    def begin(self) -> Kiosk:
        """Open the session."""
        self.binding = self.city.draw.randbytes(32)
        self.token = ids.new_session_token(CODE, self.city.draw.randbytes)
        session = Session(
            token_hash=ids.token_hash(self.token),
            session_id=self.session_id,
            kiosk_id=self.terminal.kiosk_id,
            municipality=CODE,
            resident_id=self.resident.resident_id,
            household_id=self.resident.household_id,
            card_link=link_key(CODE, card_of(self.resident)),
            session_public_key=self.session_key.public_bytes,
            binding=self.binding,
            expires_at=self.city.clock.now + SESSION_LIFETIME,
        )
        self.city.put_session(session.to_row())
        return self

    @property
    def session_id(self) -> str:
        """The id of the session."""
        return ids.encode_id(self.binding[:16])

    def new_key(self) -> str:
        """Return an idempotency key that was never used."""
        return ids.new_id(self.city.draw.randbytes)

    def request(self, key: str, replaces: str | None = None) -> IssuanceAnswer:
        """Ask for the household's record: five persons, two pages."""
        body = IssuanceRequest(type="resident-record", options={"scope": "household"}, copies=1, replaces=replaces)
        call = self.terminal.call("POST", "/issuances", body, token=self.token, key=key)
        self.tried.append(ids.issuance_id(self.token, key))

        def issue() -> IssuanceAnswer:
            self.asked.append(answer := self.city.services.issuing().issue(call))
            return answer

        return self._ask("request", issue)

    def retrieve(self, asked: IssuanceAnswer) -> None:
        """Have it handed over, and open it."""
        fee = asked.fee.amount
        body = RetrievalRequest(payment=Payment(method="cash" if fee else "none", amount=fee))
        path = f"/issuances/{asked.issuance_id}/retrieval"
        call = self.terminal.call("POST", path, body, token=self.token)

        def hand_over() -> bytes:
            answer = self.city.services.hand_over().hand_over(call, asked.issuance_id)
            self.released.append((asked.issuance_id, answer))
            return answer

        self.open(self._ask("retrieval", hand_over), asked.issuance_id)
        self.papers.append(asked.issuance_id)

    def open(self, answer: bytes, issuance_id: str) -> tuple[bytes, ...]:
        """Open what was handed over and return its pages."""
        sealed = Sealed(answer[:ENC_SIZE], answer[ENC_SIZE:])
        plain = self.session_key.open(sealed, sealing.image_info(self.binding, issuance_id))
        return image_archive.unpack(plain).pages

    def report(self, issuance_id: str, outcome: Literal["printed", "misprinted"]) -> OutcomeAnswer:
        """Say what became of the paper."""
        body = OutcomeRequest(outcome=outcome, pages_printed=2 if outcome == "printed" else 1, reason=None)
        call = self.terminal.call("POST", f"/issuances/{issuance_id}/outcome", body, token=self.token)
        return self._ask("outcome", lambda: self.city.services.outcomes().record(call, issuance_id))

    def end(self) -> None:
        """End the session."""
        call: Any = self.terminal.call("DELETE", "/session", token=self.token)
        self._ask("session end", lambda: self.city.services.session_end().end(call))

    def _ask(self, step: str, function: Callable[[], Answer]) -> Answer:
        try:
            answer = function()
        except Crash:
            raise NoAnswer from None
        self.faults.heard(step)
        return answer


def arrive(city: City, which: int = 0, faults: Faults | None = None) -> Kiosk:
    """Have a resident arrive and be authenticated."""
    return Kiosk(city, city.terminals[which], city.residents[which], faults or Faults({})).begin()
