"""Receipts: signed statements of what was handed over and deleted, as JWS compact serialisation (RFC 7515, ES256).

A receipt names issuance, kiosk and digests; nothing in it tells whose certificate it was.
"""

from __future__ import annotations

from typing import Any

import msgspec

from chalicelib.protocol import jws
from chalicelib.protocol.errors import KofuError
from chalicelib.protocol.jws import JwsInvalid
from chalicelib.protocol.verification_keys import Purpose

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
    return jws.signing_input(receipt, key_id=key_id, kind=_TYPE)


def verify(receipt: str, jwks: dict[str, Any]) -> Receipt:
    """Check a receipt with the keys of `GET /verification-keys`.

    Raises:
        ReceiptInvalid: It is malformed, its key is not among those for receipts, or the signature does not fit.
    """
    try:
        return jws.verify(receipt, jwks, kind=_TYPE, purpose=Purpose.RECEIPT, claims=Receipt)
    except JwsInvalid as error:
        raise ReceiptInvalid from error
