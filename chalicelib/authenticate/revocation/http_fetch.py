"""HTTP for revocation: short time-outs, bounded answers, no redirects, no proxies, one repetition at most."""

from __future__ import annotations

import time
from collections.abc import Callable

import urllib3
from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError

from chalicelib.authenticate.revocation.answers import Cause, Doubt
from chalicelib.authenticate.revocation.fetching import Exchange

CONNECT_SECONDS = 1.0
READ_SECONDS = 2.0
BODY_SECONDS = 3.0
_CHUNK = 65536
_OK = 200


class HttpFetch:
    """A `Fetch` over a pool of kept-alive connections; made once in a process, usable by many threads.

    Time-outs are in seconds: to connect, for a silence while reading, and for everything until the body's last byte.
    """

    def __init__(
        self,
        *,
        connect: float = CONNECT_SECONDS,
        read: float = READ_SECONDS,
        whole: float = BODY_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        # A pool manager takes no proxy from the environment: what leads out of the closed network is never used.
        self._pool = urllib3.PoolManager(
            maxsize=10,
            timeout=urllib3.Timeout(connect=connect, read=read),
            retries=False,
            headers={"User-Agent": "kofu"},
        )
        self._whole = whole
        self._clock = clock

    def __call__(self, exchange: Exchange, /) -> bytes:
        """Make the exchange. See `Fetch`."""
        deadline = self._clock() + self._whole
        try:
            try:
                return self._once(exchange, deadline)
            except ProtocolError:
                # A kept-alive connection that the server has closed meanwhile. Asking twice changes nothing there.
                return self._once(exchange, deadline)
        except ReadTimeoutError as error:
            raise Doubt(Cause.TOO_SLOW) from error
        except HTTPError as error:
            raise Doubt(Cause.UNREACHABLE) from error

    def _once(self, exchange: Exchange, deadline: float) -> bytes:
        headers = {"User-Agent": "kofu", "Accept": exchange.accepts}
        if exchange.sends is not None:
            headers["Content-Type"] = exchange.sends
        response = self._pool.request(
            "GET" if exchange.body is None else "POST",
            exchange.url,
            body=exchange.body,
            headers=headers,
            redirect=False,
            preload_content=False,
            decode_content=False,
        )
        try:
            _check_head(response, exchange)
            body = self._read(response, exchange.limit, deadline)
        except BaseException:
            # Unread bytes would be taken for the next answer.
            response.close()
            raise
        response.release_conn()
        return body

    def _read(self, response: urllib3.BaseHTTPResponse, limit: int, deadline: float) -> bytes:
        body = bytearray()
        # `read1` returns with what one receive brings, so that a trickle cannot hide from the deadline.
        while piece := response.read1(_CHUNK):
            body += piece
            if len(body) > limit:
                raise Doubt(Cause.TOO_LARGE)
            if self._clock() > deadline:
                raise Doubt(Cause.TOO_SLOW)
        return bytes(body)


def _check_head(response: urllib3.BaseHTTPResponse, exchange: Exchange) -> None:
    if response.status != _OK:
        raise Doubt(Cause.HTTP_STATUS)
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if media_type != exchange.accepts or "Content-Encoding" in response.headers:
        raise Doubt(Cause.CONTENT_TYPE)
    length = response.headers.get("Content-Length", "0")
    if length.isdecimal() and int(length) > exchange.limit:
        raise Doubt(Cause.TOO_LARGE)
