"""What the independent client does with an answer: nothing here knows Kofu's code either."""

from __future__ import annotations

import base64
import http.client
import json
import struct
import time
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

A4_AT_400_DPI = (3307, 4677)


class Refused(Exception):
    """The service answered with a problem."""


def exchange(method: str, url: str, headers: dict[str, str], content: bytes) -> bytes:
    """Send a request and return the body of its answer."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
    try:
        connection.request(method, address.path, body=content or None, headers=headers)
        response = connection.getresponse()
        answer = response.read()
    finally:
        connection.close()
    if response.status >= http.HTTPStatus.BAD_REQUEST:
        raise Refused(answer.decode())
    return answer


def check_png(page: bytes) -> None:
    """Check size and kind of a page: A4 at 400 dpi, two bits a pixel, palette."""
    assert page[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, colour = struct.unpack(">IIBB", page[16:26])
    assert (width, height) == A4_AT_400_DPI
    assert (depth, colour) == (2, 3)


def verified(receipt: str, keys: list[dict[str, str]]) -> dict[str, Any]:
    """Check the signature of a receipt and return its claims."""
    head, claims, signature = receipt.split(".")
    header = json.loads(_unb64(head))
    assert header["alg"] == "ES256"
    jwk = next(key for key in keys if key["kid"] == header["kid"])
    assert jwk["purpose"] == "receipt"
    raw = _unb64(signature)
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    point(jwk).verify(utils.encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    found: dict[str, Any] = json.loads(_unb64(claims))
    assert found["deleted_at"] <= time.time()
    return found


def point(jwk: dict[str, str]) -> ec.EllipticCurvePublicKey:
    """Read a P-256 public key from a JWK."""
    x, y = (int.from_bytes(_unb64(jwk[name]), "big") for name in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def b64(data: bytes) -> str:
    """Encode in standard base64."""
    return base64.b64encode(data).decode()


def _unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
