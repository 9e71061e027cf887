"""The work with the payment device: journal first, then money, one after the other in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from kiosk.agent.journal import Journal
from kiosk.agent.worker import Submit
from kiosk.devices.interfaces import DeviceFailed, PaymentDevice
from kiosk.terminal import commands, events
from kiosk.terminal.events import Event


class MoneyWork:
    """Takes, keeps and returns money."""

    def __init__(
        self,
        device: PaymentDevice,
        journal: Journal,
        *,
        post: Callable[[Event], None],
        submit: Submit,
        clock: Callable[[], int],
        new_number: Callable[[], str],
    ) -> None:
        """Work with these, in the order of `submit`. `clock`: Unix seconds; `new_number`: makes refund numbers."""
        self._device = device
        self._journal = journal
        self._post = post
        self._clock = clock
        self._new_number = new_number
        self._submit = submit

    def take(self, command: commands.TakeMoney) -> None:
        """Answer `PaymentFailed`, or nothing: the sensors tell what is given."""
        self._submit(lambda: self._take(command))

    def stop(self) -> None:
        """Take nothing more."""
        self._submit(self._stop)

    def keep(self, command: commands.KeepMoney) -> None:
        """Answer `MoneyKept`, or `MoneyStuck` when it fails and more than what is due may be held."""
        self._submit(lambda: self._keep(command))

    def give_back(self) -> None:
        """Answer `MoneyReturned` or `MoneyStuck`."""
        self._submit(self._give_back)

    def settle(self) -> None:
        """Settle a payment that the journal holds, if the device can: as `give_back`."""
        self._submit(self._settle)

    def _settle(self) -> None:
        if self._journal.unfinished() is not None and self._held() is not None:
            self._give_back()

    def _take(self, command: commands.TakeMoney) -> None:
        self._journal.open_payment(command.issuance_id, command.method, command.due)
        try:
            self._device.accept(command.method, command.due)
        except DeviceFailed:
            self._post(events.PaymentFailed(command.job))

    def _stop(self) -> None:
        # What is given all the same is held, and goes where the rest of it goes.
        with suppress(DeviceFailed):
            self._device.stop()

    def _keep(self, command: commands.KeepMoney) -> None:
        self._journal.mark_printed(command.due)
        held = self._held()
        if held is None or self._journal.promised() is not None:
            self._list_change(command.due)
            return
        # After a loss of power it may have been kept already.
        try:
            change = self._device.keep(min(command.due, held)) if held else 0
        except DeviceFailed:
            self._list_change(command.due, held)
            return
        self._journal.close_payment()
        self._post(events.MoneyKept(change))

    def _give_back(self) -> None:
        unfinished = self._journal.unfinished()
        if unfinished is not None and unfinished.printed:
            self._keep(commands.KeepMoney(unfinished.issuance_id, unfinished.due))
            return
        if self._journal.promised() is not None:
            # Whoever gave it has gone with a number: it is theirs by the list, not the next person's.
            self._list()
            return
        held = self._held()
        try:
            amount = self._device.give_back()
        except DeviceFailed:
            self._list(held or 0)
            return
        self._journal.close_payment()
        self._post(events.MoneyReturned(amount))

    def _list(self, before: int = 0) -> None:
        """List for refund what is held now; of what was held `before` and is no more, only the answer was lost."""
        held = self._held()
        number = self._journal.promised() or self._new_number()
        if held is None:
            # It does not answer at all: what it holds is listed when it does.
            self._journal.promise_refund(number)
            self._post(events.MoneyStuck(0, number))
        elif held:
            self._journal.list_refund(number, held, held=held, at=self._clock())
            self._keep_all(held)
            self._post(events.MoneyStuck(held, number))
        else:
            self._journal.close_payment()
            self._post(events.MoneyReturned(before))

    def _list_change(self, due: int, before: int = 0) -> None:
        """As `_list` for what is held beyond what is due: whoever it belongs to will not be there for it later."""
        held = self._held()
        number = self._journal.promised() or self._new_number()
        if held is None:
            self._journal.promise_refund(number)
            self._post(events.MoneyStuck(0, number))
        elif held > due:
            self._journal.list_refund(number, held - due, held=held, at=self._clock())
            self._keep_all(held)
            self._post(events.MoneyStuck(held - due, number))
        elif not held or self._keep_all(held):
            self._journal.close_payment()
            self._post(events.MoneyKept(max(before - due, 0)))

    def _keep_all(self, held: int) -> bool:
        """Keep all that is held, of which nothing is to come back now; return whether the device did."""
        try:
            self._device.keep(held)
        except DeviceFailed:
            return False
        self._journal.close_payment()
        return True

    def _held(self) -> int | None:
        try:
            return self._device.status().held
        except DeviceFailed:
            return None
