"""Receipts: signed statements of what was handed over and deleted, as JWS compact serialisation (RFC 7515, ES256).

A receipt names issuance, kiosk and digests; nothing in it tells whose certificate it was.
"""

from __future__ import annotations

from typing import Any

import msgspec

from chalicelib.protocol import es256
from chalicelib.protocol.errors import KofuError
from chalicelib.protocol.es256 import b64url, unb64url
from chalicelib.protocol.verification_keys import KeyUnusable, Purpose, keys_for

_TYPE = "kofu-receipt+jwt"


class ReceiptInvalid(KofuError):
    """Not a receipt that this key signed."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The claims. Times are Unix seconds, digests hexadecimal.

    Attributes:
        image_sha256: Of the ciphertext that was deleted.
        audit_entry: Of the audit's entry of this outcome, which stands for all entries of the issuance before it.
    """

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
    audit_entry: str


def signing_input(receipt: Receipt, key_id: str) -> bytes:
    """Return the bytes that ES256 signs."""
    header = {"alg": "ES256", "kid": key_id, "typ": _TYPE}
    return f"{b64url(msgspec.json.encode(header))}.{b64url(msgspec.json.encode(receipt))}".encode()


def compact(signed: bytes, der_signature: bytes) -> str:
    """Join what was signed with an ECDSA signature in DER, as KMS gives it, rewritten to `r || s` (RFC 7518, 3.4)."""
    return f"{signed.decode()}.{b64url(es256.raw_signature(der_signature))}"


def verify(receipt: str, jwks: dict[str, Any]) -> Receipt:
    """Check a receipt with the keys of `GET /verification-keys`.

    Raises:
        ReceiptInvalid: It is malformed, its key is not among those for receipts, or the signature does not fit.
    """
    try:
        head, claims, signature = receipt.split(".")
        header = msgspec.json.decode(unb64url(head), type=dict[str, str])
        if (header["alg"], header["typ"]) != ("ES256", _TYPE):
            raise ReceiptInvalid
        key = dict(keys_for(jwks, Purpose.RECEIPT))[header["kid"]]
        if not es256.is_signature(key, f"{head}.{claims}".encode(), unb64url(signature)):
            raise ReceiptInvalid
        return msgspec.json.decode(unb64url(claims), type=Receipt)
    except (ValueError, KeyError, KeyUnusable, msgspec.DecodeError) as error:
        raise ReceiptInvalid from error
