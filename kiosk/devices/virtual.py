"""The devices of a virtual machine: card reader, payment, printer, receipt printer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import msgspec

from kiosk.card import CardAbsent, CardSession, InProcessReader, ReaderUnavailable
from kiosk.devices.interfaces import DeviceFailed, PaymentStatus, PrinterStopped
from kiosk.devices.virtual_connection import VirtualMachine
from kiosk.terminal.actions import PaymentMethod
from kiosk.terminal.levels import PrinterState
from kiosk.terminal.views import ReceiptLines

_OK = 200
_CONFLICT = 409


class _RemoteCard:
    """A card that answers from the other process."""

    def __init__(self, machine: VirtualMachine) -> None:
        self._machine = machine

    def transmit(self, apdu: bytes, /) -> bytes:
        """See `InProcessCard.transmit`."""
        status, answer = self._exchange("/card/apdu", apdu)
        if status != _OK:
            raise OSError
        return answer

    def reset(self) -> None:
        """See `InProcessCard.reset`; a card that is gone has lost its power."""
        self._exchange("/card/reset", b"")

    def _exchange(self, path: str, body: bytes) -> tuple[int, bytes]:
        try:
            return self._machine.command(path, body)
        except DeviceFailed:
            return 0, b""


class VirtualReader:
    """A `CardReader`."""

    def __init__(self, machine: VirtualMachine) -> None:
        """Read the machine's card."""
        self._machine = machine

    def card_present(self) -> bool:
        """See `CardReader.card_present`."""
        state = self._machine.state()
        if not state.reader:
            raise ReaderUnavailable("the virtual machine does not answer")
        return state.card

    @contextmanager
    def connect(self) -> Iterator[CardSession]:
        """See `CardReader.connect`."""
        if not self.card_present():
            raise CardAbsent("no card in the reader")
        with InProcessReader(_RemoteCard(self._machine)).connect() as session:
            yield session


class _Moved(msgspec.Struct, frozen=True, kw_only=True):
    """Yen that were put into the slot, or back on a card."""

    amount: Annotated[int, msgspec.Meta(ge=0)]


class VirtualPayment:
    """A `PaymentDevice`."""

    def __init__(self, machine: VirtualMachine) -> None:
        """Use the machine's."""
        self._machine = machine

    def status(self) -> PaymentStatus:
        """See `PaymentDevice.status`."""
        state = self._machine.state()
        if not state.payment:
            raise DeviceFailed
        return PaymentStatus(held=state.held, slot=state.slot)

    def accept(self, method: PaymentMethod, due: int) -> None:
        """See `PaymentDevice.accept`."""
        self._do("/payment/accept", {"method": method, "due": due})

    def stop(self) -> None:
        """See `PaymentDevice.stop`."""
        self._do("/payment/stop", {})

    def keep(self, due: int) -> int:
        """See `PaymentDevice.keep`."""
        return self._moved("/payment/keep", {"due": due})

    def give_back(self) -> int:
        """See `PaymentDevice.give_back`."""
        return self._moved("/payment/give-back", {})

    def _moved(self, path: str, body: dict[str, str | int]) -> int:
        try:
            return msgspec.json.decode(self._do(path, body), type=_Moved).amount
        except msgspec.DecodeError as error:
            # As if it were lost: what is held tells what became of it.
            raise DeviceFailed from error

    def _do(self, path: str, body: dict[str, str | int]) -> bytes:
        status, answer = self._machine.command(path, msgspec.json.encode(body))
        if status != _OK:
            raise DeviceFailed
        return answer


class VirtualPrinter:
    """A `Printer` whose sheets lie in a tray in memory."""

    def __init__(self, machine: VirtualMachine) -> None:
        """Use the machine's."""
        self._machine = machine

    def state(self) -> PrinterState:
        """See `Printer.state`."""
        return self._machine.state().printer

    def tray(self) -> int | None:
        """See `Printer.tray`."""
        return self._machine.state().tray

    def print_sheet(self, page: bytearray) -> None:
        """See `Printer.print_sheet`."""
        try:
            status, answer = self._machine.command("/printer/sheet", page)
        except DeviceFailed as error:
            raise PrinterStopped("failed") from error
        if status == _CONFLICT:
            raise PrinterStopped(msgspec.json.decode(answer, type=dict[str, PrinterState])["state"])
        if status != _OK:
            raise PrinterStopped("failed")

    def cancel(self) -> None:
        """See `Printer.cancel`."""
        self._machine.command("/printer/cancel")


class VirtualReceiptPrinter:
    """A `ReceiptPrinter`."""

    def __init__(self, machine: VirtualMachine) -> None:
        """Use the machine's."""
        self._machine = machine

    def print_receipt(self, lines: ReceiptLines) -> None:
        """See `ReceiptPrinter.print_receipt`."""
        status, _ = self._machine.command("/receipt", msgspec.json.encode(lines))
        if status != _OK:
            raise DeviceFailed
