"""Sealing to the kiosk's session key: HPKE (RFC 9180) with the hybrid KEM MLKEM768-X25519 (design 4.2).

What is sealed opens only with the private key of the session whose transcript the card signed, and only for the
issuance it was made for: both are in `info`. Delivered anywhere else it is noise.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from chalicelib.protocol.errors import SealBroken, SessionKeyMalformed

MLKEM_KEY_SIZE = 1184
SESSION_PUBLIC_KEY_SIZE = MLKEM_KEY_SIZE + 32
ENC_SIZE = 1120
OVERHEAD = ENC_SIZE + 16
MAX_HAND_OVER = 4 * 1024 * 1024

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_IMAGE = b"kofu/sealed-image/v1\0"
_OFFERS = b"kofu/sealed-offers/v1\0"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed image in its two halves, which are stored apart: `enc` (1120 bytes) and the ciphertext."""

    enc: bytes
    ciphertext: bytes


def image_info(binding: bytes, issuance_id: str) -> bytes:
    """Return the HPKE `info` of an image: it ties the ciphertext to the session and the issuance."""
    return _IMAGE + binding + issuance_id.encode("ascii")


def offers_info(binding: bytes) -> bytes:
    """Return the HPKE `info` of the list of offers of a session."""
    return _OFFERS + binding


def seal(plaintext: bytes, session_public_key: bytes, info: bytes) -> Sealed:
    """Encrypt to a session's public key (1216 bytes).

    Raises:
        SessionKeyMalformed: The key is not an ML-KEM-768 and an X25519 public key.
    """
    sealed = _SUITE.encrypt(plaintext, load_public_key(session_public_key), info)
    return Sealed(enc=sealed[:ENC_SIZE], ciphertext=sealed[ENC_SIZE:])


def load_public_key(session_public_key: bytes) -> MLKEM768X25519PublicKey:
    """Read a session public key: the ML-KEM-768 encapsulation key (1184 bytes), then the X25519 key (32 bytes).

    Raises:
        SessionKeyMalformed: It has another size, FIPS 203's check of the encapsulation key fails, or the X25519
            point is one of those that make every shared secret zero (RFC 7748, 6.1).
    """
    if len(session_public_key) != SESSION_PUBLIC_KEY_SIZE:
        raise SessionKeyMalformed
    try:
        mlkem = MLKEM768PublicKey.from_public_bytes(session_public_key[:MLKEM_KEY_SIZE])
        x25519 = X25519PublicKey.from_public_bytes(session_public_key[MLKEM_KEY_SIZE:])
        X25519PrivateKey.generate().exchange(x25519)
    except ValueError as error:
        raise SessionKeyMalformed from error
    return MLKEM768X25519PublicKey(mlkem, x25519)


class SessionKey:
    """The kiosk's ephemeral key pair: made for one session, never stored, dropped at its end."""

    def __init__(self) -> None:
        """Generate the pair."""
        mlkem, x25519 = MLKEM768PrivateKey.generate(), X25519PrivateKey.generate()
        self._private = MLKEM768X25519PrivateKey(mlkem, x25519)
        self.public_bytes = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()

    def open(self, sealed: Sealed, info: bytes) -> bytes:
        """Decrypt what was sealed to this key under this `info`.

        Raises:
            SealBroken: It was sealed to another key, for another session or issuance, or it was changed.
        """
        try:
            return _SUITE.decrypt(sealed.enc + sealed.ciphertext, self._private, info)
        except (InvalidTag, ValueError) as error:
            raise SealBroken from error
