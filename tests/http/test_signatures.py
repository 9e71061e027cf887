"""The kiosk's signature: whatever is missing, stale, forged or not covered is 401, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.identity import KioskIdentity
from tests.http.guest import Guest
from tests.http.wire import Request
from tests.http.world import World, now

pytestmark = pytest.mark.xdist_group("http")

PAYMENT = {"payment": {"method": "cash", "amount": 300}}
OCTETS = "application/octet-stream"


def header(request: Request, name: str) -> str:
    """Return a header of a request."""
    return dict(request.headers)[name]


def swap(name: str, old: str, new: str) -> Callable[[Request], Request]:
    """Return what replaces text inside a header."""

    def changed(request: Request) -> Request:
        before = header(request, name)
        assert old in before
        return request.having(**{name.replace("-", "_"): before.replace(old, new)})

    return changed


def flipped(request: Request) -> Request:
    """Change one bit of the signature."""
    value = header(request, "signature")
    other = "B" if value[20] != "B" else "C"
    return request.having(signature=value[:20] + other + value[21:])


SPOILT: dict[str, Callable[[Request], Request]] = {
    "no signature": lambda request: request.having(signature=None),
    "no input": lambda request: request.having(signature_input=None),
    "neither": lambda request: request.having(signature=None, signature_input=None),
    "flipped bit": flipped,
    "other label in both": lambda request: swap("signature", "kiosk=", "sig1=")(
        swap("signature-input", "kiosk=", "sig1=")(request)
    ),
    "other label in one": swap("signature", "kiosk=", "sig1="),
    "wrong tag": swap("signature-input", 'tag="kofu"', 'tag="other"'),
    "no tag": swap("signature-input", ';tag="kofu"', ""),
    "no keyid": swap("signature-input", ';keyid="kiosk-0001"', ""),
    "empty keyid": swap("signature-input", 'keyid="kiosk-0001"', 'keyid=""'),
    "unknown kiosk": swap("signature-input", "kiosk-0001", "kiosk-9999"),
    "another kiosk's id": swap("signature-input", "kiosk-0001", "kiosk-0002"),
    "method not covered": swap("signature-input", '"@method" ', ""),
    "path not covered": swap("signature-input", '"@path" ', ""),
    "digest not covered": swap("signature-input", ' "content-digest"', ""),
    "token not covered": swap("signature-input", ' "authorization"', ""),
    "covered twice": swap("signature-input", '"@path"', '"@path" "@path"'),
    "covers what is not there": swap("signature-input", '"@path"', '"@path" "x-absent"'),
    "nothing covered": lambda request: request.having(signature_input='kiosk=();created=1;keyid="kiosk-0001"'),
    "expired parameter": swap("signature-input", ";keyid", ";expires=1;keyid"),
    "other algorithm": swap("signature-input", ";keyid", ';alg="hmac-sha256";keyid'),
    "created is text": swap("signature-input", "created=", "created=x"),
    "created is negative": swap("signature-input", "created=", "created=-"),
    "not ascii": swap("signature-input", "kiosk-0001", "kiosk-é"),
    "unbalanced": swap("signature-input", "(", "(("),
    "huge": lambda request: request.having(signature_input="kiosk=(" + '"@path" ' * 5000 + ")"),
    "signature is no base64": lambda request: request.having(signature="kiosk=:" + "!" * 88 + ":"),
    "signature is short": lambda request: request.having(signature="kiosk=:AAAA:"),
    "no digest": lambda request: request.having(content_digest=None),
    "digest of something else": swap("content-digest", "sha-256=:", "sha-256=:A"),
    "digest of another kind": swap("content-digest", "sha-256=", "sha-512="),
    "digest without algorithm": swap("content-digest", "sha-256=", ""),
    "other body": lambda request: Request(request.method, request.target, request.headers, request.body + b" "),
    "no body": lambda request: Request(request.method, request.target, request.headers),
    "other method": lambda request: Request("PUT", request.target, request.headers, request.body),
    "other token": lambda request: request.having(authorization="Bearer 24204-" + "A" * 43),
    "second token": lambda request: Request(
        request.method,
        request.target,
        (*request.headers, ("authorization", "Bearer 24204-" + "A" * 43)),
        request.body,
    ),
}


@pytest.fixture
def handing_over(world: World, guest: Guest) -> Request:
    """Give a signed request for a hand-over that would succeed."""
    path = f"/issuances/{guest.issue().issuance_id}/retrieval"
    return world.signed("POST", path, PAYMENT, token=guest.token, accept=OCTETS)


def test_whatever_is_wrong_with_a_signature_is_refused(world: World, handing_over: Request) -> None:
    """Each way to spoil a signed hand-over is 401 and consumes nothing; unspoilt, the request succeeds."""
    stored = world.snapshot()
    codes = {name: world.send(spoil(handing_over)).code for name, spoil in SPOILT.items()}
    # A method that the path does not have is not found before anyone looks at signatures.
    expected = dict.fromkeys(SPOILT, "kiosk-not-authenticated") | {"other method": "not-found"}
    assert codes == expected
    assert world.snapshot() == stored
    assert world.send(handing_over).status == 200


@pytest.mark.parametrize("seconds", [-3600, -65, 65, 3600, 10**9])
def test_a_signature_of_another_time_is_refused(world: World, guest: Guest, seconds: int) -> None:
    """A signature created more than 60 seconds ago or ahead is 401."""
    request = world.signed_as(world.identity(), "GET", "/offers", token=guest.token, created=now() + seconds)
    assert world.send(request).code == "kiosk-not-authenticated"


def test_a_signature_is_for_one_path(world: World, guest: Guest) -> None:
    """A hand-over signed for one issuance does not fetch another of the same session."""
    first, second = guest.issue(), guest.issue()
    path = f"/issuances/{first.issuance_id}/retrieval"
    request = world.signed("POST", path, PAYMENT, token=guest.token, accept=OCTETS)
    moved = Request(
        request.method, request.target.replace(first.issuance_id, second.issuance_id), request.headers, request.body
    )
    assert world.send(moved).code == "kiosk-not-authenticated"
    assert len(world.objects()) == 2


def test_another_enrolled_kiosks_key_signs_for_itself_only(world: World, guest: Guest) -> None:
    """A request in one kiosk's name signed with another enrolled kiosk's key is 401; so is an unknown key."""
    for key in (world.identity(1).private_key, Ed25519PrivateKey.generate()):
        forged = KioskIdentity(world.identity().kiosk_id, key)
        request = world.signed_as(forged, "GET", "/offers", token=guest.token)
        assert world.send(request).code == "kiosk-not-authenticated"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/challenges"),
        ("POST", "/sessions"),
        ("POST", "/pin-failures"),
        ("GET", "/offers"),
        ("POST", "/issuances"),
        ("POST", "/issuances/0123456789ABCDEFGHJKMNPQRS/retrieval"),
        ("POST", "/issuances/0123456789ABCDEFGHJKMNPQRS/outcome"),
        ("DELETE", "/session"),
    ],
)
def test_nothing_that_a_kiosk_must_sign_goes_unsigned(world: World, guest: Guest, method: str, path: str) -> None:
    """Without a signature each of these is 401, session token or not."""
    headers = (("accept", OCTETS if "retrieval" in path else "*/*"), ("authorization", f"Bearer {guest.token}"))
    body = b"{}" if method == "POST" else b""
    answer = world.send(Request(method, f"/v1{path}", headers, body))
    assert (answer.status, answer.code) == (401, "kiosk-not-authenticated")
