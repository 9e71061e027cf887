"""Which certificates a revocation list is about (RFC 5280, 5.2.4, 5.2.5 and 6.3.3): never guessed."""

from __future__ import annotations

from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from chalicelib.authenticate.revocation.answers import Cause, Doubt

_UNDERSTOOD = frozenset({ExtensionOID.ISSUING_DISTRIBUTION_POINT})


def check_scope(crl: x509.CertificateRevocationList) -> None:
    """Refuse a list that is not complete for card certificates of its issuer.

    Raises:
        Doubt: `UNSUPPORTED`: a delta, indirect or partial list, or one with an unknown critical extension.
    """
    for extension in crl.extensions:
        is_delta = extension.oid == ExtensionOID.DELTA_CRL_INDICATOR
        if is_delta or (extension.critical and extension.oid not in _UNDERSTOOD):
            raise Doubt(Cause.UNSUPPORTED)
    point = _distribution_point(crl)
    if point is None:
        return
    partial = point.only_contains_ca_certs or point.only_contains_attribute_certs or point.only_some_reasons
    if point.indirect_crl or partial or point.relative_name is not None:
        raise Doubt(Cause.UNSUPPORTED)


def covers(crl: x509.CertificateRevocationList, certificate: x509.Certificate) -> bool:
    """Say whether a list that names its distribution point is of one that the certificate names."""
    point = _distribution_point(crl)
    if point is None or point.full_name is None:
        return True
    try:
        of_certificate = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return False
    names = {name for own in of_certificate for name in own.full_name or ()}
    return not names.isdisjoint(point.full_name)


def _distribution_point(crl: x509.CertificateRevocationList) -> x509.IssuingDistributionPoint | None:
    try:
        return crl.extensions.get_extension_for_class(x509.IssuingDistributionPoint).value
    except x509.ExtensionNotFound:
        return None
