"""Certificates, keys and cards for tests, made once per process."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from infra.emulator.card_authority import CardAuthority, SigningAuthority, SigningIdentity, fresh_key
from infra.emulator.card_authority.keys import private_key_pem
from infra.emulator.virtual_card import Credential, VirtualCard, soft_card

NOW = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)
UNTIL = dt.datetime(2031, 2, 17, 14, 59, 59, tzinfo=dt.UTC)
SERIAL = 0x0133C34A
SUBJECT = "SIMULATEDCARDX24204003A"
PIN = "1234"
WRONG_PIN = "4321"
PASSWORD = "ABC123"
IDENTITY = SigningIdentity(name="模擬　太郎", address="三重県松阪市殿町１３４０番地１", born="4010203", sex="1")


class Issued(NamedTuple):
    """A certificate with what it was made from and with."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey
    root_pem: bytes

    @property
    def pem(self) -> bytes:
        """The certificate, PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def der(self) -> bytes:
        """The certificate, DER."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def key_pem(self) -> bytes:
        """The private key, PEM."""
        return private_key_pem(self.key)


def authority(generation: str = "sim-2") -> CardAuthority:
    """Give a generation of the user-authentication CA."""
    return _authority(generation)


@functools.cache
def _authority(generation: str) -> CardAuthority:
    return CardAuthority.create(generation=generation, now=NOW, key_source=fresh_key)


@functools.cache
def authentication() -> Issued:
    """Make a user-authentication certificate."""
    key = fresh_key()
    certificate = authority().issue_authentication(SERIAL, SUBJECT, key.public_key(), NOW, UNTIL)
    return Issued(certificate, key, authority().root_pem)


@functools.cache
def signing() -> Issued:
    """Make a signing certificate of the same holder."""
    ca = SigningAuthority.create(generation="sim-2", now=NOW, key_source=fresh_key)
    key = fresh_key()
    certificate = ca.issue_signing(SERIAL + 1, SUBJECT, key.public_key(), NOW, UNTIL, identity=IDENTITY)
    return Issued(certificate, key, ca.root_pem)


def full_card(state_file: Path | None = None, *, keeps_pin_on_reselect: bool = True) -> VirtualCard:
    """Make a card with both certificates."""
    issued, signer = authentication(), signing()
    return soft_card(
        issued.pem,
        issued.key_pem,
        PIN,
        ca=issued.root_pem,
        signing=Credential.from_pem(signer.pem, signer.key_pem, signer.root_pem),
        signing_password=PASSWORD,
        state_file=state_file,
        keeps_pin_on_reselect=keeps_pin_on_reselect,
    )
