"""Distinguished names of the simulated hierarchy.

All generations of the real user-authentication CA carry one and the same distinguished name, so an issuer can only be
told by its key. The simulation keeps that property, with an organisation that is not the real one.
"""

from __future__ import annotations

from cryptography import x509
from cryptography.x509.oid import NameOID

_AGENCY = "Japan Agency for Local Authority Information Systems"
SIMULATED_ORGANIZATION = "JPKI-SIMULATED"


def _country() -> x509.NameAttribute[str]:
    return x509.NameAttribute(NameOID.COUNTRY_NAME, "JP")


def _organization(name: str) -> x509.NameAttribute[str]:
    return x509.NameAttribute(NameOID.ORGANIZATION_NAME, name)


def _unit(name: str) -> x509.NameAttribute[str]:
    return x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, name)


def _ca_name(service: str) -> x509.Name:
    return x509.Name([_country(), _organization(SIMULATED_ORGANIZATION), _unit(service), _unit(_AGENCY)])


def _crl_name(service: str) -> x509.Name:
    units = [_unit(service), _unit("CRL Distribution Points")]
    return x509.Name([_country(), _organization(SIMULATED_ORGANIZATION), *units])


AUTHENTICATION_CA = _ca_name("JPKI for user authentication")
SIGNING_CA = _ca_name("JPKI for digital signature")
AUTHENTICATION_CRL = _crl_name("JPKI for user authentication")
SIGNING_CRL = _crl_name("JPKI for digital signature")
OCSP_RESPONDER = x509.Name(
    [
        _country(),
        _organization(SIMULATED_ORGANIZATION),
        _unit("JPKI for user authentication"),
        x509.NameAttribute(NameOID.COMMON_NAME, "OCSP responder"),
    ]
)
ISSUER_ALTERNATIVE = x509.Name([_country(), _organization("公的個人認証サービス（模擬）")])


def holder(common_name: str) -> x509.Name:
    """Name a holder as a card certificate does: country and an opaque identifier, no name and no address."""
    return x509.Name([_country(), x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
