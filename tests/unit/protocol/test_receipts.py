"""Receipts: signed by one key, checkable by anyone, changed by nobody."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.protocol import jws, receipts
from chalicelib.protocol.receipts import Receipt, ReceiptInvalid
from chalicelib.protocol.verification_keys import KeyUnusable, Purpose, public_jwk

RECEIPT = Receipt(
    iss="urn:kofu:municipality:24204",
    iat=1795482000,
    issuance_id="01JD6Q8ZK3M5N7P9R1T2V4W6XY",
    certificate_type="resident-record",
    kiosk_id="kiosk-0001",
    state="printed",
    pages=1,
    pages_printed=1,
    image_sha256="0" * 64,
    handed_over_at=1795481990,
    audit_entry="1" * 64,
    deleted_at=1795481990,
)
KEY, OTHER_KEY = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))


def _der(key: ec.EllipticCurvePrivateKey | Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _sign(key: ec.EllipticCurvePrivateKey, key_id: str = "key-1", receipt: Receipt = RECEIPT) -> str:
    signed = receipts.signing_input(receipt, key_id)
    return jws.compact(signed, key.sign(signed, ec.ECDSA(SHA256())))


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _signed_as(header: dict[str, Any], claims: bytes) -> str:
    """Sign with the right key whatever header and claims."""
    signed = f"{_b64(json.dumps(header).encode())}.{_b64(claims)}".encode()
    return jws.compact(signed, KEY.sign(signed, ec.ECDSA(SHA256())))


def _jwk(key: ec.EllipticCurvePrivateKey, key_id: str, purpose: Purpose = Purpose.RECEIPT) -> dict[str, str]:
    return public_jwk(_der(key), key_id, purpose)


JWKS = {"keys": [_jwk(KEY, "key-1"), _jwk(OTHER_KEY, "key-2")]}
SIGNED = _sign(KEY)
CLAIMS = msgspec.json.encode(RECEIPT)
HEADER = {"alg": "ES256", "kid": "key-1", "typ": "kofu-receipt+jwt"}


def test_a_receipt_is_checked_with_the_published_keys() -> None:
    """What was signed comes out again, whichever of the published keys signed it."""
    assert receipts.verify(SIGNED, JWKS) == RECEIPT
    assert receipts.verify(_sign(OTHER_KEY, "key-2"), JWKS) == RECEIPT


def test_it_is_a_jws_of_the_usual_form() -> None:
    """Three parts of base64url: header, claims, and `r || s` of 64 bytes."""
    head, claims, signature = (base64.urlsafe_b64decode(part + "==") for part in SIGNED.split("."))
    assert json.loads(head) == HEADER
    assert json.loads(claims) == json.loads(CLAIMS)
    assert len(signature) == 64


def test_short_coordinates_keep_their_place() -> None:
    """`r` and `s` fill 32 bytes each, also when they begin with zeros."""
    small = bytes.fromhex("3006020101020102")
    assert decode_dss_signature(small) == (1, 2)
    signature = jws.compact(b"x.y", small).rsplit(".", 1)[1]
    assert base64.urlsafe_b64decode(signature + "==") == bytes(31) + b"\1" + bytes(31) + b"\2"


def test_a_receipt_tells_nothing_about_a_person() -> None:
    """Its claims are these and no others."""
    assert json.loads(CLAIMS).keys() == {
        "iss",
        "iat",
        "issuance_id",
        "certificate_type",
        "kiosk_id",
        "state",
        "pages",
        "pages_printed",
        "image_sha256",
        "handed_over_at",
        "deleted_at",
        "audit_entry",
    }


@given(st.integers(0, len(SIGNED) - 1), st.characters(codec="ascii"))
def test_a_changed_character_is_refused(place: int, character: str) -> None:
    """No character of a receipt can be another one."""
    changed = SIGNED[:place] + character + SIGNED[place + 1 :]
    if changed == SIGNED:
        return
    with pytest.raises(ReceiptInvalid):
        receipts.verify(changed, JWKS)


@given(st.text(max_size=60) | st.lists(st.text(max_size=20), min_size=3, max_size=3).map(".".join))
def test_noise_is_refused(text: str) -> None:
    """Anything else is refused in the same way."""
    with pytest.raises(ReceiptInvalid):
        receipts.verify(text, JWKS)


def _hmac_with_public_key() -> str:
    signed = f"{_b64(json.dumps(HEADER | {'alg': 'HS256'}).encode())}.{_b64(CLAIMS)}"
    return f"{signed}.{_b64(hmac.new(_der(KEY), signed.encode(), hashlib.sha256).digest())}"


REFUSED: dict[str, Callable[[], str]] = {
    "another-key": lambda: _sign(OTHER_KEY, "key-1"),
    "unknown-key": lambda: _sign(KEY, "key-3"),
    "alg-none": lambda: _signed_as(HEADER | {"alg": "none"}, CLAIMS),
    "alg-none-unsigned": lambda: f"{_b64(json.dumps(HEADER | {'alg': 'none'}).encode())}.{_b64(CLAIMS)}.",
    "alg-hs256": _hmac_with_public_key,
    "alg-es384": lambda: _signed_as(HEADER | {"alg": "ES384"}, CLAIMS),
    "other-type": lambda: _signed_as(HEADER | {"typ": "JWT"}, CLAIMS),
    "no-type": lambda: _signed_as({"alg": "ES256", "kid": "key-1"}, CLAIMS),
    "no-kid": lambda: _signed_as({"alg": "ES256", "typ": "kofu-receipt+jwt"}, CLAIMS),
    "crit": lambda: _signed_as(HEADER | {"crit": ["exp"]}, CLAIMS),
    "unknown-claim": lambda: _signed_as(HEADER, CLAIMS[:-1] + b',"name":"x"}'),
    "missing-claim": lambda: _signed_as(HEADER, b'{"iss":"x"}'),
    "no-json": lambda: _signed_as(HEADER, b"claims"),
    "der-signature": lambda: SIGNED.rsplit(".", 1)[0] + "." + _b64(KEY.sign(b"x", ec.ECDSA(SHA256()))),
    "zero-signature": lambda: SIGNED.rsplit(".", 1)[0] + "." + _b64(bytes(64)),
    "no-signature": lambda: SIGNED.rsplit(".", 1)[0] + ".",
    "padded": lambda: SIGNED + "==",
}


@pytest.mark.parametrize("receipt", REFUSED.values(), ids=REFUSED)
def test_what_the_right_key_did_not_sign_as_a_receipt_is_refused(receipt: Callable[[], str]) -> None:
    """Another key, another algorithm, another type or other claims: refused."""
    with pytest.raises(ReceiptInvalid):
        receipts.verify(receipt(), JWKS)


@pytest.mark.parametrize("jwks", [{"keys": []}, {}, {"keys": [{"kid": "key-1"}]}], ids=["none", "empty", "no-point"])
def test_without_a_usable_key_nothing_is_believed(jwks: dict[str, Any]) -> None:
    """Missing or malformed keys refuse."""
    with pytest.raises(ReceiptInvalid):
        receipts.verify(SIGNED, jwks)


def test_a_key_for_something_else_signs_no_receipts() -> None:
    """The very key that signed is refused when it is published for another purpose, or for none."""
    for changed in ({"purpose": "page-key"}, {"purpose": ""}):
        with pytest.raises(ReceiptInvalid):
            receipts.verify(SIGNED, {"keys": [_jwk(KEY, "key-1") | changed]})


def test_only_a_p256_key_is_published() -> None:
    """A key of another kind is no verification key."""
    for key in (Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP384R1())):
        with pytest.raises(KeyUnusable):
            public_jwk(_der(key), "key-1", Purpose.RECEIPT)
