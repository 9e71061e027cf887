"""What the sensors of a terminal say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PrinterState = Literal["ready", "no-paper", "jam", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """What the devices' sensors say.

    Attributes:
        reader: Whether the card reader works.
        card: Whether a card is in it.
        payment: Whether the payment device works.
        held: Yen that were given for what is being bought, and are neither kept nor returned yet.
        slot: Yen in the change slot.
        printer: Whether a sheet could be printed.
        tray: Sheets in the tray, one of them at least when more cannot be told; None without a sensor.
    """

    reader: bool = True
    card: bool = False
    payment: bool = True
    held: int = 0
    slot: int = 0
    printer: PrinterState = "ready"
    tray: int | None = 0
