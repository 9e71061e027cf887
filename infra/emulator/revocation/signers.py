"""Who signs OCSP responses for a generation of the simulated authority."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.ocsp import OCSPResponderEncoding, OCSPResponseBuilder

from infra.emulator.card_authority import CardAuthority, KeySource, names, profile
from infra.emulator.revocation.production_time import produced_at

_RESPONDER_LIFE = dt.timedelta(days=90)
_CLOCK_SLACK = dt.timedelta(days=1)
_SERIAL = 0x7F000001


@dataclass(frozen=True)
class DelegatedSigner:
    """A responder with a certificate of its own, which travels in the response."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @classmethod
    def create(cls, authority: CardAuthority, *, now: dt.datetime, key_source: KeySource) -> DelegatedSigner:
        """Have `authority` certify a key from `key_source`, from a day before `now` (aware) for 90 days."""
        key = key_source()
        certificate = authority.issue_to(
            names.OCSP_RESPONDER,
            profile.responder_extensions(),
            serial=_SERIAL,
            public_key=key.public_key(),
            not_before=now - _CLOCK_SLACK,
            not_after=now + _RESPONDER_LIFE,
        )
        return cls(certificate, key)

    def sign(self, builder: OCSPResponseBuilder, *, at: dt.datetime) -> bytes:
        """Name itself in a response by key, enclose its certificate, sign as produced at `at`; DER."""
        builder = builder.responder_id(OCSPResponderEncoding.HASH, self.certificate).certificates([self.certificate])
        return produced_at(builder.sign(self.key, hashes.SHA256()), at, self._sign_bytes)

    def _sign_bytes(self, message: bytes) -> bytes:
        return self.key.sign(message, padding.PKCS1v15(), hashes.SHA256())


@dataclass(frozen=True)
class DirectSigner:
    """The authority's own key."""

    authority: CardAuthority

    def sign(self, builder: OCSPResponseBuilder, *, at: dt.datetime) -> bytes:
        """Name the authority in a response by name, sign with its key as produced at `at`; DER."""
        builder = builder.responder_id(OCSPResponderEncoding.NAME, self.authority.certificate)
        return produced_at(self.authority.sign(builder), at, self.authority.sign_bytes)


OcspSigner = DelegatedSigner | DirectSigner
