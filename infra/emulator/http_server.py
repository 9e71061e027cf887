"""Threaded HTTP servers on loopback that leave neither port nor thread behind."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

LOOPBACK = "127.0.0.1"
_IDLE_SECONDS = 30


class QuietHandler(BaseHTTPRequestHandler):
    """Keeps connections alive, answers in one segment, and never logs a request line."""

    protocol_version = "HTTP/1.1"
    # HTTP/0.9, the base class's choice for a request line that it cannot read, has no headers to answer with.
    default_request_version = "HTTP/1.0"
    disable_nagle_algorithm = True
    timeout = _IDLE_SECONDS
    server_version = "kofu-emulator"
    sys_version = ""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing: a request line holds ids."""

    def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        """Send a whole answer at once."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:  # noqa: PLR2004 - No Content has no length either (RFC 9110, 8.6)
            self.send_header("Content-Length", str(len(body)))
        self._headers_buffer: list[bytes]
        self._headers_buffer.append(b"\r\n" + (b"" if self.command == "HEAD" else body))
        self.flush_headers()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


class LoopbackServer:
    """Serves a handler class on 127.0.0.1 while the context is entered. Port 0 takes any free one."""

    def __init__(self, handler: type[QuietHandler], port: int) -> None:
        """Bind the port at once.

        Raises:
            OSError: It is taken.
        """
        self._server = _Server((LOOPBACK, port), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{LOOPBACK}:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        """Start serving."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving and give the port back."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
