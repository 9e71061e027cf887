"""Canonical JSON, base64url and JWS, read strictly: one text has one meaning, or it is malformed."""

from __future__ import annotations

import base64
import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

_COORDINATE = 32

Keys = dict[tuple[str, str], ec.EllipticCurvePublicKey]
"""Public keys by what they sign (`purpose`) and their id (`kid`)."""


class Malformed(Exception):
    """Not in the form that the audit's format prescribes; the message says how."""


def canonical(text: str) -> dict[str, Any]:
    """Read a JSON object in its canonical form: sorted keys, ASCII, no white space, no name twice.

    Raises:
        Malformed: It is none, or is written otherwise.
    """
    try:
        read = json.loads(text)
    except ValueError as error:
        raise Malformed("is not JSON") from error
    if not isinstance(read, dict):
        raise Malformed("is not a JSON object")
    # A name that came twice, a space or another order is gone once it is written again.
    if json.dumps(read, sort_keys=True, separators=(",", ":")) != text:
        raise Malformed("is not in canonical form")
    return read


def read_keys(text: str) -> Keys:
    """Read a JWK set as `GET /verification-keys` publishes it.

    Raises:
        Malformed: It is none.
    """
    try:
        return {(str(jwk["purpose"]), str(jwk["kid"])): _public_key(jwk) for jwk in json.loads(text)["keys"]}
    except (KeyError, TypeError, ValueError) as error:
        raise Malformed("the key file is not a JWK set of P-256 keys") from error


def verified(jws: str, keys: Keys, *, purpose: str, kind: str) -> dict[str, Any]:
    """Return the claims of a JWS (ES256) of a kind (`typ`), signed with a key of this purpose.

    Raises:
        Malformed: It is no such JWS, or the signature is wrong.
    """
    try:
        head, body, signature = jws.split(".")
        header, claims, raw = json.loads(_decode(head)), json.loads(_decode(body)), _decode(signature)
    except ValueError as error:
        raise Malformed("is not a JWS") from error
    if not isinstance(header, dict) or (header.get("alg"), header.get("typ")) != ("ES256", kind):
        raise Malformed(f"is not signed as {kind}")
    key = keys.get((purpose, str(header.get("kid"))))
    if key is None:
        raise Malformed(f"is signed with a key that is not among the {purpose} keys")
    if not isinstance(claims, dict) or not _fits(key, f"{head}.{body}".encode(), raw):
        raise Malformed("has a wrong signature")
    return claims


def _fits(key: ec.EllipticCurvePublicKey, message: bytes, raw: bytes) -> bool:
    if len(raw) != 2 * _COORDINATE:
        return False
    r, s = (int.from_bytes(part, "big") for part in (raw[:_COORDINATE], raw[_COORDINATE:]))
    try:
        key.verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def _public_key(jwk: dict[str, Any]) -> ec.EllipticCurvePublicKey:
    if (jwk["kty"], jwk["crv"]) != ("EC", "P-256"):
        raise ValueError("another kind of key")
    x, y = (int.from_bytes(_decode(jwk[name]), "big") for name in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def _decode(text: str) -> bytes:
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if base64.urlsafe_b64encode(data).decode().rstrip("=") != text:
        raise ValueError("written in another way")
    return data
