"""Lets a test see what the terminal's own client is told."""

from __future__ import annotations

from collections.abc import Callable

import httpx

from tests.http.wire import Answer

Note = Callable[[str, str, Answer], None]
"""Takes method, target and answer."""


class Noting(httpx.BaseTransport):
    """A transport that notes every answer."""

    def __init__(self, note: Note) -> None:
        self._note = note
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Pass on."""
        response = self._inner.handle_request(request)
        response.read()
        headers = {name.lower(): value for name, value in response.headers.items()}
        answer = Answer(response.status_code, headers, response.content)
        self._note(request.method, request.url.raw_path.decode(), answer)
        return response

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()
