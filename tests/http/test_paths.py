"""Hostile paths and methods: always a problem, never a failure of ours."""

from __future__ import annotations

import pytest

from chalicelib.protocol.problems import MEDIA_TYPE
from tests.http.guest import Guest
from tests.http.wire import Request, assert_problem
from tests.http.world import World

pytestmark = pytest.mark.xdist_group("http")

OCTETS = "application/octet-stream"
PAYMENT = {"payment": {"method": "cash", "amount": 300}}
ODD_IDS = (
    "%00",
    "..",
    "../..",
    ".",
    "%2e%2e",
    "%2f",
    "%2F..%2f",
    "short",
    "x" * 65,
    "x" * 4000,
    "0123456789ABCDEFGHJKMNPQR%53",
    "0123456789ABCDEFGHJKMNPQR+",
    "0123456789ABCDEFGHJKMNPQR*",
    "{issuance_id}",
    "%E4%BA%A4%E4%BB%98%E4%BA%A4%E4%BB%98",
    "%ff%ff%ff%ff%ff%ff%ff%ff",
    "0123456789ABCDEF%0d%0aX:1",
    "<script>alert(1)</script>",
    "'OR'1'='1'OR'1'='1",
    "null",
    "-",
    "",
)


def test_an_odd_id_in_a_path_is_refused(world: World, guest: Guest) -> None:
    """Whatever stands where an id belongs is 400 or 404, with nothing consumed."""
    guest.issue()
    stored = world.snapshot()
    for odd in ODD_IDS:
        retrieval = world.signed("POST", f"/issuances/{odd}/retrieval", PAYMENT, token=guest.token, accept=OCTETS)
        outcome = world.signed("POST", f"/issuances/{odd}/outcome", PAYMENT, token=guest.token)
        for request in (retrieval, outcome):
            assert_problem(world.send(request), (400, "invalid-request"), (404, "not-found"))
    assert world.snapshot() == stored


@pytest.mark.parametrize("raw", ["交付交付交付交付交付交付", "é" * 20])
def test_raw_unicode_in_a_path_is_refused(world: World, guest: Guest, raw: str) -> None:
    """Bytes above ASCII in a path, which no signature can cover, are 401."""
    request = world.signed("POST", "/issuances/0123456789ABCDEFGHJKMNPQRS/retrieval", PAYMENT, token=guest.token)
    target = request.target.replace("0123456789ABCDEFGHJKMNPQRS", raw.encode().decode("latin-1"))
    odd = Request("POST", target, request.headers, request.body).having(accept=OCTETS)
    assert_problem(world.send(odd), (401, "kiosk-not-authenticated"))


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/v1",
        "/v1/",
        "/v2/health",
        "/health",
        "/v1/unknown",
        "/v1/Health",
        "/v1/health/more",
        "/v1//health",
        "/v1//somewhere/health",
        "/v1/./health",
        "/v1/health;x=1",
        "/v1/health#part",
        "/v1/%68ealth",
        "/v1/issuances/a/b/retrieval",
        "//v1/unknown",
        "http://kofu/v1/health",
        "*",
        "/v1/health%00",
        "/v1/verification-keys/..",
    ],
)
def test_a_path_that_is_none_is_not_found(world: World, target: str) -> None:
    """A path that the contract does not have, however it is spelt, is 404."""
    assert_problem(world.send(Request("GET", target)), (404, "not-found"))


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "CONNECT", "PURGE"])
@pytest.mark.parametrize("path", ["/challenges", "/issuances", "/issuances/0123456789ABCDEFGHJKMNPQRS/retrieval"])
def test_a_method_that_a_path_does_not_have_is_not_found(world: World, method: str, path: str) -> None:
    """A method that the contract does not have for a path is 404 as a problem, whoever signed it."""
    answer = world.exchange(world.signed(method, path).encoded())
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.status == 404
    assert method == "HEAD" or answer.code == "not-found"


def test_a_trailing_slash_or_a_query_changes_nothing(world: World, guest: Guest) -> None:
    """API Gateway ignores a trailing slash and the query is no part of the contract: both reach the same operation."""
    for path in ("/offers/", "/offers?x=1&x=2&%ff", "/offers?"):
        assert world.call("GET", path, token=guest.token).status == 200
