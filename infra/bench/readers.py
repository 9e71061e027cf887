"""Readers that ask for the same thing in the same instant, each on a connection that is open already."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Barrier
from urllib.parse import urlsplit

_SECONDS = 120
Got = Callable[[int, bytes], bool]
"""Whether an answer, its status and body, is what was asked for."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A POST that all readers send."""

    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Readers:
    """So many readers."""

    def __init__(self, address: str, number: int, pool: ThreadPoolExecutor) -> None:
        where = urlsplit(address).netloc
        self._connections = [http.client.HTTPConnection(where, timeout=_SECONDS) for _ in range(number)]
        self._pool = pool
        self._barrier = Barrier(number, timeout=_SECONDS)

    def ask(self, ask: Ask, got: Got) -> int:
        """Have all of them ask at once; return how many got it."""
        return sum(self._pool.map(lambda connection: self._one(connection, ask, got), self._connections))

    def _one(self, connection: http.client.HTTPConnection, ask: Ask, got: Got) -> bool:
        connection.connect()
        self._barrier.wait()
        connection.request("POST", ask.path, ask.body, dict(ask.headers))
        answer = connection.getresponse()
        try:
            return got(answer.status, answer.read())
        finally:
            connection.close()


@contextmanager
def readers(address: str, number: int) -> Iterator[Readers]:
    """Have so many readers for a while."""
    with ThreadPoolExecutor(number) as pool:
        yield Readers(address, number, pool)
