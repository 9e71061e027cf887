"""A resident in a session at a kiosk."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import msgspec

from chalicelib.protocol.messages import IssuanceAnswer, SessionAnswer
from kiosk.service import Service
from kiosk.visit import Visit
from tests.http.cards import Card
from tests.http.wire import Answer
from tests.http.world import Body, World

TYPE = "resident-record"
JAM: dict[str, Any] = {"pages_printed": 0, "reason": "paper-jam"}


def new_key() -> str:
    """Return an idempotency key that nobody has used."""
    return secrets.token_urlsafe(24)


@dataclass(frozen=True, slots=True)
class Guest:
    """What a test can do in a session: through the terminal's own `visit`, or by plain calls."""

    world: World
    visit: Visit
    session: SessionAnswer
    kiosk: int

    @property
    def token(self) -> str:
        """The session token."""
        return self.session.session_token

    def call(self, method: str, path: str, body: Body = None, **headers: str) -> Answer:
        """Send a signed request of this session."""
        return self.world.call(method, path, body, token=self.token, kiosk=self.kiosk, **headers)

    def request(self, *, key: str | None = None, language: str = "ja", **changed: Any) -> Answer:
        """Ask for a certificate: one copy of the own record, unless `changed` says otherwise."""
        body = {"type": TYPE, "options": {}, "copies": 1, "replaces": None, **changed}
        return self.call("POST", "/issuances", body, idempotency_key=key or new_key(), accept_language=language)

    def issue(self, *, key: str | None = None, **changed: Any) -> IssuanceAnswer:
        """Ask for a certificate that is made."""
        answer = self.request(key=key, **changed)
        assert answer.status == 201, answer
        return msgspec.json.decode(answer.body, type=IssuanceAnswer)

    def retrieve(
        self, issuance: IssuanceAnswer, *, accept: str = "application/octet-stream", **payment: str | int
    ) -> Answer:
        """Pay and fetch; `payment` replaces what is right."""
        method = "cash" if issuance.fee.amount else "none"
        body = {"payment": {"method": method, "amount": issuance.fee.amount, **payment}}
        return self.call("POST", f"/issuances/{issuance.issuance_id}/retrieval", body, accept=accept)

    def report(self, issuance: IssuanceAnswer, outcome: str, /, **changed: Any) -> Answer:
        """Say what became of the paper."""
        printed = issuance.pages if outcome == "printed" else 0
        body = {"outcome": outcome, "pages_printed": printed, "reason": None, **changed}
        return self.call("POST", f"/issuances/{issuance.issuance_id}/outcome", body)

    def end(self) -> Answer:
        """End the session."""
        return self.call("DELETE", "/session")


@contextmanager
def arriving(world: World, card: Card | str, *, kiosk: int = 0) -> Iterator[Guest]:
    """Authenticate with a persona's or another card; the session ends with the block, if it has not ended before."""
    held = world.card(card) if isinstance(card, str) else card
    with world.service(kiosk) as service:
        guest = _authenticate(world, held, service, kiosk)
        try:
            yield guest
        finally:
            guest.end()


def _authenticate(world: World, card: Card, service: Service, kiosk: int) -> Guest:
    visit = Visit(service, world.municipality)
    challenged = visit.ask_challenge(card.certificate)
    session = visit.open_session(challenged, card.sign(visit.transcript(challenged).encode()))
    world.tokens.append(session.session_token)
    return Guest(world, visit, session, kiosk)
