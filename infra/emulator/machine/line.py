"""The line between terminal and service: a relay that can be cut, or lose the next answer."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from infra.emulator.http_server import LOOPBACK

_CHUNK = 65536


class Line:
    """Relays TCP connections to one address while the context is entered."""

    def __init__(self, target: str) -> None:
        """Relay to the server at a URL."""
        parts = urlsplit(target)
        self._target = (parts.hostname or LOOPBACK, parts.port or 80)
        self._listener = socket.create_server((LOOPBACK, 0))
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._up = True
        self._lose = False
        self.url = f"http://{LOOPBACK}:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        """Relay from now on."""
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close everything."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.set_up(up=False)

    @property
    def is_up(self) -> bool:
        """Whether the line is whole."""
        return self._up

    def set_up(self, *, up: bool) -> None:
        """Mend the line, or cut it: open connections end at once."""
        with self._lock:
            self._up = up
            for connection in () if up else tuple(self._open):
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def lose_next_answer(self) -> None:
        """Pass the next request on, and drop its answer and the connection."""
        self._lose = True

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if not self._up:
                near.close()
                continue
            threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(self._target)
        except OSError:
            near.close()
            return
        with self._lock:
            self._open |= {near, far}
        threading.Thread(target=self._pump, args=(near, far), daemon=True).start()
        self._pump(far, near, answers=True)
        with self._lock:
            self._open -= {near, far}
        near.close()
        far.close()

    def _pump(self, source: socket.socket, sink: socket.socket, *, answers: bool = False) -> None:
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                if answers and self._lose:
                    self._lose = False
                    break
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
