"""What the devices' sensors say, put together."""

from __future__ import annotations

from kiosk.card import CardReader, ReaderUnavailable
from kiosk.devices.interfaces import DeviceFailed, PaymentDevice, PaymentStatus, Printer
from kiosk.terminal.levels import Levels


class Sensors:
    """Reads all devices."""

    def __init__(self, reader: CardReader, payment: PaymentDevice, printer: Printer) -> None:
        """Read these."""
        self._reader = reader
        self._payment = payment
        self._printer = printer
        self._money = PaymentStatus(held=0, slot=0)

    def read(self) -> Levels:
        """Return what they say now."""
        reader, card = True, False
        try:
            card = self._reader.card_present()
        except ReaderUnavailable:
            reader = False
        payment = True
        try:
            self._money = self._payment.status()
        except DeviceFailed:
            # What it held before it still holds, as far as anybody knows.
            payment = False
        return Levels(
            reader=reader,
            card=card,
            payment=payment,
            held=self._money.held,
            slot=self._money.slot,
            printer=self._printer.state(),
            tray=self._printer.tray(),
        )
