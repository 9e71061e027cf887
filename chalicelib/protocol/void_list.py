"""The void list: issue numbers that the municipal office has declared void, signed and published as a whole.

Whoever checks a paper reads the whole list: what is looked for in it stays unknown to whoever publishes it. It is a
JWS (RFC 7515) in flattened JSON serialisation.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

from chalicelib.protocol import jws
from chalicelib.protocol.errors import KofuError
from chalicelib.protocol.jws import JwsInvalid
from chalicelib.protocol.verification_keys import Purpose

_TYPE = "kofu-void-list+jws"


class VoidListInvalid(KofuError):
    """Not a void list that a key for it signed."""


class VoidReason(StrEnum):
    """Why an issue number is void."""

    ISSUED_IN_ERROR = "issued-in-error"
    WRONG_CONTENT = "wrong-content"
    LOST = "lost"
    MISUSED = "misused"
    OTHER = "other"


class VoidIssuance(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An issue number, when it was declared void (Unix seconds), and why."""

    issuance_id: str
    declared_at: int
    reason: VoidReason


class VoidList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is void at `iat`; after `next_update` there is a newer list. Times are Unix seconds."""

    iat: int
    next_update: int
    void: tuple[VoidIssuance, ...]


def signing_input(listed: VoidList, key_id: str) -> bytes:
    """Return the bytes that ES256 signs."""
    return jws.signing_input(listed, key_id=key_id, kind=_TYPE)


def flattened(signed: bytes, der_signature: bytes) -> dict[str, str]:
    """Return the signed list in flattened JSON serialisation (RFC 7515, 7.2.2)."""
    return dict(zip(("protected", "payload", "signature"), jws.compact(signed, der_signature).split("."), strict=True))


def verify(published: dict[str, str], jwks: dict[str, Any]) -> VoidList:
    """Check a published list with the keys of `GET /verification-keys`.

    Raises:
        VoidListInvalid: It is malformed, its key is not among those for void lists, or the signature does not fit.
    """
    try:
        text = ".".join(published[name] for name in ("protected", "payload", "signature"))
        return jws.verify(text, jwks, kind=_TYPE, purpose=Purpose.VOID_LIST, claims=VoidList)
    except (JwsInvalid, KeyError, TypeError) as error:
        raise VoidListInvalid from error
