"""Presenting a card, by a plain call."""

from __future__ import annotations

import base64
from typing import Any

from kiosk.visit import Visit
from tests.http.cards import Card
from tests.http.wire import Answer
from tests.http.world import World


def present(world: World, card: Card, *, wrong_message: bool = False, kiosk: int = 0) -> tuple[Answer, dict[str, Any]]:
    """Answer a new challenge of the first kiosk with a card; return the answer and the body that was sent."""
    with world.service() as service:
        visit = Visit(service, world.municipality)
        challenged = visit.ask_challenge(card.certificate)
        message = visit.transcript(challenged).encode()
    body = {
        "challenge_id": challenged.answer.challenge_id,
        "card_certificate": base64.b64encode(card.certificate).decode(),
        "signature": base64.b64encode(card.sign(message + b"!" if wrong_message else message)).decode(),
    }
    return world.call("POST", "/sessions", body, kiosk=kiosk), body
