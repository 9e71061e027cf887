"""JWS with ES256 (RFC 7515), whose type and key purpose say what was signed."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from chalicelib.protocol import es256
from chalicelib.protocol.errors import KofuError
from chalicelib.protocol.es256 import b64url, unb64url
from chalicelib.protocol.verification_keys import KeyUnusable, Purpose, keys_for

Claims = TypeVar("Claims", bound=msgspec.Struct)


class JwsInvalid(KofuError):
    """Malformed, of another type, or not signed by a key with this purpose."""


def signing_input(claims: msgspec.Struct, *, key_id: str, kind: str) -> bytes:
    """Return the bytes that ES256 signs; `kind` becomes the header's `typ`."""
    header = {"alg": "ES256", "kid": key_id, "typ": kind}
    return f"{b64url(msgspec.json.encode(header))}.{b64url(msgspec.json.encode(claims))}".encode()


def compact(signed: bytes, der_signature: bytes) -> str:
    """Join what was signed with an ECDSA signature in DER, as KMS gives it, rewritten to `r || s` (RFC 7518, 3.4)."""
    return f"{signed.decode()}.{b64url(es256.raw_signature(der_signature))}"


def verify(text: str, jwks: dict[str, Any], *, kind: str, purpose: Purpose, claims: type[Claims]) -> Claims:
    """Check a JWS in compact serialisation and return its claims.

    Raises:
        JwsInvalid: See there.
    """
    try:
        head, body, signature = text.split(".")
        header = msgspec.json.decode(unb64url(head), type=dict[str, str])
        if (header["alg"], header["typ"]) != ("ES256", kind):
            raise JwsInvalid
        key = dict(keys_for(jwks, purpose))[header["kid"]]
        if not es256.is_signature(key, f"{head}.{body}".encode(), unb64url(signature)):
            raise JwsInvalid
        return msgspec.json.decode(unb64url(body), type=claims)
    except (ValueError, KeyError, KeyUnusable, msgspec.DecodeError) as error:
        raise JwsInvalid from error
