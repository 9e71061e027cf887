"""The simulated certification authorities: one root each, issuing straight to the card."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import ClassVar, Protocol, Self, TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from infra.emulator.card_authority import names, profile
from infra.emulator.card_authority.keys import KeySource, private_key_pem

_ROOT_LIFE = dt.timedelta(days=3653)
_CLOCK_SLACK = dt.timedelta(days=1)
_T_co = TypeVar("_T_co", covariant=True)


class Unsigned(Protocol[_T_co]):
    """A builder of something that an authority signs: a certificate, a revocation list, an OCSP response."""

    def sign(self, private_key: rsa.RSAPrivateKey, algorithm: hashes.SHA256, /) -> _T_co:
        """Sign it."""


class Root:
    """A self-signed RSA-2048 root and its key. `generation` is our label for it; the certificate does not carry it."""

    NAME: ClassVar[x509.Name]

    def __init__(self, generation: str, certificate: x509.Certificate, key: rsa.RSAPrivateKey) -> None:
        self.generation = generation
        self.certificate = certificate
        self._key = key

    @classmethod
    def create(cls, *, generation: str, now: dt.datetime, key_source: KeySource) -> Self:
        """Make a generation, valid from a day before `now` (aware) for ten years, with a key from `key_source`."""
        key = key_source()
        builder = _builder(cls.NAME, cls.NAME, key.public_key(), _root_serial(generation))
        builder = builder.not_valid_before(now - _CLOCK_SLACK).not_valid_after(now + _ROOT_LIFE)
        builder = add_all(builder, profile.root_extensions())
        return cls(generation, builder.sign(key, hashes.SHA256()), key)

    @classmethod
    def load(cls, *, generation: str, certificate_pem: bytes, private_key_pem: bytes) -> Self:
        """Take up a generation made earlier.

        Raises:
            ValueError: not PEM, or the key does not belong to the certificate.
        """
        certificate = x509.load_pem_x509_certificate(certificate_pem)
        key = serialization.load_pem_private_key(private_key_pem, password=None)
        if not isinstance(key, rsa.RSAPrivateKey) or key.public_key() != certificate.public_key():
            raise ValueError("the private key does not belong to the root certificate")
        return cls(generation, certificate, key)

    @property
    def root_pem(self) -> bytes:
        """The root certificate, PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def private_key_pem(self) -> bytes:
        """The root's private key, unencrypted PKCS#8 PEM."""
        return private_key_pem(self._key)

    def issue(
        self,
        extensions: profile.Extensions,
        *,
        serial: int,
        subject_cn: str,
        public_key: rsa.RSAPublicKey,
        not_before: dt.datetime,
        not_after: dt.datetime,
    ) -> x509.Certificate:
        """Sign a leaf with the given extensions and sha256WithRSAEncryption; whether they make sense is not checked."""
        return self.issue_to(
            names.holder(subject_cn),
            extensions,
            serial=serial,
            public_key=public_key,
            not_before=not_before,
            not_after=not_after,
        )

    def issue_to(
        self,
        subject: x509.Name,
        extensions: profile.Extensions,
        *,
        serial: int,
        public_key: rsa.RSAPublicKey,
        not_before: dt.datetime,
        not_after: dt.datetime,
    ) -> x509.Certificate:
        """Sign a leaf for a subject of any name; otherwise as `issue`."""
        builder = _builder(subject, self.NAME, public_key, serial)
        builder = builder.not_valid_before(not_before).not_valid_after(not_after)
        builder = add_all(builder, extensions)
        identifier = self.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
        by_identifier = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)
        return self.sign(builder.add_extension(by_identifier, critical=False))

    def sign(self, unsigned: Unsigned[_T_co]) -> _T_co:
        """Sign what a builder holds with the root's key and SHA-256."""
        return unsigned.sign(self._key, hashes.SHA256())

    def sign_bytes(self, message: bytes) -> bytes:
        """Sign bytes as `sign` does: RSASSA-PKCS1-v1_5 with SHA-256, 256 bytes."""
        return self._key.sign(message, padding.PKCS1v15(), hashes.SHA256())


class CardAuthority(Root):
    """A generation of the user-authentication CA (利用者証明用): all generations share one distinguished name."""

    NAME = names.AUTHENTICATION_CA

    def issue_authentication(
        self,
        serial: int,
        subject_cn: str,
        public_key: rsa.RSAPublicKey,
        not_before: dt.datetime,
        not_after: dt.datetime,
    ) -> x509.Certificate:
        """Issue a user-authentication certificate of the card profile.

        Args:
            serial: small and positive (at most four bytes), unique in this generation.
            subject_cn: the holder's opaque identifier, see `opaque_subject`.
            public_key: RSA-2048, e = 65537, of the key pair in EF 0017 of the card.
            not_before: aware.
            not_after: aware; see `fifth_birthday_end`.
        """
        return self.issue(
            profile.authentication_extensions(),
            serial=serial,
            subject_cn=subject_cn,
            public_key=public_key,
            not_before=not_before,
            not_after=not_after,
        )


class SigningAuthority(Root):
    """A generation of the signing CA (署名用), which has roots and a name of its own."""

    NAME = names.SIGNING_CA

    def issue_signing(
        self,
        serial: int,
        subject_cn: str,
        public_key: rsa.RSAPublicKey,
        not_before: dt.datetime,
        not_after: dt.datetime,
        *,
        identity: profile.SigningIdentity,
    ) -> x509.Certificate:
        """Issue a signing certificate of the card profile; parameters as for `CardAuthority.issue_authentication`."""
        return self.issue(
            profile.signing_extensions(identity),
            serial=serial,
            subject_cn=subject_cn,
            public_key=public_key,
            not_before=not_before,
            not_after=not_after,
        )


def add_all(builder: x509.CertificateBuilder, extensions: profile.Extensions) -> x509.CertificateBuilder:
    """Add extensions in their order."""
    for value, critical in extensions:
        builder = builder.add_extension(value, critical)
    return builder


def _builder(
    subject: x509.Name, issuer: x509.Name, public_key: rsa.RSAPublicKey, serial: int
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer)
    identifier = x509.SubjectKeyIdentifier.from_public_key(public_key)
    return builder.public_key(public_key).serial_number(serial).add_extension(identifier, critical=False)


def _root_serial(generation: str) -> int:
    """Derive a serial of at most four bytes, as the real roots have, that tells the generations apart."""
    return int.from_bytes(hashlib.sha256(generation.encode()).digest()[:4], "big") >> 1 | 1
