"""The signed code of a page, read and checked from docs/page-code.md alone: nothing here knows Kofu's code either."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import cbor2
import zxingcpp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from PIL import Image

PREFIX = "KOFU2:"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def stated(page: bytes, keys: list[dict[str, str]], point: Any) -> dict[int, Any]:
    """Read the code of a page, check both signatures, and return what it states; `point` reads a JWK."""
    with Image.open(io.BytesIO(page)) as image:
        (code,) = zxingcpp.read_barcodes(image.convert("L"))
    return checked(code.text, keys, point)


def checked(content: str, keys: list[dict[str, str]], point: Any) -> dict[int, Any]:
    """Check the content of a code."""
    assert content.startswith(PREFIX)
    message = cbor2.loads(base45(content.removeprefix(PREFIX)))
    assert message.tag == 18
    protected, unprotected, payload, signature = message.value
    assert cbor2.loads(protected) == {1: -7}
    page_key, not_before, not_after = certified(unprotected[-65537], keys, point)
    verify(page_key, ["Signature1", protected, b"kofu/page/v2", payload], signature)
    statement: dict[int, Any] = cbor2.loads(payload)
    assert not_before <= statement[4] < not_after
    return statement


def certified(certificate: bytes, keys: list[dict[str, str]], point: Any) -> tuple[ec.EllipticCurvePublicKey, int, int]:
    """Check the certificate of a page key."""
    protected, unprotected, payload, signature = cbor2.loads(certificate).value
    header = cbor2.loads(protected)
    assert (header[1], dict(unprotected)) == (-7, {})
    issuers = [key for key in keys if key["purpose"] == "page-key"]
    (issuer,) = (key for key in issuers if hashlib.sha256(key["kid"].encode()).digest()[:4] == header[4])
    verify(point(issuer), ["Signature1", protected, b"kofu/page-key/v1", payload], signature)
    claims = cbor2.loads(payload)
    assert claims[3] == "kofu-page"
    key = claims[8][1]
    assert (key[1], key[-1]) == (2, 1)
    compressed = (b"\x03" if key[-3] else b"\x02") + key[-2]
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), compressed), claims[5], claims[4]


def verify(key: ec.EllipticCurvePublicKey, structure: list[object], signature: bytes) -> None:
    """Check an ES256 signature over a Sig_structure."""
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    signed = cbor2.dumps(structure, canonical=True)
    key.verify(utils.encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))


def base45(text: str) -> bytes:
    """Decode RFC 9285."""
    digits = [ALPHABET.index(character) for character in text]
    groups = (digits[start : start + 3] for start in range(0, len(digits), 3))
    return b"".join(
        sum(digit * 45**place for place, digit in enumerate(group)).to_bytes(len(group) - 1, "big") for group in groups
    )
