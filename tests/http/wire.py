"""Requests and answers as they are on the wire: nothing is corrected, nothing is added behind a test's back."""

from __future__ import annotations

import http.client
import json
import socket
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from chalicelib.protocol.problems import MEDIA_TYPE, TYPE_PREFIX

_SECONDS = 300  # tests have many served at once by one process


@dataclass(frozen=True, slots=True)
class Request:
    """A request: `target` is what stands in the request line, header lines are sent in their order."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def having(self, **changed: str | None) -> Request:
        """Return it with headers replaced, added, or (None) left out; underscores in names stand for hyphens."""
        names = {name.replace("_", "-"): value for name, value in changed.items()}
        kept = tuple(header for header in self.headers if header[0] not in names)
        added = tuple((name, value) for name, value in names.items() if value is not None)
        return Request(self.method, self.target, kept + added, self.body)

    def encoded(self) -> bytes:
        """Return the bytes that are sent."""
        lines = [f"{self.method} {self.target} HTTP/1.1", "Host: kofu", "Connection: close"]
        names = {name.lower() for name, _ in self.headers}
        if self.body and not names & {"content-length", "transfer-encoding"}:
            lines.append(f"Content-Length: {len(self.body)}")
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + self.body


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; header names are lower case."""

    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)

    @property
    def json(self) -> Any:
        """The body, decoded."""
        return json.loads(self.body)

    @property
    def code(self) -> str | None:
        """The problem code, or None when it is no problem."""
        if self.headers.get("content-type") != MEDIA_TYPE:
            return None
        kind: str = self.json["type"]
        return kind.removeprefix(TYPE_PREFIX)


def exchange(api: str, sent: bytes, *, half_close: bool = False) -> Answer:
    """Send bytes to the API on a connection of their own and read the answer; `half_close` says that is all."""
    address = urlsplit(api)
    with socket.create_connection((address.hostname, address.port), timeout=_SECONDS) as connection:
        connection.sendall(sent)
        if half_close:
            connection.shutdown(socket.SHUT_WR)
        method = sent.partition(b" ")[0].decode("latin-1")
        response = http.client.HTTPResponse(connection, method=method)
        with response:
            response.begin()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, headers, response.read())


def assert_problem(answer: Answer, *expected: tuple[int, str]) -> None:
    """Check that an answer is one of these problems."""
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert (answer.status, answer.code) in expected
