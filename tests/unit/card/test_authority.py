"""The simulated card authority's certificates, field by field."""

from __future__ import annotations

import datetime as dt

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtensionOID, SignatureAlgorithmOID

from infra.emulator.card_authority import (
    CardAuthority,
    SigningAuthority,
    SigningIdentity,
    fifth_birthday_end,
    opaque_subject,
)
from tests.unit.card import making

CA_NAME = (
    "OU=Japan Agency for Local Authority Information Systems,OU=JPKI for user authentication,O=JPKI-SIMULATED,C=JP"
)


@pytest.fixture
def leaf() -> x509.Certificate:
    """Give a user-authentication certificate."""
    return making.authentication().certificate


def test_all_generations_share_one_name() -> None:
    """Two generations have one distinguished name and different keys and serials: only the key tells them apart."""
    first, second = making.authority("sim-1"), making.authority("sim-2")
    assert first.certificate.subject == second.certificate.subject
    assert first.certificate.subject.rfc4514_string() == CA_NAME
    assert first.certificate.public_key() != second.certificate.public_key()
    assert first.certificate.serial_number != second.certificate.serial_number


def test_a_leaf_chains_to_its_own_generation_only(leaf: x509.Certificate) -> None:
    """A leaf verifies under its generation's root; under another of the same name its signature is wrong."""
    leaf.verify_directly_issued_by(making.authority("sim-2").certificate)
    with pytest.raises(InvalidSignature):
        leaf.verify_directly_issued_by(making.authority("sim-1").certificate)


def test_nothing_carries_the_real_organisations_name(leaf: x509.Certificate) -> None:
    """No certificate of the simulation has O=JPKI, or the real issuer's alternative name, anywhere in it."""
    signer = making.signing()
    for certificate in (leaf, making.authority().certificate, signer.certificate):
        organisations = [
            attribute.value for attribute in certificate.issuer if attribute.oid.dotted_string == "2.5.4.10"
        ]
        assert organisations == ["JPKI-SIMULATED"]
    alternative = leaf.extensions.get_extension_for_class(x509.IssuerAlternativeName).value
    assert "模擬" in alternative.get_values_for_type(x509.DirectoryName)[0].rfc4514_string()


def test_a_root_is_a_ca_and_nothing_else() -> None:
    """A root is self-signed, a CA (critical), and may sign certificates and lists only (critical)."""
    root = making.authority().certificate
    root.verify_directly_issued_by(root)
    basic = root.extensions.get_extension_for_class(x509.BasicConstraints)
    usage = root.extensions.get_extension_for_class(x509.KeyUsage)
    assert (basic.critical, basic.value.ca) == (True, True)
    assert (usage.critical, usage.value.key_cert_sign, usage.value.crl_sign) == (True, True, True)
    assert not usage.value.digital_signature
    assert 0 < root.serial_number < 2**32


def test_a_root_can_be_kept_and_taken_up_again() -> None:
    """An authority made again from its PEMs issues under the same root."""
    kept = making.authority()
    again = CardAuthority.load(generation="sim-2", certificate_pem=kept.root_pem, private_key_pem=kept.private_key_pem)
    key = making.authentication().key.public_key()
    leaf = again.issue_authentication(7, making.SUBJECT, key, making.NOW, making.UNTIL)
    leaf.verify_directly_issued_by(kept.certificate)


def test_a_root_is_not_taken_up_with_another_key() -> None:
    """An authority is not made of a certificate and a foreign key."""
    with pytest.raises(ValueError, match="does not belong"):
        CardAuthority.load(
            generation="sim-2",
            certificate_pem=making.authority().root_pem,
            private_key_pem=making.authentication().key_pem,
        )


def test_a_leaf_carries_no_name(leaf: x509.Certificate) -> None:
    """A user-authentication certificate's subject is the country and the opaque identifier; it has no other name."""
    assert leaf.subject.rfc4514_string() == f"CN={making.SUBJECT},C=JP"
    with pytest.raises(x509.ExtensionNotFound):
        leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName)


def test_a_leaf_has_the_parameters_it_was_given(leaf: x509.Certificate) -> None:
    """Serial, validity and key are those asked for; the signature is sha256WithRSAEncryption by an RSA-2048 key."""
    assert leaf.serial_number == making.SERIAL
    assert (leaf.not_valid_before_utc, leaf.not_valid_after_utc) == (making.NOW, making.UNTIL)
    assert leaf.public_key() == making.authentication().key.public_key()
    assert leaf.signature_algorithm_oid == SignatureAlgorithmOID.RSA_WITH_SHA256
    key = leaf.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    assert (key.key_size, key.public_numbers().e) == (2048, 65537)


def test_a_leaf_is_for_digital_signatures_only(leaf: x509.Certificate) -> None:
    """The key usage is critical and exactly digitalSignature."""
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.public_bytes().hex() == "03020780"


def test_a_leaf_has_the_card_policy(leaf: x509.Certificate) -> None:
    """The policies are critical: one, that of user authentication by card, with the practice statement's address."""
    policies = leaf.extensions.get_extension_for_class(x509.CertificatePolicies)
    assert policies.critical
    assert [policy.policy_identifier.dotted_string for policy in policies.value] == ["1.2.392.200149.8.5.1.3.30"]
    assert policies.value[0].policy_qualifiers == ["http://www.jpki.go.jp/cps.html"]


