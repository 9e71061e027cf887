"""Key sources."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from infra.emulator.card_authority import KeyDirectory, KeyPool
from tests.unit.card import making


class Counted:
    """A source of two known keys that counts how often it is asked."""

    def __init__(self) -> None:
        self.keys = [making.authentication().key, making.signing().key]
        self.made = 0

    def __call__(self) -> rsa.RSAPrivateKey:
        """Deal one of the two."""
        self.made += 1
        return self.keys[(self.made - 1) % 2]


def test_a_pool_makes_each_key_once() -> None:
    """A pool of two asks its source twice and deals the same keys again in the same order."""
    source = Counted()
    pool = KeyPool(2, source)
    dealt = [pool() for _ in range(5)]
    assert source.made == 2
    assert dealt == [*source.keys, *source.keys, source.keys[0]]


def test_a_pool_is_not_empty() -> None:
    """A pool of no keys is an error."""
    with pytest.raises(ValueError, match="at least one"):
        KeyPool(0)


def test_a_directory_deals_the_same_keys_in_every_run(tmp_path: Path) -> None:
    """A second run over the same directory makes no key and deals the first run's in order."""
    directory = tmp_path / "keys"
    first = KeyDirectory(directory, Counted())
    keys = [first(), first()]
    source = Counted()
    second = KeyDirectory(directory, source)
    assert [key.private_numbers() for key in (second(), second())] == [key.private_numbers() for key in keys]
    assert source.made == 0


def test_kept_keys_are_their_owners_alone(tmp_path: Path) -> None:
    """Key files and their directory can be read by their owner only, and no draft stays."""
    directory = tmp_path / "keys"
    KeyDirectory(directory, Counted())()
    assert [path.name for path in directory.iterdir()] == ["key-1.pem"]
    assert stat.S_IMODE((directory / "key-1.pem").stat().st_mode) == 0o600
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700


def test_a_foreign_key_file_is_refused(tmp_path: Path) -> None:
    """A file with a key of another kind is an error that names the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (tmp_path / "key-1.pem").write_bytes(key.private_bytes(encoding, form, serialization.NoEncryption()))
    with pytest.raises(TypeError, match=r"key-1\.pem"):
        KeyDirectory(tmp_path)()
