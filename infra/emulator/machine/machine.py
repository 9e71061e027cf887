"""What a terminal's devices hold, and what a person can do to them. Outlives the agent's loss of power."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Literal

from infra.emulator.virtual_card import VirtualCard

PAPER = 250
DENOMINATIONS = (10, 50, 100, 500, 1000)
PrinterState = Literal["ready", "no-paper", "jam", "failed"]


class NotPossible(Exception):
    """The machine does not do this now."""


class Machine:
    """A reader's slot, a payment device, a printer with a tray."""

    def __init__(self, *, sheet_seconds: float = 0.4) -> None:
        """Hold nothing but paper. `sheet_seconds`: how long a sheet takes."""
        self._moved = threading.Condition()
        self._version = 1
        self._sheet_seconds = sheet_seconds
        self._cancelled = threading.Event()
        self.card: VirtualCard | None = None
        self.card_label: str | None = None
        self.payment_works = True
        self.returns_work = True
        self.accepting: str | None = None
        self.due = 0
        self.held = 0
        self.held_as = "cash"
        self.slot = 0
        self.kept = 0
        self.paper = PAPER
        self.jammed = False
        self.jam_at: int | None = None
        self.sheets_printed = 0
        self.tray: list[bytes] = []
        self.receipts: list[dict[str, Any]] = []

    def change(self, what: Callable[[], None]) -> int:
        """Do something to the machine and tell whoever watches; return the version after it.

        Raises:
            NotPossible: `what` said so; nothing is told.
        """
        with self._moved:
            what()
            self._version += 1
            self._moved.notify_all()
            return self._version

    def version(self) -> int:
        """Return the version of the sensors' state."""
        return self._version

    def wait_after(self, version: int, seconds: float) -> None:
        """Wait until the state is newer than this version, so long at most."""
        with self._moved:
            self._moved.wait_for(lambda: self._version > version, seconds)

    def sensors(self) -> dict[str, Any]:
        """Return what the terminal's sensors say."""
        with self._moved:
            return {
                "version": self._version,
                "reader": True,
                "card": self.card is not None,
                "payment": self.payment_works,
                "held": self.held,
                "slot": self.slot,
                "printer": self.printer_state(),
                "tray": len(self.tray),
            }

    def printer_state(self) -> PrinterState:
        """Return whether the printer could print."""
        if self.jammed:
            return "jam"
        return "ready" if self.paper else "no-paper"

    # What a person does.

    def insert_card(self, label: str, card: VirtualCard) -> None:
        """Put a card on the reader."""

        def insert() -> None:
            if self.card is not None:
                raise NotPossible
            self.card, self.card_label = card, label

        self.change(insert)

    def take_card(self) -> None:
        """Take the card off."""

        def take() -> None:
            if self.card is None:
                raise NotPossible
            self.card.reset()
            self.card, self.card_label = None, None

        self.change(take)

    def insert_money(self, amount: int) -> None:
        """Put a coin or a note in: it falls through when none is taken now."""

        def insert() -> None:
            if amount not in DENOMINATIONS:
                raise NotPossible
            if self.accepting == "cash" and self.held < self.due:
                self.held, self.held_as = self.held + amount, "cash"
            else:
                self.slot += amount

        self.change(insert)

    def tap_e_money(self) -> None:
        """Hold an e-money card to the device."""

        def tap() -> None:
            if self.accepting != "e-money" or self.held:
                raise NotPossible
            self.held, self.held_as = self.due, "e-money"

        self.change(tap)

    def take_change(self) -> None:
        """Empty the slot."""
        self.change(lambda: setattr(self, "slot", 0))

    def take_papers(self) -> list[bytes]:
        """Empty the tray; return what lay there (PNG)."""
        taken = list(self.tray)
        self.change(self.tray.clear)
        return taken

    def load_paper(self, sheets: int = PAPER) -> None:
        """Put paper in."""
        self.change(lambda: setattr(self, "paper", sheets))

    def set_jam(self, sheets_from_now: int | None) -> None:
        """Make the printer jam at the n-th sheet from now, or never."""
        at = None if sheets_from_now is None else self.sheets_printed + sheets_from_now
        self.change(lambda: setattr(self, "jam_at", at))

    def clear_jam(self) -> None:
        """See to the jam."""
        self.change(lambda: setattr(self, "jammed", False))

    def set_payment(self, *, works: bool, returns: bool) -> None:
        """Make the payment device fail, or fail to give money back: change as well as all of it."""

        def set_both() -> None:
            self.payment_works, self.returns_work = works, returns

        self.change(set_both)

    # What the terminal does.

    def accept(self, method: str, due: int) -> None:
        """Take money from now on."""

        def accept() -> None:
            if not self.payment_works:
                raise NotPossible
            self.accepting, self.due = method, due

        self.change(accept)

    def stop_accepting(self) -> None:
        """Take no more."""
        self.change(lambda: setattr(self, "accepting", None))

    def keep(self, due: int) -> int:
        """Keep what is due, put the rest into the slot; return the rest."""
        rest = 0

        def keep() -> None:
            nonlocal rest
            if not self.payment_works or due > self.held:
                raise NotPossible
            rest = self.held - due
            if rest and not self.returns_work:
                raise NotPossible
            self.kept, self.slot, self.held, self.accepting = self.kept + due, self.slot + rest, 0, None

        self.change(keep)
        return rest

    def give_back(self) -> int:
        """Give back what is held; return how much."""
        amount = 0

        def give() -> None:
            nonlocal amount
            if not self.payment_works or (self.held and not self.returns_work):
                raise NotPossible
            amount = self.held
            self.slot += amount if self.held_as == "cash" else 0
            self.held, self.accepting = 0, None

        self.change(give)
        return amount

    def print_sheet(self, page: bytes) -> PrinterState | None:
        """Print a sheet in its time; return None when it lies in the tray, or what the printer is at instead."""
        self._cancelled.clear()
        state = self.printer_state()
        if state != "ready":
            return state
        self._cancelled.wait(self._sheet_seconds)
        self.change(lambda: self._move_sheet(page))
        return self.printer_state() if self.jammed else None

    def cancel_printing(self) -> None:
        """Forget what is not printed."""
        self._cancelled.set()

    def _move_sheet(self, page: bytes) -> None:
        self.paper -= 1
        self.sheets_printed += 1
        if self.jam_at is not None and self.sheets_printed >= self.jam_at:
            self.jam_at, self.jammed = None, True
        else:
            self.tray.append(page)

    def print_receipt(self, lines: dict[str, Any]) -> None:
        """Print a receipt."""
        self.change(lambda: self.receipts.append(lines))
