"""One handle on both kinds of reader: put a card in, take it out, and the kiosk's reader for it."""

from __future__ import annotations

from contextlib import suppress
from typing import Protocol

from infra.emulator.virtual_card import VpcdConnector
from infra.emulator.virtual_card.vpcd import InsertableCard
from kiosk.card import CardReader, InProcessReader, PcscReader, ReaderUnavailable
from tests.card.pcscd import PORT
from tests.card.waiting import until


class Slot(Protocol):
    """A reader and the hand that moves cards."""

    @property
    def reader(self) -> CardReader:
        """What the kiosk sees."""

    def insert(self, card: InsertableCard) -> None:
        """Put a card in; on return the reader knows."""

    def remove(self) -> None:
        """Take the card out; on return the reader knows."""


class InProcessSlot:
    """The emulation's reader."""

    def __init__(self) -> None:
        self.reader = InProcessReader()

    def insert(self, card: InsertableCard) -> None:
        """See `Slot`."""
        self.reader.insert(card)

    def remove(self) -> None:
        """See `Slot`."""
        self.reader.remove()


class PcscSlot:
    """A reader of the vpcd driver, served by a running pcscd."""

    def __init__(self, name: str | None = None, port: int = PORT) -> None:
        self.reader = PcscReader(name)
        self._connector = VpcdConnector(port=port)

    def insert(self, card: InsertableCard) -> None:
        """See `Slot`."""
        until(lambda: self._try_insert(card), "the driver's port")
        until(self.present, "the card to be seen")

    def remove(self) -> None:
        """See `Slot`."""
        self._connector.remove()
        until(lambda: not self.reader.card_present(), "the removal to be seen")

    def hang_up(self) -> None:
        """End the connection, seen or not."""
        self._connector.remove()

    def present(self) -> bool:
        """Say whether the reader is up and sees a card."""
        with suppress(ReaderUnavailable):
            return self.reader.card_present()
        return False

    def _try_insert(self, card: InsertableCard) -> bool:
        with suppress(ConnectionRefusedError):
            self._connector.insert(card)
            return True
        return False
