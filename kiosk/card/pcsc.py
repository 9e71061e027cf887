"""A reader behind PC/SC, through pyscard's bindings, which are loaded when the first reader is used.

The low-level calls are used and not pyscard's connection classes: the sharing mode and what happens to the card at each
step have to be guaranteed, and these are arguments of the calls.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kiosk.card.errors import CardAbsent, CardRemoved, CardSessionClosed, NotAMyNumberCard, ReaderUnavailable
from kiosk.card.profile import JPKI_RSA, CardProfile
from kiosk.card.reader import CardSession
from kiosk.card.session import ApduSession


class PcscReader:
    """A `CardReader`. `name`: the reader as PC/SC names it; None takes the first one there is."""

    def __init__(self, name: str | None = None, profile: CardProfile = JPKI_RSA) -> None:
        self._name = name
        self._profile = profile

    def card_present(self) -> bool:
        """See `CardReader.card_present`."""
        scard = _bindings()
        with _context(scard) as context:
            name = self._reader_name(scard, context)
            unaware = [(name, scard.SCARD_STATE_UNAWARE)]
            result, states = scard.SCardGetStatusChange(context, 0, unaware)
            _check_service(scard, result)
            return bool(states[0][1] & scard.SCARD_STATE_PRESENT)

    @contextmanager
    def connect(self) -> Iterator[CardSession]:
        """See `CardReader.connect`."""
        scard = _bindings()
        with _context(scard) as context:
            channel = _connect(scard, context, self._reader_name(scard, context))
            try:
                session = ApduSession(channel, self._profile)
                session.open()
                yield session
            finally:
                channel.close()

    def _reader_name(self, scard: Any, context: Any) -> str:
        result, names = scard.SCardListReaders(context, [])
        _check_service(scard, result)
        if not names or (self._name is not None and self._name not in names):
            raise ReaderUnavailable("the card reader is not connected")
        return self._name or str(names[0])


class _PcscChannel:
    def __init__(self, scard: Any, handle: Any, protocol: int) -> None:
        self._scard = scard
        self._handle = handle
        self._protocol = protocol
        self._closed = False

    def transmit(self, command: bytearray) -> bytes:
        self._check_open()
        # A list is what the binding takes; it is emptied because VERIFY puts the PIN into it.
        octets = list(command)
        try:
            result, answer = self._scard.SCardTransmit(self._handle, self._protocol, octets)
        finally:
            octets[:] = []
        self._check_card(result)
        return bytes(answer)

    def reset(self) -> None:
        self._check_open()
        scard = self._scard
        result, _ = scard.SCardReconnect(
            self._handle, scard.SCARD_SHARE_EXCLUSIVE, self._protocol, scard.SCARD_RESET_CARD
        )
        self._check_card(result)

    def close(self) -> None:
        """Cut the card's power and let it go. The result is of no use: a card that is gone has no power either."""
        self._closed = True
        self._scard.SCardDisconnect(self._handle, self._scard.SCARD_UNPOWER_CARD)

    def _check_open(self) -> None:
        if self._closed:
            raise CardSessionClosed("the session with this card is over")

    def _check_card(self, result: int) -> None:
        _check_service(self._scard, result)
        # Nobody else can reset a card that is held exclusively, so every other failure is a card that left.
        if result != self._scard.SCARD_S_SUCCESS:
            raise CardRemoved


@contextmanager
def _context(scard: Any) -> Iterator[Any]:
    result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    if result != scard.SCARD_S_SUCCESS:
        raise ReaderUnavailable("the PC/SC service is not running")
    try:
        yield context
    finally:
        scard.SCardReleaseContext(context)


def _connect(scard: Any, context: Any, name: str) -> _PcscChannel:
    protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
    result, handle, protocol = scard.SCardConnect(context, name, scard.SCARD_SHARE_EXCLUSIVE, protocols)
    _check_service(scard, result)
    if result in {scard.SCARD_E_NO_SMARTCARD, scard.SCARD_W_REMOVED_CARD}:
        raise CardAbsent("no card in the reader")
    if result in {scard.SCARD_W_UNRESPONSIVE_CARD, scard.SCARD_W_UNSUPPORTED_CARD, scard.SCARD_E_PROTO_MISMATCH}:
        raise NotAMyNumberCard("the card does not answer")
    if result == scard.SCARD_E_SHARING_VIOLATION:
        raise ReaderUnavailable("another program holds the card")
    if result != scard.SCARD_S_SUCCESS:
        raise ReaderUnavailable("the card cannot be reached")
    return _PcscChannel(scard, handle, protocol)


def _check_service(scard: Any, result: int) -> None:
    gone = {
        scard.SCARD_E_NO_SERVICE,
        scard.SCARD_E_SERVICE_STOPPED,
        scard.SCARD_E_NO_READERS_AVAILABLE,
        scard.SCARD_E_READER_UNAVAILABLE,
        scard.SCARD_E_UNKNOWN_READER,
        scard.SCARD_E_INVALID_HANDLE,
    }
    if result in gone:
        raise ReaderUnavailable("the card reader or its service is not available")


def _bindings() -> Any:
    try:
        return importlib.import_module("smartcard.scard")
    except ImportError as error:
        raise ReaderUnavailable("PC/SC needs the package pyscard") from error
