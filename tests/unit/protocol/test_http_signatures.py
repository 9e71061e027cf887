"""The kiosk's request signature, against itself and against an independent implementation of RFC 9421."""

from __future__ import annotations

import datetime as dt
from collections.abc import MutableMapping
from dataclasses import dataclass

import http_message_signatures
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, MappingKeyResolver, algorithms

from chalicelib.protocol.errors import KioskNotAuthenticated
from chalicelib.protocol.http_signatures import SignedRequest
from tests.unit.protocol.signed import BARE, GET, KEY, KIOSK, NOW, POST, accepted, signed, with_headers

REQUESTS = pytest.mark.parametrize("request_", [POST, GET, BARE], ids=["body", "token", "bare"])


@dataclass
class _Message:
    """A request as the independent implementation wants it."""

    method: str
    url: str
    headers: MutableMapping[str, str]

    @classmethod
    def of(cls, request: SignedRequest) -> _Message:
        return cls(request.method, f"https://kofu.invalid{request.path}", dict(request.headers))


def _resolver(key: Ed25519PrivateKey = KEY) -> MappingKeyResolver:
    return MappingKeyResolver(public_keys={KIOSK: key.public_key()}, private_keys={KIOSK: key})


def _components(request: SignedRequest) -> tuple[str, ...]:
    names = ["@method", "@path"]
    names += ["content-digest"] if request.body else []
    return (*names, "authorization") if "authorization" in request.headers else tuple(names)


@REQUESTS
def test_what_a_kiosk_signs_the_service_accepts(request_: SignedRequest) -> None:
    """The signature names the kiosk that made it."""
    assert accepted(signed(request_)).kiosk_id == KIOSK


@REQUESTS
def test_an_independent_implementation_accepts_ours(request_: SignedRequest) -> None:
    """It verifies our signature and finds the same components and parameters."""
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=_resolver())
    (result,) = verifier.verify(
        _Message.of(signed(request_)),
        expect_tag="kofu",
        expect_label="kiosk",
        max_age=None,
        require_components=_components(request_),
        body=request_.body,
    )
    assert result.parameters == {"created": NOW, "keyid": KIOSK, "tag": "kofu"}
    assert result.body == (request_.body or None)


@REQUESTS
def test_an_independent_implementation_refuses_ours_when_changed(request_: SignedRequest) -> None:
    """It is the path, too, that is signed."""
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=_resolver())
    message = _Message.of(signed(request_))
    message.url += "x"
    with pytest.raises(http_message_signatures.InvalidSignature):
        verifier.verify(message, expect_tag="kofu", expect_label="kiosk", max_age=None)


@REQUESTS
@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("include_alg", [False, True])
def test_we_accept_an_independent_implementations(request_: SignedRequest, *, reverse: bool, include_alg: bool) -> None:
    """Components in any order, the algorithm named or not, an expiry or none."""
    message = _Message.of(request_)
    components = _components(request_)
    HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_resolver()).sign(
        message,
        key_id=KIOSK,
        created=dt.datetime.fromtimestamp(NOW, dt.UTC),
        expires=dt.datetime.fromtimestamp(NOW + 30, dt.UTC),
        label="kiosk",
        tag="kofu",
        include_alg=include_alg,
        covered_component_ids=components[::-1] if reverse else components,
        body=request_.body or None,
    )
    headers = {name.lower(): value for name, value in message.headers.items()}
    received = SignedRequest(request_.method, request_.path, headers, request_.body)
    assert accepted(received).kiosk_id == KIOSK


def test_another_kiosks_key_does_not_verify() -> None:
    """The signature is this key's only."""
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    with pytest.raises(KioskNotAuthenticated):
        accepted(signed(), public_key=other)


@pytest.mark.parametrize(
    "change",
    [
        lambda r: SignedRequest("PUT", r.path, r.headers, r.body),
        lambda r: SignedRequest(r.method, "/v1/sessions", r.headers, r.body),
        lambda r: SignedRequest(r.method, r.path + "/", r.headers, r.body),
        lambda r: with_headers(r, authorization="Bearer 24204-other"),
        lambda r: with_headers(r, signature_input=r.headers["signature-input"].replace(str(NOW), str(NOW + 1))),
        lambda r: with_headers(r, signature_input=r.headers["signature-input"].replace(KIOSK, "kiosk-0002")),
    ],
    ids=["method", "path", "path-longer", "token", "created", "keyid"],
)
def test_nothing_signed_can_be_changed(change: object) -> None:
    """Method, path, token, time and kiosk id are covered."""
    with pytest.raises(KioskNotAuthenticated):
        accepted(change(signed()))  # type: ignore[operator]
