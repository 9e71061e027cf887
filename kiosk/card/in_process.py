"""A reader inside the process, for the emulation: the card is any object that answers APDUs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from kiosk.card.errors import CardAbsent, CardRemoved, CardSessionClosed, ReaderUnavailable
from kiosk.card.profile import JPKI_RSA, CardProfile
from kiosk.card.reader import CardSession
from kiosk.card.session import ApduSession


class InProcessCard(Protocol):
    """A card in the same process."""

    def transmit(self, apdu: bytes, /) -> bytes:
        """Answer a command APDU. An OSError stands for a card pulled in the middle of the command."""

    def reset(self) -> None:
        """Reset, or lose power."""


class InProcessReader:
    """A `CardReader` whose slot is filled and emptied by calls. One session at a time, from any thread."""

    def __init__(self, card: InProcessCard | None = None, profile: CardProfile = JPKI_RSA) -> None:
        self._card = card
        self._profile = profile
        self._held = threading.Lock()

    def insert(self, card: InProcessCard) -> None:
        """Put a card in.

        Raises:
            ValueError: there is one already.
        """
        if self._card is not None:
            raise ValueError("there is a card in the reader")
        self._card = card

    def remove(self) -> None:
        """Take the card out; it loses power, and an open session meets `CardRemoved`."""
        card, self._card = self._card, None
        if card is not None:
            card.reset()

    def card_present(self) -> bool:
        """See `CardReader.card_present`."""
        return self._card is not None

    @contextmanager
    def connect(self) -> Iterator[CardSession]:
        """See `CardReader.connect`."""
        if self._card is None:
            raise CardAbsent("no card in the reader")
        if not self._held.acquire(blocking=False):
            raise ReaderUnavailable("another session holds the card")
        channel = _InProcessChannel(self, self._card)
        try:
            session = ApduSession(channel, self._profile)
            session.open()
            yield session
        finally:
            channel.close()
            self._held.release()

    def holds(self, card: InProcessCard) -> bool:
        """Say whether this very card is still in the reader."""
        return self._card is card


class _InProcessChannel:
    def __init__(self, reader: InProcessReader, card: InProcessCard) -> None:
        self._reader = reader
        self._card = card
        self._closed = False

    def transmit(self, command: bytearray) -> bytes:
        self._check()
        try:
            answer = self._card.transmit(bytes(command))
        except OSError:
            raise CardRemoved from None
        self._check()
        return answer

    def reset(self) -> None:
        self._check()
        self._card.reset()

    def close(self) -> None:
        self._closed = True
        self._card.reset()

    def _check(self) -> None:
        if self._closed:
            raise CardSessionClosed("the session with this card is over")
        if not self._reader.holds(self._card):
            raise CardRemoved
