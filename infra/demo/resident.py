"""Plays the resident's card and the terminal's client, from what `emulator.json` says."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from infra.emulator.virtual_card import soft_card
from kiosk.card import InProcessReader, Pin
from kiosk.identity import KioskIdentity
from kiosk.service import Service
from kiosk.visit import Visit


def card_in_reader(description: dict[str, Any], label: str) -> tuple[InProcessReader, str]:
    """Return a reader with the card of a persona in it, and the card's PIN."""
    entry = next(card for card in description["cards"] if card["label"] == label)
    certificate, key = (Path(entry[name]).read_bytes() for name in ("certificate", "private_key"))
    return InProcessReader(soft_card(certificate, key, entry["pin"])), entry["pin"]


def terminal(description: dict[str, Any], number: int = 0) -> Service:
    """Return the connection of a kiosk."""
    entry = description["kiosks"][number]
    identity = KioskIdentity.load(entry["id"], Path(entry["private_key"]))
    return Service(description["api"], identity, clock=lambda: int(time.time()))


def authenticate(visit: Visit, reader: InProcessReader, pin: str) -> None:
    """Do it all at once: challenge, PIN, signature, session."""
    with reader.connect() as card:
        challenged = visit.ask_challenge(card.certificate())
        with Pin(pin) as typed:
            signature = card.sign(typed, visit.transcript(challenged).encode())
    visit.open_session(challenged, signature)
