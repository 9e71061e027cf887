"""Puts a card into a reader of the vpcd driver (vsmartcard), which pcscd serves to any PC/SC program.

The protocol, both ways: a 16-bit big-endian length, then as many bytes. One byte from the driver is a control code; of
these only "send ATR" is answered. More bytes are a command APDU, answered with a response APDU. Closing the connection
takes the card out.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType
from typing import Protocol, Self

_SEND_ATR = 0x04  # the other codes are power off, power on and reset: all three clear the volatile state
_LENGTH_SIZE = 2
_CONNECT_TIMEOUT_SECONDS = 5.0
DEFAULT_PORT = 35963


class InsertableCard(Protocol):
    """What can be put into the reader."""

    @property
    def atr(self) -> bytes:
        """The answer to reset."""

    def transmit(self, apdu: bytes, /) -> bytes:
        """Answer a command APDU; an OSError stands for a card pulled in the middle of it."""

    def reset(self) -> None:
        """Reset, or lose power."""


class VpcdConnector:
    """A slot of the driver, empty until `insert`. A context manager: leaving it takes the card out."""

    def __init__(self, *, host: str = "127.0.0.1", port: int = DEFAULT_PORT) -> None:
        self._address = (host, port)
        self._connection: socket.socket | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.remove()

    def insert(self, card: InsertableCard) -> None:
        """Put a card in and serve it from a thread; a reader notices within half a second.

        Raises:
            OSError: no driver listens.
            RuntimeError: there is a card in the slot.
        """
        if self._connection is not None:
            raise RuntimeError("there is a card in the slot")
        self._connection = socket.create_connection(self._address, _CONNECT_TIMEOUT_SECONDS)
        self._connection.settimeout(None)
        self._thread = threading.Thread(target=_serve, args=(self._connection, card), name="virtual-card", daemon=True)
        self._thread.start()

    def remove(self) -> None:
        """Take the card out; nothing happens when there is none. The card has lost power on return."""
        connection, thread = self._connection, self._thread
        self._connection = self._thread = None
        if connection is None or thread is None:
            return
        with contextlib.suppress(OSError):  # the other side may have been faster
            connection.shutdown(socket.SHUT_RDWR)
        if thread is not threading.current_thread():
            thread.join()


def _serve(connection: socket.socket, card: InsertableCard) -> None:
    with connection:
        with contextlib.suppress(OSError):  # hung up, or pulled: both end the card's stay
            while True:
                _answer(connection, card, _receive(connection))
        card.reset()


def _answer(connection: socket.socket, card: InsertableCard, message: bytes) -> None:
    if len(message) > 1:
        _send(connection, card.transmit(message))
    elif message == bytes([_SEND_ATR]):
        _send(connection, card.atr)
    else:
        card.reset()


def _send(connection: socket.socket, message: bytes) -> None:
    connection.sendall(len(message).to_bytes(_LENGTH_SIZE, "big") + message)


def _receive(connection: socket.socket) -> bytes:
    return _receive_exactly(connection, int.from_bytes(_receive_exactly(connection, _LENGTH_SIZE), "big"))


def _receive_exactly(connection: socket.socket, size: int) -> bytes:
    received = bytearray()
    while len(received) < size:
        _acknowledge_at_once(connection)
        part = connection.recv(size - len(received))
        if not part:
            raise ConnectionResetError("the reader hung up")
        received += part
    return bytes(received)


def _acknowledge_at_once(connection: socket.socket) -> None:
    """Ask for an immediate acknowledgement of what comes next; the kernel forgets the wish after each segment.

    The driver writes length and body apart. With its Nagle algorithm and our delayed acknowledgement each APDU would
    take 40 ms.
    """
    if hasattr(socket, "TCP_QUICKACK"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
