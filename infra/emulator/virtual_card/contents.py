"""What is on a card: files, PINs and keys of the JPKI application with the conditions for their use."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import rsa

from infra.emulator.virtual_card.pins import PinObject


@dataclass(frozen=True)
class DataFile:
    """A transparent file. `guard`: the PIN to verify before reading, None when it is free."""

    content: bytes
    guard: PinObject | None = None


@dataclass(frozen=True)
class PrivateKey:
    """A private key and the PIN to verify before using it; a card without a key in it has None."""

    guard: PinObject
    key: rsa.RSAPrivateKey | None = field(repr=False)


@dataclass(frozen=True)
class KeyReference:
    """A key that this card keeps but offers no command for (EF 0016, the terminals' CA)."""


Item = DataFile | PinObject | PrivateKey | KeyReference
Contents = dict[int, Item]
"""Items by two-byte file identifier."""
