"""Cards of residents, of nobody, and of no trustworthy origin."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from infra.emulator.card_authority import CardAuthority, KeyDirectory, fresh_key
from infra.emulator.card_authority.hostile import Flaw, issue_flawed
from tests.emulated import ROOT

_UNUSED_SERIAL = 990_001


@dataclass(frozen=True, slots=True)
class Card:
    """What a card holds: certificate (DER) and key."""

    certificate: bytes
    key: rsa.RSAPrivateKey

    @classmethod
    def load(cls, certificate: Path, key: Path) -> Card:
        """Read a card of the emulation."""
        private = load_pem_private_key(key.read_bytes(), password=None)
        assert isinstance(private, rsa.RSAPrivateKey)
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
        return cls(found.public_bytes(Encoding.DER), private)

    def sign(self, message: bytes) -> bytes:
        """Sign as the card does."""
        return self.key.sign(message, padding.PKCS1v15(), SHA256())


def pinned_authority(anchors: Path) -> CardAuthority:
    """Return the emulation's first authority, whose key is the first of the cached ones."""
    keys = KeyDirectory(ROOT / "build" / "emulator-keys")
    now = dt.datetime.now(dt.UTC)
    authority = CardAuthority.create(generation="sim-1", now=now, key_source=keys)
    pinned = x509.load_pem_x509_certificates(anchors.read_bytes())
    assert authority.certificate.public_key() == pinned[0].public_key()
    return authority


def foreign_authority() -> CardAuthority:
    """Return an authority of the same name that nobody has pinned."""
    return CardAuthority.create(generation="sim-1", now=dt.datetime.now(dt.UTC), key_source=fresh_key)


def unlinked(authority: CardAuthority) -> Card:
    """Return a flawless card that belongs to no resident."""
    key, now = fresh_key(), dt.datetime.now(dt.UTC)
    day = dt.timedelta(days=1)
    issued = authority.issue_authentication(_UNUSED_SERIAL, "unlinked", key.public_key(), now - day, now + day)
    return Card(issued.public_bytes(Encoding.DER), key)


def flawed(authority: CardAuthority, flaw: Flaw, key: rsa.RSAPrivateKey) -> Card:
    """Return a card that is wrong in one point."""
    issued = issue_flawed(
        authority,
        flaw,
        serial=_UNUSED_SERIAL,
        subject_cn="flawed",
        public_key=key.public_key(),
        now=dt.datetime.now(dt.UTC),
    )
    return Card(issued.public_bytes(Encoding.DER), key)
