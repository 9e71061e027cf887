"""The next card generation, ECDSA with P-384: the same checks by a row of a table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.x509.oid import NameOID, ObjectIdentifier

from chalicelib.authenticate import card_certificate, key_algorithms
from chalicelib.authenticate.trust_anchors import Authority, TrustAnchors
from chalicelib.protocol.errors import CardSignatureInvalid, CardUntrusted

NOW = dt.datetime(2028, 11, 23, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
POLICY = ObjectIdentifier("1.2.392.200149.8.5.1.3.30")
MESSAGE = b"a transcript"


@dataclass(frozen=True)
class NextCard:
    """A card of the next generation and the authority that issued it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    anchors: TrustAnchors


def name(common: str) -> x509.Name:
    """A name of the simulation."""
    organisation = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "JPKI-SIMULATED")
    return x509.Name([organisation, x509.NameAttribute(NameOID.COMMON_NAME, common)])


def make_card(curve: ec.EllipticCurve, digest: SHA256 | SHA384) -> NextCard:
    """Make an authority and a card whose certificate it signs with `digest`."""
    authority_key, key = ec.generate_private_key(ec.SECP384R1()), ec.generate_private_key(curve)
    root = _builder(name("root"), authority_key.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    policies = x509.CertificatePolicies([x509.PolicyInformation(POLICY, None)])
    leaf = _builder(name("holder"), key.public_key()).add_extension(policies, critical=True)
    certificate = leaf.add_extension(_usage(), critical=True).sign(authority_key, digest)
    authority = Authority("next-1", root.sign(authority_key, SHA384()))
    return NextCard(key, certificate, TrustAnchors((authority,)))


def _builder(subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(name("root")).public_key(key)
    return builder.serial_number(77).not_valid_before(NOW - DAY).not_valid_after(NOW + DAY)


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def test_a_p384_card_is_checked_like_any_other() -> None:
    """Chain, profile and signature of a P-384 card pass, and its identity is that of its certificate."""
    card = make_card(ec.SECP384R1(), SHA384())
    found = card_certificate.examine(card.certificate, card.anchors, now=int(NOW.timestamp()))
    assert str(found.key) == "next-1#77#card"
    key_algorithms.verify_signature(card.certificate, card.key.sign(MESSAGE, ec.ECDSA(SHA384())), MESSAGE)


def test_a_p384_signature_of_something_else_is_refused() -> None:
    """A P-384 card's signature is over these bytes with SHA-384, or it is none."""
    card = make_card(ec.SECP384R1(), SHA384())
    for signature in (
        card.key.sign(b"another", ec.ECDSA(SHA384())),
        card.key.sign(MESSAGE, ec.ECDSA(SHA256())),
        bytes(104),
        bytes(256),
    ):
        with pytest.raises(CardSignatureInvalid):
            key_algorithms.verify_signature(card.certificate, signature, MESSAGE)


@pytest.mark.parametrize(("curve", "digest"), [(ec.SECP256R1(), SHA384()), (ec.SECP384R1(), SHA256())])
def test_what_no_row_is_for_is_untrusted(curve: ec.EllipticCurve, digest: SHA256 | SHA384) -> None:
    """Another curve, or another digest in the certificate, is not believed."""
    card = make_card(curve, digest)
    with pytest.raises(CardUntrusted):
        card_certificate.examine(card.certificate, card.anchors, now=int(NOW.timestamp()))
