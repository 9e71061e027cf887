"""Hostile framing: lengths, chunks, doubled headers, bytes that are hardly HTTP. Always a problem."""

from __future__ import annotations

import pytest

from tests.http.guest import Guest
from tests.http.wire import Request, assert_problem
from tests.http.world import World

pytestmark = pytest.mark.xdist_group("http")

OCTETS = "application/octet-stream"
PAYMENT = {"payment": {"method": "cash", "amount": 300}}


def framed(world: World, guest: Guest, *headers: tuple[str, str], without: tuple[str, ...] = ()) -> Request:
    """Return a signed request with header lines added."""
    made = world.signed("GET", "/offers", token=guest.token)
    kept = tuple(header for header in made.headers if header[0] not in without)
    return Request("GET", made.target, (*kept, *headers), made.body)


def test_a_length_that_is_none_is_refused(world: World, guest: Guest) -> None:
    """A `Content-Length` that is no sensible number is 400."""
    for length in ("-1", "+1", "1.5", "0x10", "", "१", "1" * 20, "9" * 5000, "1, 1", "1e3", " "):
        header = ("content-length", length.encode().decode("latin-1"))
        assert_problem(world.send(framed(world, guest, header)), (400, "invalid-request"))


def test_a_length_said_twice_is_refused(world: World, guest: Guest) -> None:
    """Two lengths, equal or not, are 400: nobody may guess where the next request begins."""
    for second in ("0", "5"):
        request = framed(world, guest, ("content-length", "0"), ("content-length", second))
        assert_problem(world.send(request), (400, "invalid-request"))


def test_a_chunked_body_is_refused(world: World, guest: Guest) -> None:
    """A chunked body is 400, with or without a length beside it."""
    for extra in ((), (("content-length", "0"),)):
        request = framed(world, guest, ("transfer-encoding", "chunked"), *extra)
        sent = request.encoded() + b"0\r\n\r\n"
        assert_problem(world.exchange(sent), (400, "invalid-request"))


def test_a_body_beyond_the_gateways_limit_is_not_even_read(world: World, guest: Guest) -> None:
    """Eleven megabytes announced are 413 before one of them is sent."""
    request = framed(world, guest, ("content-length", str(11 * 1024 * 1024)))
    assert_problem(world.exchange(request.encoded()), (413, "too-large"))


def test_a_body_that_was_cut_off_is_refused(world: World, guest: Guest) -> None:
    """Fewer bytes than announced are 400, and the certificate is still there."""
    issuance = guest.issue()
    path = f"/issuances/{issuance.issuance_id}/retrieval"
    request = world.signed("POST", path, PAYMENT, token=guest.token, accept=OCTETS)
    longer = request.having(content_length=str(len(request.body) + 10))
    assert_problem(world.send(longer, half_close=True), (400, "invalid-request"))
    assert guest.retrieve(issuance).status == 200


@pytest.mark.parametrize("name", ["signature", "signature-input", "authorization", "content-digest"])
def test_a_header_said_twice_proves_nothing(world: World, guest: Guest, name: str) -> None:
    """A second, different line of a header that the signature rests on is 401."""
    body = {"type": "resident-record", "options": {}, "copies": 1, "replaces": None}
    request = world.signed("POST", "/issuances", body, token=guest.token, idempotency_key="0123456789abcdef")
    doubled = Request(request.method, request.target, (*request.headers, (name, "x")), request.body)
    assert_problem(world.send(doubled), (401, "kiosk-not-authenticated"), (401, "session-invalid"))


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", (400, "invalid-request")),
        (b"GET\r\n\r\n", (400, "invalid-request")),
        (b"GET /v1/health HTTP/9.9\r\n\r\n", (400, "invalid-request")),
        (b"GET /v1/health HTTP/x\r\n\r\n", (400, "invalid-request")),
        (b"GET /v1/health extra HTTP/1.1\r\n\r\n", (400, "invalid-request")),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", (413, "too-large")),
        (b"GET /v1/health HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", (413, "too-large")),
        (b"GET /v1/health HTTP/1.1\r\n" + b"X: a\r\n" * 200 + b"\r\n", (413, "too-large")),
        (b"\xff\xfe\xfd\xfc / HTTP/1.1\r\n\r\n", (404, "not-found")),
    ],
)
def test_what_is_hardly_http_is_a_problem_too(world: World, sent: bytes, expected: tuple[int, str]) -> None:
    """Request lines and headers that are malformed or endless get a problem, not the server's own page."""
    assert_problem(world.exchange(sent), expected)


def test_the_oldest_http_gets_an_answer(world: World) -> None:
    """A request line without a version is answered, not dropped."""
    assert world.exchange(b"GET /v1/health\r\n\r\n").json["status"] == "ok"
