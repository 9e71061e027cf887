"""The real machine, journal and money work in one thread, where the power can go at any call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from infra.emulator.machine.machine import Machine, NotPossible
from kiosk.agent.journal import Journal
from kiosk.agent.money_work import MoneyWork
from kiosk.agent.worker import Submit
from kiosk.devices.interfaces import DeviceFailed, PaymentStatus
from kiosk.terminal.actions import PaymentMethod
from kiosk.terminal.events import Event


class PowerLost(Exception):
    """The power went between two instructions."""


class Fuse:
    """Blows after so many calls; never when None."""

    def __init__(self) -> None:
        self.left: int | None = None

    def burn(self) -> None:
        """Count a call."""
        if self.left is None:
            return
        if self.left == 0:
            self.left = None
            raise PowerLost
        self.left -= 1


class DirectPayment:
    """A `PaymentDevice` on the machine itself. `meanwhile` is called before and after each movement of money."""

    def __init__(self, machine: Machine, fuse: Fuse, meanwhile: Callable[[], None] = lambda: None) -> None:
        self._machine = machine
        self._fuse = fuse
        self._meanwhile = meanwhile

    def status(self) -> PaymentStatus:
        """See `PaymentDevice.status`."""
        if not self._machine.payment_works:
            raise DeviceFailed
        return PaymentStatus(held=self._machine.held, slot=self._machine.slot)

    def accept(self, method: PaymentMethod, due: int) -> None:
        """See `PaymentDevice.accept`."""
        self._call(lambda: self._machine.accept(method, due))

    def stop(self) -> None:
        """See `PaymentDevice.stop`."""
        self._call(self._machine.stop_accepting)

    def keep(self, due: int) -> int:
        """See `PaymentDevice.keep`."""
        return self._call(lambda: self._machine.keep(due)) or 0

    def give_back(self) -> int:
        """See `PaymentDevice.give_back`."""
        return self._call(self._machine.give_back) or 0

    def _call(self, what: Callable[[], int | None]) -> int | None:
        self._fuse.burn()
        self._meanwhile()
        try:
            done = what()
        except NotPossible as error:
            raise DeviceFailed from error
        self._meanwhile()
        self._fuse.burn()
        return done


class RefusingPayment(DirectPayment):
    """Keeps nothing while it `refuses`."""

    refuses = True

    def keep(self, due: int) -> int:
        """See `PaymentDevice.keep`."""
        if self.refuses:
            raise DeviceFailed
        return super().keep(due)


class FragileJournal(Journal):
    """A journal in whose writing the power may go: before it, or after it."""

    def __init__(self, path: Path, fuse: Fuse, opened: Callable[[str], None] = lambda _: None) -> None:
        self.fuse = fuse
        self._opened = opened
        super().__init__(path)

    def open_payment(self, issuance_id: str, method: str, due: int) -> None:
        """See `Journal.open_payment`."""
        self._opened(issuance_id)
        super().open_payment(issuance_id, method, due)

    def _change(self, **changes: object) -> None:
        self.fuse.burn()
        super()._change(**changes)
        self.fuse.burn()


def money_work(device: DirectPayment, journal: Journal, post: Callable[[Event], None], submit: Submit) -> MoneyWork:
    """Return money work that is done when `submit` says."""
    numbers = iter(range(10**6))
    return MoneyWork(
        device,
        journal,
        post=post,
        submit=submit,
        clock=lambda: 0,
        new_number=lambda: f"REFUND{next(numbers)}",
    )
