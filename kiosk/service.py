"""The service as the terminal sees it: signed requests, and answers or problems."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec

from chalicelib.protocol import http_signatures
from chalicelib.protocol.http_signatures import SignedRequest
from chalicelib.protocol.problems import MEDIA_TYPE, Problem
from kiosk.identity import KioskIdentity

Body = TypeVar("Body")

# Longer than the API's own limit of 29 seconds: the service decides, the terminal only stops waiting.
_TIMEOUT = httpx.Timeout(30.0, connect=5.0)


class ServiceRefused(Exception):
    """The service answered with a problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class ServiceUnreachable(Exception):
    """No answer, or none that the contract knows. Whether the request took effect is unknown."""


class Service:
    """A connection to the service at a base address such as `https://.../v1`."""

    def __init__(
        self,
        base: str,
        identity: KioskIdentity,
        *,
        clock: Callable[[], int],
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Sign as `identity`; `clock` gives Unix seconds."""
        self._base = base.rstrip("/")
        self._identity = identity
        self._clock = clock
        self._http = httpx.Client(timeout=_TIMEOUT, transport=transport, trust_env=False)

    @property
    def kiosk_id(self) -> str:
        """Who this terminal is."""
        return self._identity.kiosk_id

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def call(
        self,
        method: str,
        path: str,
        body: msgspec.Struct | None = None,
        *,
        token: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> bytes:
        """Send a signed request and return the body of its answer.

        Raises:
            ServiceRefused: It was answered with a problem.
            ServiceUnreachable: It was not answered.
        """
        content = msgspec.json.encode(body) if body is not None else b""
        sent = {"accept": "application/json", **(headers or {})}
        if content:
            sent["content-type"] = "application/json"
        if token is not None:
            sent["authorization"] = f"Bearer {token}"
        url = self._base + path
        request = SignedRequest(method, urlsplit(url).path, sent, content)
        sent |= http_signatures.sign(
            request,
            kiosk_id=self._identity.kiosk_id,
            private_key=self._identity.private_key,
            created=self._clock(),
        )
        return self._send(method, url, sent, content)

    def ask(
        self, kind: type[Body], method: str, path: str, body: msgspec.Struct | None = None, *, token: str | None = None
    ) -> Body:
        """Send a signed request and decode its JSON answer.

        Raises:
            ServiceRefused, ServiceUnreachable
        """
        return decode(kind, self.call(method, path, body, token=token))

    def _send(self, method: str, url: str, headers: dict[str, str], content: bytes) -> bytes:
        try:
            answer = self._http.request(method, url, headers=headers, content=content or None)
        except httpx.HTTPError as error:
            raise ServiceUnreachable from error
        if answer.is_success:
            return answer.content
        if answer.headers.get("content-type") != MEDIA_TYPE:
            raise ServiceUnreachable
        raise ServiceRefused(decode(Problem, answer.content))


def decode(kind: type[Body], body: bytes) -> Body:
    """Decode an answer.

    Raises:
        ServiceUnreachable: It is not what the contract says.
    """
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ServiceUnreachable from error
