"""The bytes a card signs, and the session binding made from them (design 4.1)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

_DOMAIN = b"kofu/card-authentication/v1\0"

CHALLENGE_SIZE = 32
CHALLENGE_LIFETIME = 90
SESSION_LIFETIME = 600


@dataclass(frozen=True, slots=True)
class Transcript:
    """One authentication of one card at one kiosk, for one session key. Both sides build it from what they know.

    `challenge` has 32 bytes, `session_public_key` 1216; `card_certificate` is DER; `expires_at` is Unix seconds.
    """

    challenge_id: str
    challenge: bytes
    kiosk_id: str
    municipality: str
    session_public_key: bytes
    card_certificate: bytes
    expires_at: int

    def encode(self) -> bytes:
        """Return what the card signs: the domain tag, then each field after its length as uint32 big-endian.

        The tag makes the signature useless to any other relying party, and theirs useless here.
        """
        fields = (
            self.challenge_id.encode("ascii"),
            self.challenge,
            self.kiosk_id.encode(),
            self.municipality.encode("ascii"),
            hashlib.sha256(self.session_public_key).digest(),
            hashlib.sha256(self.card_certificate).digest(),
            str(self.expires_at).encode("ascii"),
        )
        return _DOMAIN + b"".join(len(field).to_bytes(4, "big") + field for field in fields)

    def binding(self) -> bytes:
        """Return the session binding: SHA-256 of the encoded transcript, 32 bytes."""
        return hashlib.sha256(self.encode()).digest()
