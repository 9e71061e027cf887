"""Cards made from files: a certificate, its private key, a PIN."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from infra.emulator.virtual_card import layout
from infra.emulator.virtual_card.card import VirtualCard
from infra.emulator.virtual_card.contents import Contents, DataFile, KeyReference, PrivateKey
from infra.emulator.virtual_card.memory import NonVolatileMemory
from infra.emulator.virtual_card.pins import AuthenticationPin, PinObject, SigningPassword

# Longer than a signing password can be.
_UNKNOWN_PASSWORD = bytes(17)


@dataclass(frozen=True)
class Credential:
    """A certificate (DER) with its key, and the certificate of its CA where the card carries one."""

    certificate: bytes
    key: rsa.RSAPrivateKey | None = field(repr=False)
    ca: bytes | None = None

    @classmethod
    def from_pem(cls, certificate: bytes, private_key: bytes, ca: bytes | None = None) -> Credential:
        """Read PEM files' contents; the key is unencrypted.

        Raises:
            ValueError: not PEM, not an RSA key, or the key does not belong to the certificate.
        """
        leaf = x509.load_pem_x509_certificate(certificate)
        # Testing the primes takes 40 ms a card and protects nobody here: these keys were made by the simulation.
        key = serialization.load_pem_private_key(private_key, password=None, unsafe_skip_rsa_key_validation=True)
        if not isinstance(key, rsa.RSAPrivateKey) or key.public_key() != leaf.public_key():
            raise ValueError("the private key does not belong to the certificate")
        return cls(_der(leaf), key, _der(x509.load_pem_x509_certificate(ca)) if ca else None)


def soft_card(
    certificate: bytes,
    private_key: bytes,
    pin: str,
    *,
    ca: bytes | None = None,
    signing: Credential | None = None,
    signing_password: str | None = None,
    has_signing_side: bool = True,
    state_file: Path | None = None,
    keeps_pin_on_reselect: bool = True,
) -> VirtualCard:
    """Make a card.

    Args:
        certificate: the user-authentication certificate, PEM.
        private_key: its key, unencrypted PEM.
        pin: the user-authentication PIN, four digits.
        ca: the certificate of the user-authentication CA, PEM.
        signing: what the signing side holds; without it the card says that it has a signing certificate, as most
            cards do, which nobody can read.
        signing_password: 6 to 16 capitals and digits; without it there is one that nobody can type.
        has_signing_side: False for the card of a child, or of a person who declined it.
        state_file: where tries and changed PINs are kept; without it they live as long as the card object.
        keeps_pin_on_reselect: see `VirtualCard`.

    Raises:
        ValueError: the files are not what they should be.
        MemoryFileError: the state file is another card's.
    """
    authentication = Credential.from_pem(certificate, private_key, ca)
    memory = NonVolatileMemory(state_file, hashlib.sha256(authentication.certificate).hexdigest())
    contents = _contents(authentication, pin.encode(), memory)
    if has_signing_side:
        password = signing_password.encode() if signing_password else _UNKNOWN_PASSWORD
        contents |= _signing_contents(signing or Credential(b"", None), password, memory)
    return VirtualCard(contents, keeps_pin_on_reselect=keeps_pin_on_reselect)


def face_authentication_card(certificate: bytes, *, ca: bytes | None = None) -> VirtualCard:
    """Make a face-authentication card (顔認証マイナンバーカード): a valid certificate, no PIN set, no signing side.

    Nothing in the certificate tells it from another; only the PIN that cannot be presented does.
    """
    leaf = x509.load_pem_x509_certificate(certificate)
    root = _der(x509.load_pem_x509_certificate(ca)) if ca else None
    return VirtualCard(_contents(Credential(_der(leaf), None, root), None, NonVolatileMemory()))


def _contents(credential: Credential, pin: bytes | None, memory: NonVolatileMemory) -> Contents:
    reference = AuthenticationPin(layout.IEF_AUTHENTICATION_PIN, pin, layout.AUTHENTICATION_TRIES, memory)
    no_password = SigningPassword(layout.IEF_SIGNING_PASSWORD, None, layout.SIGNING_TRIES, memory)
    return {
        layout.EF_TOKEN_INFORMATION: DataFile(layout.token_information()),
        layout.EF_CERTIFICATES_PRESENT: DataFile(layout.AUTHENTICATION_CERTIFICATE_ONLY),
        layout.EF_AUTHENTICATION_CERTIFICATE: _certificate_file(credential.certificate),
        layout.EF_AUTHENTICATION_CA: _certificate_file(credential.ca),
        layout.EF_SIGNING_CERTIFICATE: _certificate_file(None, no_password),
        layout.EF_SIGNING_CA: _certificate_file(None),
        layout.IEF_TERMINAL_CA_KEY: KeyReference(),
        layout.IEF_AUTHENTICATION_PIN: reference,
        layout.IEF_AUTHENTICATION_KEY: PrivateKey(reference, credential.key),
        layout.IEF_SIGNING_PASSWORD: no_password,
        layout.IEF_SIGNING_KEY: PrivateKey(no_password, None),
    }


def _signing_contents(credential: Credential, password: bytes, memory: NonVolatileMemory) -> Contents:
    reference = SigningPassword(layout.IEF_SIGNING_PASSWORD, password, layout.SIGNING_TRIES, memory)
    return {
        layout.EF_CERTIFICATES_PRESENT: DataFile(layout.BOTH_CERTIFICATES),
        layout.EF_SIGNING_CERTIFICATE: _certificate_file(credential.certificate, reference),
        layout.EF_SIGNING_CA: _certificate_file(credential.ca),
        layout.IEF_SIGNING_PASSWORD: reference,
        layout.IEF_SIGNING_KEY: PrivateKey(reference, credential.key),
    }


def _certificate_file(der: bytes | None, guard: PinObject | None = None) -> DataFile:
    return DataFile(layout.certificate_file(der or b""), guard)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)
