"""Revocation lists of one generation of the simulated authority (RFC 5280, version 2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from infra.emulator.card_authority import CardAuthority
from infra.emulator.revocation.register import Revocation

VALIDITY = dt.timedelta(days=1)


def draft_list(
    authority: CardAuthority,
    revocations: Iterable[Revocation],
    *,
    now: dt.datetime,
    extensions: Iterable[x509.Extension[x509.ExtensionType]] = (),
) -> x509.CertificateRevocationListBuilder:
    """Draft a list as of `now` (aware), in force for a day; its number is the time, so that it only rises."""
    identifier = authority.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(now)
        .next_update(now + VALIDITY)
        .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
    )
    for revocation in revocations:
        builder = builder.add_revoked_certificate(_entry(revocation))
    for extension in extensions:
        builder = builder.add_extension(extension.value, extension.critical)
    return builder


def issue_list(authority: CardAuthority, revocations: Iterable[Revocation], *, now: dt.datetime) -> bytes:
    """Sign a list as of `now`; DER."""
    return authority.sign(draft_list(authority, revocations, now=now)).public_bytes(Encoding.DER)


def _entry(revocation: Revocation) -> x509.RevokedCertificate:
    builder = x509.RevokedCertificateBuilder().serial_number(revocation.serial)
    builder = builder.revocation_date(dt.datetime.fromtimestamp(revocation.at, dt.UTC))
    if revocation.reason is not x509.ReasonFlags.unspecified:
        # RFC 5280, 5.3.1: `unspecified` is said by leaving the reason out.
        builder = builder.add_extension(x509.CRLReason(revocation.reason), critical=False)
    return builder.build()
