"""Ids, nonces and session tokens: random, never made from time, counters or data."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable

Entropy = Callable[[int], bytes]
"""A source of that many random bytes: `secrets.token_bytes`, or a fixed one in a test."""

ID_PATTERN = r"[A-Za-z0-9_-]{16,64}"
_ID = re.compile(ID_PATTERN)
_CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_TOKEN = re.compile(r"([0-9]{5})-[A-Za-z0-9_-]{43}")


def is_id(text: str) -> bool:
    """Whether the text has the form of an id."""
    return _ID.fullmatch(text) is not None


def encode_id(random: bytes) -> str:
    """Write bytes in Crockford's base 32 (16 bytes: 26 characters), which a person can read out from paper."""
    return base64.b32encode(random).decode().rstrip("=").translate(_CROCKFORD)


def new_id(entropy: Entropy) -> str:
    """Make an id of 128 random bits."""
    return encode_id(entropy(16))


def new_challenge_id(municipality: str, entropy: Entropy) -> str:
    """Make a challenge id that begins with the municipality it was asked for, so that one read finds both."""
    return f"{municipality}-{new_id(entropy)}"


def new_session_token(municipality: str, entropy: Entropy) -> str:
    """Make a bearer token of 256 random bits that begins with the municipality of the session."""
    return f"{municipality}-{base64.urlsafe_b64encode(entropy(32)).decode().rstrip('=')}"


def municipality_of(token_or_challenge_id: str) -> str | None:
    """Return the municipality a token or challenge id begins with, or None when it is malformed."""
    head, separator, rest = token_or_challenge_id.partition("-")
    return head if separator and rest and re.fullmatch(r"[0-9]{5}", head) else None


def is_session_token(text: str) -> bool:
    """Whether the text has the form of a session token."""
    return _TOKEN.fullmatch(text) is not None


def token_hash(token: str) -> str:
    """SHA-256 of a session token in hexadecimal: the only form in which the service keeps it."""
    return hashlib.sha256(token.encode()).hexdigest()


def issuance_id(token: str, idempotency_key: str) -> str:
    """Derive the id of an issuance from the secret session token and the kiosk's idempotency key.

    The token holds 256 random bits, so the ids are as unpredictable as drawn ones; and a repeated request finds
    the issuance of the first without a table of keys.
    """
    mac = hmac.new(token.encode(), b"kofu/issuance-id/v1\0" + idempotency_key.encode(), hashlib.sha256)
    return encode_id(mac.digest()[:16])


def member_reference(session_binding: bytes, resident_id: str) -> str:
    """Name a household member towards the kiosk by a pseudonym that means nothing outside the session."""
    mac = hmac.new(session_binding, b"kofu/member/v1\0" + resident_id.encode(), hashlib.sha256)
    return encode_id(mac.digest()[:16])