def test_a_leaf_has_no_other_critical_extension(leaf: x509.Certificate) -> None:
    """Key usage and policies are critical, nothing else is."""
    critical = {extension.oid for extension in leaf.extensions if extension.critical}
    assert critical == {ExtensionOID.KEY_USAGE, ExtensionOID.CERTIFICATE_POLICIES}


def test_revocation_points_nowhere_real(leaf: x509.Certificate) -> None:
    """The list is named by a directory name and the responder by an address that can never resolve."""
    points = leaf.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    assert [type(name) for name in points[0].full_name or []] == [x509.DirectoryName]
    access = leaf.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    location = access[0].access_location
    assert isinstance(location, x509.UniformResourceIdentifier)
    assert location.value.removesuffix("/").endswith(".invalid")


def test_a_leaf_fits_the_wire_and_the_card(leaf: x509.Certificate) -> None:
    """The certificate's DER needs two length bytes, which readers count on, and stays under the card's 2048 bytes."""
    der = making.authentication().der
    assert leaf.version == x509.Version.v3
    assert der[:2] == b"\x30\x82"
    assert 1000 < len(der) < 2048


def test_a_signing_certificate_names_its_holder() -> None:
    """The four attributes are other names of the signing certificate, each as a UTF8String."""
    san = making.signing().certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    values = {name.type_id.dotted_string: name.value for name in san if isinstance(name, x509.OtherName)}
    arc = "1.2.392.200149.8.5.5"
    assert sorted(values) == [f"{arc}.{last}" for last in range(1, 7)]
    for last, text in ((1, "name"), (3, "sex"), (4, "born"), (5, "address")):
        value = getattr(making.IDENTITY, text).encode()
        assert values[f"{arc}.{last}"] == bytes([0x0C, len(value)]) + value


def test_a_long_address_is_encoded_in_long_form() -> None:
    """An address of more than 127 bytes has its length in DER's long form."""
    signer = SigningAuthority.create(generation="x", now=making.NOW, key_source=lambda: making.signing().key)
    address = "三" * 50
    identity = SigningIdentity(name="模擬", address=address, born="4010203", sex="1")
    key = making.signing().key.public_key()
    leaf = signer.issue_signing(9, making.SUBJECT, key, making.NOW, making.UNTIL, identity=identity)
    san = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    values = {name.type_id.dotted_string: name.value for name in san if isinstance(name, x509.OtherName)}
    assert values["1.2.392.200149.8.5.5.5"] == b"\x0c\x81\x96" + address.encode()


def test_a_signing_certificate_is_of_another_hierarchy() -> None:
    """Signing certificates come from another root and name, with their own policy and non-repudiation."""
    leaf = making.signing().certificate
    assert leaf.issuer != making.authority().certificate.subject
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
    policies = leaf.extensions.get_extension_for_class(x509.CertificatePolicies).value
    assert (usage.digital_signature, usage.content_commitment) == (True, True)
    assert [policy.policy_identifier.dotted_string for policy in policies] == ["1.2.392.200149.8.5.1.1.20"]


@pytest.mark.parametrize(
    ("issued", "born", "card_ends", "last_day"),
    [
        (dt.date(2025, 10, 27), dt.date(1990, 2, 17), dt.date(2035, 2, 17), dt.date(2030, 2, 17)),
        (dt.date(2025, 2, 16), dt.date(1990, 2, 17), dt.date(2035, 2, 17), dt.date(2029, 2, 17)),
        (dt.date(2025, 2, 17), dt.date(1990, 2, 17), dt.date(2035, 2, 17), dt.date(2030, 2, 17)),
        (dt.date(2025, 10, 27), dt.date(1990, 2, 17), dt.date(2027, 2, 17), dt.date(2027, 2, 17)),
        (dt.date(2024, 3, 1), dt.date(2000, 2, 29), dt.date(2035, 2, 28), dt.date(2029, 2, 28)),
        (dt.date(2023, 3, 1), dt.date(2000, 2, 29), dt.date(2035, 2, 28), dt.date(2028, 2, 29)),
    ],
)
def test_a_certificate_ends_on_the_fifth_birthday(
    issued: dt.date, born: dt.date, card_ends: dt.date, last_day: dt.date
) -> None:
    """Validity ends with the fifth birthday after issue in Japan's time, or with the card if that is sooner."""
    japan = dt.timezone(dt.timedelta(hours=9))
    end = fifth_birthday_end(issued, born, card_ends)
    assert end == dt.datetime.combine(last_day, dt.time(23, 59, 59), japan)
    assert end.utcoffset() == dt.timedelta(0)


def test_an_opaque_subject_has_the_observed_form() -> None:
    """Fourteen capitals or digits, the municipality, three digits and an A; other bytes give another subject."""
    first, second = opaque_subject(bytes(range(14)), "24204"), opaque_subject(bytes(range(1, 15)), "24204")
    assert first == "0123456789ABCD24204003A"
    assert second != first


@pytest.mark.parametrize(
    ("entropy", "municipality"), [(bytes(13), "24204"), (bytes(14), "2420"), (bytes(14), "２４２０４")]
)
def test_an_opaque_subject_is_made_of_sound_parts(entropy: bytes, municipality: str) -> None:
    """Too little entropy or a malformed municipality code is an error."""
    with pytest.raises(ValueError, match="14 bytes"):
        opaque_subject(entropy, municipality)
