"""The work with the payment device: journal first, then money, one after the other in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from kiosk.agent.journal import Journal
from kiosk.agent.worker import Submit
from kiosk.devices.interfaces import DeviceFailed, PaymentDevice
from kiosk.terminal import commands, events
from kiosk.terminal.events import Event

_Answer = events.MoneyKept | events.MoneyReturned | events.MoneyStuck


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
        self._submit(lambda: self._tell(self._keep(command.issuance_id, command.due)))

    def give_back(self, command: commands.ReturnMoney) -> None:
        """Answer `MoneyReturned` or `MoneyStuck`."""
        self._submit(lambda: self._tell(self._give_back(command.issuance_id)))

    def promise(self, command: commands.PromiseRefund) -> None:
        """Answer nothing, and wait for nothing: the device may be at something that takes its time."""
        self._journal.promise_refund(command.issuance_id, command.issuance_id)

    def settle(self) -> None:
        """Keep what a device holds that answers again, and list what is not due: nobody is there, nothing is told."""
        self._submit(self._settle)

    def _tell(self, answer: _Answer | None) -> None:
        if answer is not None:
            self._post(answer)

    def _settle(self) -> None:
        unfinished, held = self._journal.unfinished(), self._held()
        if held is None:
            return
        if unfinished is None:
            if held:
                # It fell after its payment was closed.
                self._list("")
        elif unfinished.printed:
            self._list_change(unfinished.issuance_id, unfinished.due)
        else:
            self._list(unfinished.issuance_id)

    def _take(self, command: commands.TakeMoney) -> None:
        # What is still held is somebody else's: it neither counts as given now, nor is it forgotten.
        self._settle()
        if self._journal.unfinished() is not None:
            self._post(events.PaymentFailed(command.job))
            return
        self._journal.open_payment(command.issuance_id, command.method, command.due)
        try:
            self._device.accept(command.method, command.due)
        except DeviceFailed:
            self._post(events.PaymentFailed(command.job))

    def _stop(self) -> None:
        # What is given all the same is held, and goes where the rest of it goes.
        with suppress(DeviceFailed):
            self._device.stop()

    def _keep(self, issuance_id: str, due: int) -> _Answer | None:
        if self._journal.listed() is None:
            self._journal.mark_printed(due)
        held = self._held()
        if held is None or self._journal.listed() is not None or self._journal.promised() is not None:
            return self._list_change(issuance_id, due)
        # After a loss of power it may have been kept already.
        try:
            change = self._device.keep(min(due, held)) if held else 0
        except DeviceFailed:
            return self._list_change(issuance_id, due, held)
        return self._closed(events.MoneyKept(change, issuance_id), change)

    def _give_back(self, issuance_id: str) -> _Answer | None:
        unfinished = self._journal.unfinished()
        if unfinished is not None and issuance_id != unfinished.issuance_id:
            # Nothing was taken for this one: what is held is somebody else's.
            return events.MoneyReturned(0, issuance_id)
        if unfinished is not None and unfinished.printed:
            return self._keep(issuance_id, unfinished.due)
        if self._journal.promised() is not None:
            # Whoever gave it has gone with a number: it is theirs by the list, not the next person's.
            return self._list(issuance_id)
        held = self._held()
        try:
            amount = self._device.give_back()
        except DeviceFailed:
            return self._list(issuance_id, held or 0)
        return self._closed(events.MoneyReturned(amount, issuance_id), amount)

    def _list(self, issuance_id: str, before: int = 0) -> _Answer:
        """List for refund what is held now; of what was held `before` and is no more, only the answer was lost."""
        held = self._held()
        if held is None:
            return self._promise(issuance_id)
        if held:
            return self._list_of(issuance_id, held, held)
        self._journal.close_payment(gave=before, at=self._clock())
        return events.MoneyReturned(before, issuance_id)

    def _list_change(self, issuance_id: str, due: int, before: int = 0) -> _Answer | None:
        """As `_list` for what is held beyond what is due: whoever it belongs to will not be there for it later."""
        held, listed = self._held(), self._journal.listed()
        if listed is not None:
            if held is not None:
                self._keep_all(held)
            return events.MoneyStuck(listed.amount, listed.number, issuance_id)
        if held is None:
            return self._promise(issuance_id)
        # Where it was done in part, what is due is kept already, as far as there was enough.
        change = max(before - due, 0)
        rest = min(held, change) if held < before else held - due
        if rest > 0:
            return self._list_of(issuance_id, rest, held)
        return events.MoneyKept(change, issuance_id) if self._keep_all(held, gave=change) else None

    def _closed(self, answer: _Answer, gave: int) -> _Answer:
        """Close the payment after the device did what it was asked for; what it holds all the same is listed."""
        held = self._held()
        if held:
            return self._list_of(answer.issuance_id, held, held)
        self._journal.close_payment(gave=gave, at=self._clock())
        return answer

    def _list_of(self, issuance_id: str, amount: int, held: int) -> _Answer:
        """List so much of what is held; the device keeps all of it, now or when it can."""
        number = self._journal.list_refund(self._new_number(), amount, held=held, at=self._clock())
        self._keep_all(held)
        return events.MoneyStuck(amount, number, issuance_id)

    def _promise(self, issuance_id: str) -> _Answer:
        """Promise a number while the device does not say what it holds: that is listed when it does."""
        return events.MoneyStuck(0, self._journal.promise_refund(issuance_id, self._new_number()), issuance_id)

    def _keep_all(self, held: int, gave: int = 0) -> bool:
        """Keep all that is held, beyond what the device `gave`; return whether nothing is held any more."""
        try:
            if held:
                self._device.keep(held)
        except DeviceFailed:
            return False
        self._journal.close_payment(gave=gave, at=self._clock())
        return True

    def _held(self) -> int | None:
        try:
            return self._device.status().held
        except DeviceFailed:
            return None
