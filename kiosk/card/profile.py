"""Card generations as data: where things are on a card and what its key signs.

The next card generation changes algorithm, applications and PINs; it becomes another row here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

# RFC 8017 section 9.2 note 1: DigestInfo of SHA-256 with the NULL parameter, which strict verifiers insist on.
_SHA256_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


@dataclass(frozen=True)
class CardProfile:
    """One generation. `signature_input` makes what is sent to the card from the message to sign."""

    aid: bytes
    authentication_certificate: int
    certificates_present: int
    authentication_pin: int
    authentication_key: int
    signature_input: Callable[[bytes], bytes]
    signature_size: int


def sha256_digest_info(message: bytes) -> bytes:
    """Hash a message and wrap the digest as PKCS#1 v1.5 wants it."""
    return _SHA256_DIGEST_INFO + hashlib.sha256(message).digest()


JPKI_RSA = CardProfile(
    aid=bytes.fromhex("D392F000260100000001"),
    authentication_certificate=0x000A,
    certificates_present=0x0008,
    authentication_pin=0x0018,
    authentication_key=0x0017,
    signature_input=sha256_digest_info,
    signature_size=256,
)
