"""Checks of a card's certificate, in the order of design 4.1; `cryptography`'s own verifier cannot be used.

It rejects every real card: the certificate policies are critical and there is no subject alternative name.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cryptography import x509
from cryptography.x509.oid import ExtensionOID, ObjectIdentifier

from chalicelib.authenticate.key_algorithms import algorithm_of
from chalicelib.authenticate.trust_anchors import Authority, TrustAnchors
from chalicelib.protocol.errors import (
    CardExpired,
    CardKindNotAccepted,
    CardUntrusted,
    InvalidRequest,
    TooLarge,
)
from chalicelib.storage.cards import CardKey

MAX_CERTIFICATE = 4096

POLICIES: dict[ObjectIdentifier, str] = {
    ObjectIdentifier("1.2.392.200149.8.5.1.3.30"): "card",
}
"""Certificate policies that are accepted, and the kind of certificate each stands for. A phone's are not."""

_UNDERSTOOD = frozenset(
    {
        ExtensionOID.KEY_USAGE,
        ExtensionOID.CERTIFICATE_POLICIES,
        ExtensionOID.BASIC_CONSTRAINTS,
    }
)
_USAGES = (
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
)


@dataclass(frozen=True, slots=True)
class CardCertificate:
    """A certificate that passed: its identity, itself, and who issued it."""

    key: CardKey
    certificate: x509.Certificate
    authority: Authority


def parse(der: bytes) -> x509.Certificate:
    """Read a certificate.

    Raises:
        TooLarge: It is larger than 4096 bytes.
        InvalidRequest: It is not one DER certificate, without anything after it.
    """
    if len(der) > MAX_CERTIFICATE:
        raise TooLarge
    try:
        certificate = x509.load_der_x509_certificate(der)
        certificate.extensions  # noqa: B018 - parsed lazily: malformed ones must be refused here
        _ = certificate.serial_number, certificate.not_valid_after_utc
    except (
        ValueError,
        TypeError,
        x509.InvalidVersion,
        x509.UnsupportedGeneralNameType,
        x509.DuplicateExtension,
    ) as error:
        raise InvalidRequest from error
    return certificate


def examine(certificate: x509.Certificate, anchors: TrustAnchors, *, now: int) -> CardCertificate:
    """Check chain, validity, key usage, policy and key of a certificate, at `now` in Unix seconds.

    Raises:
        CardUntrusted: No pinned authority signed it, or it breaks the profile.
        CardExpired: It, or its authority's certificate, is not valid now.
        CardKindNotAccepted: It is for another purpose, or of a carrier that is not accepted.
    """
    authority = anchors.issuer_of(certificate)
    at = dt.datetime.fromtimestamp(now, dt.UTC)
    for link in (certificate, authority.certificate):
        if not link.not_valid_before_utc <= at <= link.not_valid_after_utc:
            raise CardExpired
    _check_extensions(certificate)
    kind = _kind(certificate)
    algorithm_of(certificate)
    if certificate.serial_number <= 0:
        raise CardUntrusted
    return CardCertificate(CardKey(authority.generation, certificate.serial_number, kind), certificate, authority)


def _check_extensions(certificate: x509.Certificate) -> None:
    extensions = certificate.extensions
    if any(extension.critical and extension.oid not in _UNDERSTOOD for extension in extensions):
        raise CardUntrusted
    try:
        usage = extensions.get_extension_for_class(x509.KeyUsage)
    except x509.ExtensionNotFound as error:
        raise CardUntrusted from error
    if not usage.critical or not usage.value.digital_signature:
        raise CardUntrusted
    if usage.value.content_commitment:
        # A signing certificate (署名用): genuine, but not for this.
        raise CardKindNotAccepted
    if any(getattr(usage.value, name) for name in _USAGES):
        raise CardUntrusted
    try:
        constraints = extensions.get_extension_for_class(x509.BasicConstraints)
    except x509.ExtensionNotFound:
        return
    if constraints.value.ca:
        raise CardUntrusted


def _kind(certificate: x509.Certificate) -> str:
    try:
        policies = certificate.extensions.get_extension_for_class(x509.CertificatePolicies)
    except x509.ExtensionNotFound as error:
        raise CardUntrusted from error
    found = [information.policy_identifier for information in policies.value]
    if len(found) != 1 or found[0] not in POLICIES:
        raise CardKindNotAccepted
    return POLICIES[found[0]]
