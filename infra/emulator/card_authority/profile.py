"""The certificate profiles as data: which extensions a certificate of each kind carries, and which are critical.

Source: profile of the certificates of the public personal authentication service, J-LIS; the OIDs under
1.2.392.200149.8.5 are theirs. RFC 5280 says what the extensions mean.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from infra.emulator.card_authority import names

POLICY_AUTHENTICATION_CARD = "1.2.392.200149.8.5.1.3.30"
POLICY_SIGNING_CARD = "1.2.392.200149.8.5.1.1.20"
POLICY_SIGNING_PHONE = "1.2.392.200149.8.5.1.1.40"
_CPS = "http://www.jpki.go.jp/cps.html"
# RFC 2606 reserves `.invalid`: no program that follows the address can reach anybody.
_OCSP = "http://ocsp.jpki-simulated.invalid/"
_SAN_ARC = "1.2.392.200149.8.5.5"
_UTF8_STRING = 0x0C
_SHORT_FORM = 0x80

_KEY_USAGE_BITS = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)

Extensions = tuple[tuple[x509.ExtensionType, bool], ...]
"""Extensions in order, each with whether it is critical."""


@dataclass(frozen=True)
class SigningIdentity:
    """What a signing certificate says about its holder. `born`: EYYYYMMDD, E = 3 Showa, 4 Heisei, 5 Reiwa."""

    name: str
    address: str
    born: str
    sex: str


def key_usage(*used: str) -> x509.KeyUsage:
    """Build a key usage in which exactly the named bits are set."""
    return x509.KeyUsage(**{bit: bit in used for bit in _KEY_USAGE_BITS})


def policies(oid: str) -> x509.CertificatePolicies:
    """Build the certificate policies extension: one policy, with the address of the practice statement."""
    return x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier(oid), [_CPS])])


def authentication_extensions(policy: str = POLICY_AUTHENTICATION_CARD) -> Extensions:
    """List what a user-authentication certificate carries besides the key identifiers."""
    usage = key_usage("digital_signature")
    return ((usage, True), (policies(policy), True), *_locations(names.AUTHENTICATION_CRL))


def signing_extensions(identity: SigningIdentity) -> Extensions:
    """List what a signing certificate carries besides the key identifiers: the holder's four attributes are here."""
    usage = key_usage("digital_signature", "content_commitment")
    head: Extensions = ((usage, True), (policies(POLICY_SIGNING_CARD), True), (_alternative_name(identity), False))
    return (*head, *_locations(names.SIGNING_CRL))


def root_extensions() -> Extensions:
    """List what a root carries besides its key identifier."""
    basic = x509.BasicConstraints(ca=True, path_length=None)
    return ((key_usage("key_cert_sign", "crl_sign"), True), (basic, True))


def responder_extensions() -> Extensions:
    """List what a delegated OCSP responder's certificate carries besides the key identifiers (RFC 6960, 4.2.2.2)."""
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING])
    return ((key_usage("digital_signature"), True), (purpose, False), (x509.OCSPNoCheck(), False))


def _locations(crl_name: x509.Name) -> Extensions:
    issuer = x509.IssuerAlternativeName([x509.DirectoryName(names.ISSUER_ALTERNATIVE)])
    # A directory name and no address: a generic fetcher finds nothing, as with the real ones.
    crl = x509.DistributionPoint([x509.DirectoryName(crl_name)], None, None, None)
    ocsp = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(_OCSP))
    return (
        (issuer, False),
        (x509.CRLDistributionPoints([crl]), False),
        (x509.AuthorityInformationAccess([ocsp]), False),
    )


def _alternative_name(identity: SigningIdentity) -> x509.SubjectAlternativeName:
    no_substitutes = "0"
    values = (
        ("1", identity.name),
        ("2", no_substitutes * len(identity.name)),
        ("3", identity.sex),
        ("4", identity.born),
        ("5", identity.address),
        ("6", no_substitutes * len(identity.address)),
    )
    others = [x509.OtherName(x509.ObjectIdentifier(f"{_SAN_ARC}.{arc}"), _utf8_string(text)) for arc, text in values]
    return x509.SubjectAlternativeName(others)


def _utf8_string(text: str) -> bytes:
    value = text.encode()
    if len(value) < _SHORT_FORM:
        return bytes([_UTF8_STRING, len(value)]) + value
    length = len(value).to_bytes(2, "big").lstrip(b"\0")
    return bytes([_UTF8_STRING, _SHORT_FORM | len(length)]) + length + value
