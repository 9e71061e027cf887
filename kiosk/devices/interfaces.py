"""What the terminal needs of payment and printer, whatever machine they are part of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kiosk.terminal.actions import PaymentMethod
from kiosk.terminal.levels import PrinterState
from kiosk.terminal.views import ReceiptLines


class DeviceFailed(Exception):
    """The device did not do it, or does not answer."""


class PrinterStopped(DeviceFailed):
    """The sheet did not come out. `state`: why; `no-paper`: it was not begun."""

    def __init__(self, state: PrinterState) -> None:
        super().__init__(state)
        self.state: PrinterState = state


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentStatus:
    """Yen held for the payment that is open (coins in the device, e-money charged), and yen in the change slot."""

    held: int
    slot: int


class PaymentDevice(Protocol):
    """Coins, notes and e-money. It remembers what it holds without power.

    Every method may raise `DeviceFailed`: it was not done, or its answer was lost; `status` tells which.
    """

    def status(self) -> PaymentStatus:
        """Say what is held and what lies in the slot, at once."""

    def accept(self, method: PaymentMethod, due: int) -> None:
        """Take coins and notes until stopped, or charge exactly `due` to an e-money card, once."""

    def stop(self) -> None:
        """Take nothing more."""

    def keep(self, due: int) -> int:
        """Keep `due` of what is held, put the rest into the slot, and hold nothing; return the rest."""

    def give_back(self) -> int:
        """Give back all that is held, or nothing: coins to the slot, e-money to its card; return how much."""


class Printer(Protocol):
    """Prints one sheet at a time."""

    def state(self) -> PrinterState:
        """Say whether a sheet could be printed, at once."""

    def tray(self) -> int | None:
        """Say how many sheets lie in the tray, as far as they can be counted, at once; None without a sensor."""

    def print_sheet(self, page: bytearray) -> None:
        """Print a page (PNG, A4 at 400 dpi) at its own size, and return when it lies in the tray.

        Raises:
            PrinterStopped: It does not lie there.
        """

    def cancel(self) -> None:
        """Forget every page that is not printed yet.

        Raises:
            DeviceFailed: Whether they are forgotten is unknown.
        """


class ReceiptPrinter(Protocol):
    """Prints receipts on a roll."""

    def print_receipt(self, lines: ReceiptLines) -> None:
        """Print a receipt.

        Raises:
            DeviceFailed: It is not printed.
        """
