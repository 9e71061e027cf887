"""What an error of the card reader is to a resident."""

from __future__ import annotations

from kiosk.card import CardAbsent, CardError, CardRemoved, NoPin, NotAMyNumberCard, PinLocked
from kiosk.terminal.events import CardFailure

_CODES: dict[type[CardError], CardFailure] = {
    CardAbsent: "card-removed",
    CardRemoved: "card-removed",
    NotAMyNumberCard: "wrong-card",
    NoPin: "no-pin",
    PinLocked: "pin-locked",
}


def code_of(error: CardError) -> CardFailure:
    """Return the code; a reader or card that cannot be understood is `card-unreadable`."""
    return _CODES.get(type(error), "card-unreadable")
