"""The keys of `GET /verification-keys`: a JWK set (RFC 7517) in which each key says what it is for.

A key is used for its one purpose and found by its `kid` among those only: `render` can certify page keys and cannot
sign receipts, `retrieve` the other way round, and only the office signs void lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from chalicelib.protocol import es256
from chalicelib.protocol.errors import KofuError


class Purpose(StrEnum):
    """What a key signs: the member `purpose` of its JWK."""

    RECEIPT = "receipt"
    PAGE_KEY = "page-key"
    AUDIT = "audit"
    VOID_LIST = "void-list"


class KeyUnusable(KofuError):
    """Not a P-256 public key."""


def public_jwk(public_key_der: bytes, key_id: str, purpose: Purpose) -> dict[str, str]:
    """Return a P-256 public key (DER) as JWK.

    Raises:
        KeyUnusable: It is a key of another kind.
    """
    try:
        point = es256.coordinates(public_key_der)
    except ValueError as error:
        raise KeyUnusable from error
    return {
        "kty": "EC",
        "crv": "P-256",
        "use": "sig",
        "alg": "ES256",
        "kid": key_id,
        "purpose": str(purpose),
        **point,
    }


def keys_for(jwks: dict[str, Any], purpose: Purpose) -> Iterator[tuple[str, ec.EllipticCurvePublicKey]]:
    """Yield `kid` and key of those with this purpose.

    Raises:
        KeyUnusable: The set is malformed.
    """
    try:
        for jwk in jwks["keys"]:
            if jwk.get("purpose") == purpose:
                yield str(jwk["kid"]), es256.public_key_of(jwk)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise KeyUnusable from error
