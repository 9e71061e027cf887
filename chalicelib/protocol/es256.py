"""ES256 (RFC 7518, 3.4; RFC 9053, 2.1): ECDSA over P-256 with SHA-256, a signature as `r || s`, 32 bytes each."""

from __future__ import annotations

import base64
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

COORDINATE = 32
SIGNATURE_SIZE = 2 * COORDINATE


def raw_signature(der: bytes) -> bytes:
    """Rewrite a signature from DER, as KMS and `cryptography` give it."""
    r, s = decode_dss_signature(der)
    return r.to_bytes(COORDINATE, "big") + s.to_bytes(COORDINATE, "big")


def sign(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    """Sign with a P-256 key."""
    return raw_signature(key.sign(message, ec.ECDSA(SHA256())))


def is_signature(key: ec.EllipticCurvePublicKey, message: bytes, signature: bytes) -> bool:
    """Whether a signature fits."""
    if len(signature) != SIGNATURE_SIZE:
        return False
    r, s = int.from_bytes(signature[:COORDINATE], "big"), int.from_bytes(signature[COORDINATE:], "big")
    try:
        key.verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def public_key_of(jwk: dict[str, Any]) -> ec.EllipticCurvePublicKey:
    """Read a P-256 public key from a JWK.

    Raises:
        KeyError, ValueError: It is none.
    """
    x, y = (int.from_bytes(unb64url(jwk[name]), "big") for name in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def coordinates(public_key_der: bytes) -> dict[str, str]:
    """Return the coordinates of a P-256 public key (DER) as a JWK has them.

    Raises:
        ValueError: It is a key of another kind.
    """
    match load_der_public_key(public_key_der):
        case ec.EllipticCurvePublicKey(curve=ec.SECP256R1()) as key:
            numbers = key.public_numbers()
            return {name: b64url(getattr(numbers, name).to_bytes(COORDINATE, "big")) for name in ("x", "y")}
    raise ValueError("not a P-256 key")


def b64url(data: bytes) -> str:
    """Encode in base64url without padding (RFC 7515, 2)."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unb64url(text: str) -> bytes:
    """Decode base64url in the one way to write these bytes.

    Raises:
        ValueError: It is written otherwise.
    """
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if b64url(data) != text:
        raise ValueError("not the one way to write these bytes")
    return data
