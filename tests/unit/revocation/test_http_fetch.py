"""The HTTP fetcher against a server on loopback that does everything it should not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from chalicelib.authenticate.revocation import Cause, Doubt, Exchange, HttpFetch
from infra.emulator.http_server import LoopbackServer, QuietHandler

TYPE = "application/pkix-crl"
_HELD = threading.Event()


class Misbehaving(QuietHandler):
    """Answers each path in its own way; counts requests."""

    asked: list[str]

    def do_GET(self) -> None:  # noqa: N802 - the base class calls it so
        """Answer."""
        self.asked.append(self.path)
        name = self.path.strip("/").replace("-", "_")
        getattr(self, f"_{name}")()

    def do_POST(self) -> None:  # noqa: N802 - the base class calls it so
        """Send the body and its type back."""
        self.asked.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(200, {"Content-Type": TYPE}, self.headers["Content-Type"].encode() + b" " + body)

    def _good(self) -> None:
        self.answer(200, {"Content-Type": f"{TYPE.upper()}; charset=binary"}, b"x" * 100)

    def _other_type(self) -> None:
        self.answer(200, {"Content-Type": "text/html"}, b"x")

    def _compressed(self) -> None:
        self.answer(200, {"Content-Type": TYPE, "Content-Encoding": "gzip"}, b"x")

    def _error(self) -> None:
        self.answer(500, {"Content-Type": TYPE}, b"x")

    def _redirect(self) -> None:
        self.answer(302, {"Content-Type": TYPE, "Location": "/good"}, b"")

    def _large(self) -> None:
        self.answer(200, {"Content-Type": TYPE}, b"x" * 101)

    def _announced(self) -> None:
        self._head("Content-Length", "101")
        _HELD.wait(5)

    def _chunks(self) -> None:
        self._head("Transfer-Encoding", "chunked")
        for piece in (b"x" * 40, b"y" * 40, b""):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))

    def _endless(self) -> None:
        self._head("Connection", "close")
        try:
            while not _HELD.is_set():
                self.wfile.write(b"x" * 50)
        except OSError:
            pass

    def _trickle(self) -> None:
        self._head("Content-Length", "100")
        try:
            while not _HELD.wait(0.02):
                self.wfile.write(b"x")
        except OSError:
            pass

    def _silent(self) -> None:
        _HELD.wait(5)
        self.close_connection = True

    def _hang_up(self) -> None:
        self.close_connection = True

    def _short(self) -> None:
        self._head("Content-Length", "50")
        self.wfile.write(b"x")

    def _head(self, name: str, value: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", TYPE)
        self.send_header(name, value)
        self.end_headers()
        self.close_connection = True


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    """Serve misbehaviour on loopback."""
    Misbehaving.asked = []
    _HELD.clear()
    with LoopbackServer(Misbehaving, 0) as running:
        yield running
        _HELD.set()


def fetch_within(*, read: float = 2.0, whole: float = 3.0) -> HttpFetch:
    """Make a fetcher with these time-outs."""
    return HttpFetch(connect=1.0, read=read, whole=whole)


def get(url: str, fetch: HttpFetch | None = None) -> bytes | Cause:
    """Return what a fetcher with a limit of 100 bytes gets, or why it gets nothing."""
    try:
        return (fetch or fetch_within())(Exchange(url, TYPE, 100))
    except Doubt as doubt:
        return doubt.cause


def test_an_answer_up_to_the_limit_is_returned(server: LoopbackServer) -> None:
    """100 bytes of the right type, whatever its case and parameters."""
    assert get(f"{server.url}/good") == b"x" * 100


def test_a_body_is_posted_with_its_type(server: LoopbackServer) -> None:
    """An exchange with a body is a POST."""
    exchange = Exchange(f"{server.url}/", TYPE, 100, body=b"question", sends="application/ocsp-request")
    assert fetch_within()(exchange) == b"application/ocsp-request question"


def test_chunks_are_joined(server: LoopbackServer) -> None:
    """A server may send in chunks."""
    assert get(f"{server.url}/chunks") == b"x" * 40 + b"y" * 40


@pytest.mark.parametrize(
    ("path", "cause"),
    [
        ("other-type", Cause.CONTENT_TYPE),
        ("compressed", Cause.CONTENT_TYPE),
        ("error", Cause.HTTP_STATUS),
        ("redirect", Cause.HTTP_STATUS),
        ("large", Cause.TOO_LARGE),
        ("announced", Cause.TOO_LARGE),
        ("endless", Cause.TOO_LARGE),
    ],
)
def test_what_is_not_the_answer_is_refused_at_once(server: LoopbackServer, path: str, cause: Cause) -> None:
    """One request, no redirect followed, no more read than the limit."""
    assert get(f"{server.url}/{path}") is cause
    assert Misbehaving.asked == [f"/{path}"]


def test_silence_is_not_waited_for_and_not_repeated(server: LoopbackServer) -> None:
    """A responder that does not answer costs one read time-out."""
    assert get(f"{server.url}/silent", fetch_within(read=0.1)) is Cause.TOO_SLOW
    assert Misbehaving.asked == ["/silent"]


def test_a_trickle_ends_at_the_deadline(server: LoopbackServer) -> None:
    """Each byte in time is not enough: the whole has a limit too."""
    assert get(f"{server.url}/trickle", fetch_within(read=1.0, whole=0.1)) is Cause.TOO_SLOW


@pytest.mark.parametrize("path", ["hang-up", "short"])
def test_a_lost_connection_is_tried_once_more(server: LoopbackServer, path: str) -> None:
    """Once, not for ever."""
    assert get(f"{server.url}/{path}") is Cause.UNREACHABLE
    assert Misbehaving.asked == [f"/{path}"] * 2


def test_a_refusal_leaves_nothing_behind_for_the_next_answer(server: LoopbackServer) -> None:
    """What was not read of a refused answer is not taken for the next one."""
    fetch = fetch_within()
    assert get(f"{server.url}/large", fetch) is Cause.TOO_LARGE
    assert get(f"{server.url}/error", fetch) is Cause.HTTP_STATUS
    assert get(f"{server.url}/good", fetch) == b"x" * 100


def test_nobody_there_is_unreachable() -> None:
    """A closed port."""
    with _closed_port() as port:
        assert get(f"http://127.0.0.1:{port}/") is Cause.UNREACHABLE


@contextmanager
def _closed_port() -> Iterator[int]:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


def test_proxies_of_the_environment_are_not_used(server: LoopbackServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy setting cannot lead the question out of the closed network."""
    with _closed_port() as port:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
        assert get(f"{server.url}/good") == b"x" * 100
