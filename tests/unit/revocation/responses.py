"""OCSP responses made to order: right in everything that is not asked to be wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from infra.emulator.card_authority import profile
from infra.emulator.revocation.production_time import produced_at
from tests.unit.revocation import scene

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)

Extensions = list[tuple[x509.ExtensionType, bool]]


@dataclass
class Recipe:
    """What goes into a response.

    The signer is the authority itself, or the responder with its key; with a forger, the signature is the forger's.
    """

    subject: x509.Certificate = field(default_factory=scene.card)
    issuer: x509.Certificate = field(default_factory=lambda: scene.root().certificate)
    status: ocsp.OCSPCertStatus = ocsp.OCSPCertStatus.GOOD
    this_update: dt.datetime = scene.AT
    next_update: dt.datetime | None = scene.AT + 15 * MINUTE
    produced: dt.datetime | None = None
    reason: x509.ReasonFlags | None = None
    certificate_id: HashAlgorithm = field(default_factory=SHA1)
    responder: x509.Certificate | None = None
    key: rsa.RSAPrivateKey | None = None
    encoding: ocsp.OCSPResponderEncoding = ocsp.OCSPResponderEncoding.HASH
    enclosed: list[x509.Certificate] | None = None
    extensions: Extensions = field(default_factory=list)
    forger: Callable[[bytes], bytes] | None = None

    def make(self) -> bytes:
        """Make it; DER."""
        revoked = self.status is ocsp.OCSPCertStatus.REVOKED
        builder = ocsp.OCSPResponseBuilder().add_response(
            self.subject,
            self.issuer,
            self.certificate_id,
            self.status,
            self.this_update,
            self.next_update,
            scene.AT - DAY if revoked else None,
            self.reason,
        )
        for value, critical in self.extensions:
            builder = builder.add_extension(value, critical)
        responder = self.responder or scene.root().certificate
        if self.responder is not None or self.enclosed:
            builder = builder.certificates(self.enclosed or [responder])
        return self._signed(builder.responder_id(self.encoding, responder))

    def _signed(self, builder: ocsp.OCSPResponseBuilder) -> bytes:
        at = self.produced or self.this_update
        if self.key is None:
            return produced_at(scene.root().sign(builder), at, self.forger or scene.root().sign_bytes)
        return produced_at(builder.sign(self.key, SHA256()), at, self.forger or signing(self.key))


def signing(key: rsa.RSAPrivateKey, digest: HashAlgorithm | None = None) -> Callable[[bytes], bytes]:
    """Return how a key signs bytes."""
    return lambda message: key.sign(message, padding.PKCS1v15(), digest or SHA256())


def responder(
    extensions: profile.Extensions,
    *,
    generation: str = "sim-1",
    starts: dt.datetime = scene.AT - DAY,
    ends: dt.datetime = scene.AT + 90 * DAY,
) -> x509.Certificate:
    """Certify the cards' key as a responder, with these extensions."""
    return scene.root(generation).issue(
        extensions,
        serial=77,
        subject_cn="RESPONDER",
        public_key=scene.card_key().public_key(),
        not_before=starts,
        not_after=ends,
    )


def delegate_extensions(
    *,
    purposes: tuple[x509.ObjectIdentifier, ...] = (ExtendedKeyUsageOID.OCSP_SIGNING,),
    usage: str = "digital_signature",
    no_check: bool = True,
    further: profile.Extensions = (),
) -> profile.Extensions:
    """List a responder's extensions, with one of them as asked."""
    listed: list[tuple[x509.ExtensionType, bool]] = [(profile.key_usage(usage), True)]
    if purposes:
        listed.append((x509.ExtendedKeyUsage(purposes), False))
    if no_check:
        listed.append((x509.OCSPNoCheck(), False))
    return (*listed, *further)
