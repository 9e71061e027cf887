"""What the devices' sensors say, put together."""

from __future__ import annotations

from kiosk.card import CardReader, ReaderUnavailable
from kiosk.devices.interfaces import DeviceFailed, PaymentDevice, Printer
from kiosk.terminal.events import Levels


class Sensors:
    """Reads all devices."""

    def __init__(self, reader: CardReader, payment: PaymentDevice, printer: Printer) -> None:
        """Read these."""
        self._reader = reader
        self._payment = payment
        self._printer = printer

    def read(self) -> Levels:
        """Return what they say now."""
        reader, card = True, False
        try:
            card = self._reader.card_present()
        except ReaderUnavailable:
            reader = False
        payment, held, slot = True, 0, 0
        try:
            status = self._payment.status()
            held, slot = status.held, status.slot
        except DeviceFailed:
            payment = False
        return Levels(
            reader=reader,
            card=card,
            payment=payment,
            held=held,
            slot=slot,
            printer=self._printer.state(),
            tray=self._printer.tray(),
        )
