"""The kiosk's identity: its id and its Ed25519 key."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key


@dataclass(frozen=True, slots=True)
class KioskIdentity:
    """Who signs the requests of this terminal."""

    kiosk_id: str
    private_key: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def load(cls, kiosk_id: str, path: Path) -> KioskIdentity:
        """Read the key from a PEM file.

        Raises:
            TypeError: It is no Ed25519 key.
        """
        key = load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError("a kiosk's key is an Ed25519 key")
        return cls(kiosk_id, key)
