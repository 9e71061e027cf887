"""What must outlive a loss of power: money, and nothing about whose it is. The only file the agent writes."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import msgspec

from kiosk.terminal.events import Unfinished


class OpenPayment(msgspec.Struct, frozen=True, kw_only=True):
    """A payment that is neither kept nor returned.

    `printed`: the paper for what is `due` is out. `refund_number`: what the resident was told when the device did not
    answer.
    """

    issuance_id: str
    method: str
    due: int
    printed: bool
    refund_number: str | None = None


class ListedRefund(msgspec.Struct, frozen=True, kw_only=True):
    """Money that is kept though no paper came out, or of which somebody was told a number. `at`: Unix seconds.

    `amount`: yen that are kept and owed. `in_slot`: yen that the device gave after the number had been promised, when
    nobody may have been there. Both are 0 where the device held nothing any more, and never said what it had given.
    """

    number: str
    issuance_id: str
    method: str
    amount: int
    at: int
    in_slot: int = 0


class _Content(msgspec.Struct, frozen=True, kw_only=True):
    version: int = 1
    payment: OpenPayment | None = None
    refunds: tuple[ListedRefund, ...] = ()


class JournalDamaged(Exception):
    """The file is not a journal. The terminal does not start before somebody has looked at it."""


class Journal:
    """A file of a few lines, replaced whole: a reader sees the old or the new one, both on the disk itself."""

    def __init__(self, path: Path) -> None:
        """Read it, or begin an empty one.

        Raises:
            JournalDamaged: It cannot be read.
            OSError: It cannot be written.
        """
        self._path = path
        self._lock = threading.RLock()
        self._content = _read(path)
        self._write(self._content)

    def unfinished(self) -> Unfinished | None:
        """Return the payment that is open."""
        payment = self._content.payment
        if payment is None:
            return None
        return Unfinished(issuance_id=payment.issuance_id, due=payment.due, printed=payment.printed)

    def refunds(self) -> tuple[ListedRefund, ...]:
        """Return what is listed for refund."""
        return self._content.refunds

    def open_payment(self, issuance_id: str, method: str, due: int) -> None:
        """Note that money for this issuance may be held from now on."""
        self._change(payment=OpenPayment(issuance_id=issuance_id, method=method, due=due, printed=False))

    def mark_printed(self, due: int) -> None:
        """Note that the paper for which so much is due is out: from now on that is the municipality's."""
        with self._lock:
            payment = self._content.payment
            if payment is not None:
                self._change(payment=msgspec.structs.replace(payment, printed=True, due=due))

    def promise_refund(self, issuance_id: str, number: str) -> str:
        """Note that what this payment holds, if it is open, will be listed under this number, or one noted before.

        Return which. Any thread may call it.
        """
        with self._lock:
            payment = self._content.payment
            if payment is None and not issuance_id:
                # Nobody knows whose it is, or how much: it becomes a payment of its own.
                payment = OpenPayment(issuance_id=number, method="", due=0, printed=False)
                self._change(payment=msgspec.structs.replace(payment, refund_number=number))
                return number
            if payment is None or payment.issuance_id != issuance_id:
                return number
            listed = self.listed()
            if listed is not None:
                return listed.number
            if payment.refund_number is None:
                self._change(payment=msgspec.structs.replace(payment, refund_number=number))
            return payment.refund_number or number

    def promised(self) -> str | None:
        """Return the number under which the open payment will be listed."""
        return self._content.payment.refund_number if self._content.payment is not None else None

    def listed(self) -> ListedRefund | None:
        """Return what is listed of the open payment: all that it still holds is to be kept."""
        payment = self._content.payment
        if payment is None:
            return None
        return next((each for each in self._content.refunds if each.issuance_id == payment.issuance_id), None)

    def close_payment(self, *, gave: int, at: int) -> None:
        """Note that nothing is held any more: the device kept it all, or gave so many yen into the slot.

        A number that was promised, at whatever time, and under which nothing is listed, is listed with that.
        """
        with self._lock:
            payment, refunds = self._content.payment, self._content.refunds
            if payment is not None and payment.refund_number is not None and self.listed() is None:
                told = ListedRefund(
                    number=payment.refund_number,
                    issuance_id=payment.issuance_id,
                    method=payment.method,
                    amount=0,
                    in_slot=gave,
                    at=at,
                )
                refunds = (*refunds, told)
            self._change(payment=None, refunds=refunds)

    def list_refund(self, number: str, amount: int, *, held: int, at: int) -> str:
        """List so much for refund: from now on the device keeps all that is held for the open payment.

        Money that is held without one is listed as a payment of its own. Return under which number: one that was
        promised, or else this one.
        """
        with self._lock:
            payment = self._content.payment or OpenPayment(issuance_id=number, method="", due=held, printed=True)
            number = payment.refund_number or number
            refund = ListedRefund(
                number=number, issuance_id=payment.issuance_id, method=payment.method, amount=amount, at=at
            )
            kept = msgspec.structs.replace(payment, printed=True, due=held, refund_number=None)
            self._change(refunds=(*self._content.refunds, refund), payment=kept)
            return number

    def _change(self, **changes: object) -> None:
        with self._lock:
            self._content = msgspec.structs.replace(self._content, **changes)
            self._write(self._content)

    def _write(self, content: _Content) -> None:
        draft = self._path.with_suffix(".draft")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(content))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)
        directory = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)


def _read(path: Path) -> _Content:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Content)
    except FileNotFoundError:
        return _Content()
    except msgspec.DecodeError as error:
        raise JournalDamaged from error
