"""Receipts: signed statements of what was handed over and deleted, as JWS compact serialisation (RFC 7515, ES256).

A receipt names issuance, kiosk and digests; nothing in it tells whose certificate it was.
"""

from __future__ import annotations

import base64
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from chalicelib.protocol.errors import KofuError

_COORDINATE = 32
_TYPE = "kofu-receipt+jwt"


class ReceiptInvalid(KofuError):
    """Not a receipt that this key signed."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The claims. `image_sha256` digests the ciphertext that was deleted (hexadecimal); times are Unix seconds."""

    iss: str
    iat: int
    issuance_id: str
    certificate_type: str
    kiosk_id: str
    state: str
    pages: int
    pages_printed: int
    image_sha256: str
    handed_over_at: int
    deleted_at: int


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _unb64(text: str) -> bytes:
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _b64(data) != text:
        raise ValueError("not the one way to write these bytes")
    return data


def signing_input(receipt: Receipt, key_id: str) -> bytes:
    """Return the bytes that ES256 signs."""
    header = {"alg": "ES256", "kid": key_id, "typ": _TYPE}
    return f"{_b64(msgspec.json.encode(header))}.{_b64(msgspec.json.encode(receipt))}".encode()


def compact(signed: bytes, der_signature: bytes) -> str:
    """Join what was signed with an ECDSA signature in DER, as KMS gives it, rewritten to `r || s` (RFC 7518, 3.4)."""
    r, s = decode_dss_signature(der_signature)
    return f"{signed.decode()}.{_b64(r.to_bytes(_COORDINATE, 'big') + s.to_bytes(_COORDINATE, 'big'))}"


def public_jwk(public_key_der: bytes, key_id: str) -> dict[str, Any]:
    """Return a P-256 public key (DER) as JWK (RFC 7517).

    Raises:
        ReceiptInvalid: It is a key of another kind.
    """
    key = load_der_public_key(public_key_der)
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ReceiptInvalid
    numbers = key.public_numbers()
    x, y = (_b64(n.to_bytes(_COORDINATE, "big")) for n in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": key_id, "x": x, "y": y}


def verify(receipt: str, jwks: dict[str, Any]) -> Receipt:
    """Check a receipt with the keys of `GET /verification-keys`.

    Raises:
        ReceiptInvalid: It is malformed, its key is not among them, or the signature does not fit.
    """
    try:
        head, claims, signature = receipt.split(".")
        header = msgspec.json.decode(_unb64(head), type=dict[str, str])
        if (header["alg"], header["typ"]) != ("ES256", _TYPE):
            raise ReceiptInvalid
        jwk = next(key for key in jwks["keys"] if key["kid"] == header["kid"])
        _public_key(jwk).verify(_der(_unb64(signature)), f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
        return msgspec.json.decode(_unb64(claims), type=Receipt)
    except (ValueError, KeyError, StopIteration, InvalidSignature, msgspec.DecodeError) as error:
        raise ReceiptInvalid from error


def _public_key(jwk: dict[str, str]) -> ec.EllipticCurvePublicKey:
    x, y = (int.from_bytes(_unb64(jwk[name]), "big") for name in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def _der(raw: bytes) -> bytes:
    if len(raw) != 2 * _COORDINATE:
        raise ReceiptInvalid
    return encode_dss_signature(int.from_bytes(raw[:_COORDINATE], "big"), int.from_bytes(raw[_COORDINATE:], "big"))
