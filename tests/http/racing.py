"""Many connections that send the same request in the same instant."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from urllib.parse import urlsplit

from tests.http.wire import Answer, Request

_SECONDS = 300


class Racers:
    """Connections that stay open, each with a thread of its own."""

    def __init__(self, api: str, number: int, pool: ThreadPoolExecutor) -> None:
        """Connect; `pool` has at least as many threads."""
        address = urlsplit(api)
        self._connections = [
            http.client.HTTPConnection(address.hostname or "", address.port, timeout=_SECONDS) for _ in range(number)
        ]
        self._pool = pool
        self._barrier = Barrier(number, timeout=_SECONDS)

    def race(self, request: Request) -> list[Answer]:
        """Send a request on each connection at once and return the answers."""
        return list(self._pool.map(lambda connection: self._send(connection, request), self._connections))

    def _send(self, connection: http.client.HTTPConnection, request: Request) -> Answer:
        self._barrier.wait()
        connection.request(request.method, request.target, request.body, dict(request.headers))
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, headers, response.read())

    def close(self) -> None:
        """Hang up."""
        for connection in self._connections:
            connection.close()


@contextmanager
def racers(api: str, number: int) -> Iterator[Racers]:
    """Have that many connections."""
    with ThreadPoolExecutor(number) as pool:
        racing = Racers(api, number, pool)
        try:
            yield racing
        finally:
            racing.close()
