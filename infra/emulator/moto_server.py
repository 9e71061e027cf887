"""Moto behind HTTP on loopback: one request at a time, silent, and gone without a trace when closed.

Moto evaluates a condition and then writes, with no lock in between: two threads can both pass a condition that AWS
would let only one pass. Kofu rests on such conditions (one hand-over, one use of a challenge), so an emulation
without the lock would be wrong about it now and then, and every test of it a coin toss. `OneAtATime` is that lock.
"""

import io
import socket
from collections.abc import Callable, Iterable
from contextlib import closing
from threading import Lock, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from moto.moto_api._internal.models import moto_api_backend
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import ThreadedWSGIServer

from infra.emulator.moto_dynamodb import DynamoDBFirst
from infra.emulator.moto_speed import speed_up

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LOOPBACK = "127.0.0.1"
_NO_CONTENT = {204, 304}


class OneAtATime:
    """WSGI middleware that lets one request through at a time."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app
        self._lock = Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answers one request; blocks while another is being answered."""
        with self._lock:
            answer = self._app(environ, start_response)
            try:
                return [b"".join(answer)]
            finally:
                close: Callable[[], None] | None = getattr(answer, "close", None)
                if close is not None:
                    close()


def _body(environ: "WSGIEnvironment") -> bytes:
    # A terminated input (chunked) ends by itself; any other would block for ever when read past its length.
    size = -1 if environ.get("wsgi.input_terminated") else int(environ.get("CONTENT_LENGTH") or 0)
    body: bytes = environ["wsgi.input"].read(size)
    return body


def _answer(app: "WSGIApplication", environ: "WSGIEnvironment") -> tuple[str, list[tuple[str, str]], bytes]:
    head: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], object]:
        head[:] = [status, headers]
        return _unused

    body = b"".join(app(environ, start_response))
    return head[0], head[1], body


def _unused(_part: bytes) -> None:
    raise NotImplementedError("Moto answers by what it returns, not by WSGI's older way")


def moto_application() -> "WSGIApplication":
    """Moto for every service Kofu uses, without any lock: see `OneAtATime`."""
    speed_up()
    return DynamoDBFirst(DomainDispatcherApplication(create_backend_app))


def forget_everything() -> None:
    """Empties Moto, whose state belongs to the process and not to a server."""
    moto_api_backend.reset()


class _Handler(MotoRequestHandler):
    """Says nothing, and keeps connections: Werkzeug closes each after one answer, and waits before it does."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def run_wsgi(self) -> None:
        """Answer one request in one segment.

        Body and answer are transferred outside any lock of the application: a slow client delays only itself.
        """
        environ = self.make_environ()
        environ["wsgi.input"] = io.BytesIO(_body(environ))
        status, headers, body = _answer(self.server.app, environ)
        code, _, reason = status.partition(" ")
        self.send_response(int(code), reason)
        for name, value in headers:
            self.send_header(name, value)
        if int(code) not in _NO_CONTENT and not any(name.lower() == "content-length" for name, _ in headers):
            self.send_header("Content-Length", str(len(body)))
        # What such an answer had for a body would be read as the beginning of the next one.
        bodiless = self.command == "HEAD" or int(code) in _NO_CONTENT
        self._headers_buffer: list[bytes]
        self._headers_buffer.append(b"\r\n" + (b"" if bodiless else body))
        self.flush_headers()

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  # werkzeug's own parameter name
        """Says nothing: a request line can hold an id."""


class _Server(ThreadedWSGIServer):
    # Threads are joined when the server closes, hence not daemons, and their idle connections are cut first.
    daemon_threads = False

    def __init__(self, app: "WSGIApplication", listener: socket.socket) -> None:
        self._open: set[Any] = set()
        super().__init__(LOOPBACK, listener.getsockname()[1], app, _Handler, fd=listener.fileno())

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        for request in list(self._open):
            _cut(request)
        super().server_close()


def _cut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:  # the client was faster
        return


class MotoServer:
    """Context manager: serves `app` on 127.0.0.1 from a thread of its own.

    Port 0 takes any free one; `port` says which. Raises OSError when the port is taken.
    """

    def __init__(self, app: "WSGIApplication", port: int = 0) -> None:
        with closing(socket.create_server((LOOPBACK, port))) as listener:
            self._server = _Server(app, listener)
        self.port: int = self._server.port
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), name="emulated-cloud")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
