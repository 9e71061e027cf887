"""Where RSA keys come from: fresh ones, a pool in memory, or a directory that outlives the process.

Making an RSA-2048 key takes 0.1 to 0.3 seconds, which the emulation and the tests should pay once per key they need
and not once per certificate. Keys of the simulation are never committed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

CARD_KEY_BITS = 2048
_PUBLIC_EXPONENT = 65537

KeySource = Callable[[], rsa.RSAPrivateKey]
"""Answers an RSA-2048 private key with e = 65537; whether it is a new one is the source's business."""


def fresh_key(bits: int = CARD_KEY_BITS) -> rsa.RSAPrivateKey:
    """Make a new RSA key of `bits` bits with e = 65537."""
    return rsa.generate_private_key(_PUBLIC_EXPONENT, bits)


class KeyPool:
    """A key source that makes at most `size` keys and then deals them again in the same order."""

    def __init__(self, size: int, source: KeySource = fresh_key) -> None:
        if size < 1:
            raise ValueError("a key pool holds at least one key")
        self._size = size
        self._source = source
        self._keys: list[rsa.RSAPrivateKey] = []
        self._dealt = 0

    def __call__(self) -> rsa.RSAPrivateKey:
        """Deal the next key."""
        position = self._dealt % self._size
        if position == len(self._keys):
            self._keys.append(self._source())
        self._dealt += 1
        return self._keys[position]


class KeyDirectory:
    """A key source whose n-th key is the same in every run: unencrypted PKCS#8 PEM files, readable by their owner."""

    def __init__(self, directory: Path, source: KeySource = fresh_key) -> None:
        self._directory = directory
        self._source = source
        self._dealt = 0

    def __call__(self) -> rsa.RSAPrivateKey:
        """Deal the next key, making its file when there is none."""
        self._dealt += 1
        path = self._directory / f"key-{self._dealt}.pem"
        return _read(path) if path.exists() else _write(path, self._source())


def private_key_pem(key: rsa.RSAPrivateKey) -> bytes:
    """Encode as unencrypted PKCS#8 PEM."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _read(path: Path) -> rsa.RSAPrivateKey:
    # The files are this directory's own; testing each for being a sound RSA key costs a start two seconds.
    key = serialization.load_pem_private_key(path.read_bytes(), password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(f"{path.name} does not hold an RSA key")
    return key


def _write(path: Path, key: rsa.RSAPrivateKey) -> rsa.RSAPrivateKey:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A name of its own first: a key file that was cut short by a crash would fail every later start.
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(private_key_pem(key))
    # Two first starts may meet here: the first file stays, and both take the key that is in it.
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    return _read(path)
