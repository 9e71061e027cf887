"""Who may sign an OCSP response: the generation's own key, or whom it delegated to. Nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, SignatureAlgorithmOID

from chalicelib.authenticate.revocation import Cause
from infra.emulator.card_authority import fresh_key, profile
from tests.unit.revocation import scene
from tests.unit.revocation.der import BITS, RSA_WITH_SHA_1, RSA_WITH_SHA_256, SEQUENCE, tlv
from tests.unit.revocation.responses import DAY, MINUTE, Recipe, delegate_extensions, responder, signing
from tests.unit.revocation.test_ocsp_refusals import cause_of

UNKNOWN = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.25.1"), b"\x05\x00")
CA = x509.BasicConstraints(ca=True, path_length=None)
ANY_PURPOSE = (ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE, ExtendedKeyUsageOID.SERVER_AUTH)


def delegated(certificate: x509.Certificate) -> Recipe:
    """Have a response signed by the cards' key, which `certificate` certifies."""
    return Recipe(responder=certificate, key=scene.card_key())


@pytest.mark.parametrize("encoding", list(ocsp.OCSPResponderEncoding))
def test_a_delegate_is_accepted_under_either_responder_id(encoding: ocsp.OCSPResponderEncoding) -> None:
    """By name or by key hash."""
    assert cause_of(replace(delegated(responder(delegate_extensions())), encoding=encoding).make()) is None


def test_a_short_lived_delegate_needs_no_nocheck() -> None:
    """Seven days is short; a second more has to say `ocsp-nocheck`."""
    bare = delegate_extensions(no_check=False)
    week = responder(bare, starts=scene.AT - DAY, ends=scene.AT + 6 * DAY)
    longer = responder(bare, starts=scene.AT - DAY, ends=scene.AT + 6 * DAY + MINUTE)
    assert cause_of(delegated(week).make()) is None
    assert cause_of(delegated(longer).make()) is Cause.RESPONDER_NOT_AUTHORISED


UNAUTHORISED: dict[str, Callable[[], x509.Certificate]] = {
    "a resident's card": scene.card,
    "no purpose": lambda: responder(delegate_extensions(purposes=())),
    "another purpose": lambda: responder(delegate_extensions(purposes=ANY_PURPOSE)),
    "another key usage": lambda: responder(delegate_extensions(usage="key_encipherment")),
    "an authority": lambda: responder(delegate_extensions(further=((CA, True),))),
    "an unknown critical extension": lambda: responder(delegate_extensions(further=((UNKNOWN, True),))),
    "expired": lambda: responder(delegate_extensions(), ends=scene.AT - MINUTE),
    "not yet valid": lambda: responder(delegate_extensions(), starts=scene.AT + MINUTE),
    "of the other generation": lambda: responder(delegate_extensions(), generation="sim-2"),
}


@pytest.mark.parametrize("what", UNAUTHORISED)
def test_who_is_no_delegate_is_refused(what: str) -> None:
    """RFC 6960, 4.2.2.2: issued directly, for this purpose, in force now, and not itself in need of a check."""
    assert cause_of(delegated(UNAUTHORISED[what]()).make()) is Cause.RESPONDER_NOT_AUTHORISED


def test_the_other_generation_is_refused_although_its_name_is_the_same() -> None:
    """A response that names the authority but is signed by another generation's key has the wrong signer."""
    named = Recipe(encoding=ocsp.OCSPResponderEncoding.NAME)
    assert cause_of(named.make()) is None
    other = replace(named, forger=scene.root("sim-2").sign_bytes)
    assert cause_of(other.make()) is Cause.WRONG_SIGNER
    enclosed = replace(other, enclosed=[scene.root("sim-2").certificate])
    assert cause_of(enclosed.make()) is Cause.RESPONDER_NOT_AUTHORISED


def test_a_self_made_root_of_the_same_name_is_refused() -> None:
    """A root that an attacker encloses is a candidate like any other: it is not the pinned one and no delegate."""
    key = fresh_key()
    day, name = DAY, scene.root().certificate.subject
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(scene.AT - day).not_valid_after(scene.AT + day)
    for value, critical in profile.responder_extensions():
        builder = builder.add_extension(value, critical)
    forged = builder.sign(key, SHA256())
    recipe = Recipe(responder=forged, key=key)
    assert cause_of(recipe.make()) is Cause.RESPONDER_NOT_AUTHORISED


def test_the_responder_id_has_to_name_the_signer() -> None:
    """A response that names one certificate and is signed by another enclosed one has the wrong signer."""
    own = responder(delegate_extensions())
    recipe = Recipe(enclosed=[own], forger=signing(scene.card_key()))
    assert cause_of(recipe.make()) is Cause.WRONG_SIGNER


def test_a_delegate_that_is_not_enclosed_cannot_be_checked() -> None:
    """The certificate has to come with the response: it is fetched from nowhere."""
    recipe = replace(delegated(responder(delegate_extensions())), enclosed=[scene.root().certificate])
    assert cause_of(recipe.make()) is Cause.WRONG_SIGNER


def test_a_pile_of_certificates_is_refused() -> None:
    """Four are more than any responder needs."""
    own = responder(delegate_extensions())
    assert cause_of(replace(delegated(own), enclosed=[own] * 4).make()) is None
    assert cause_of(replace(delegated(own), enclosed=[own] * 5).make()) is Cause.MALFORMED


def test_a_small_key_signs_nothing() -> None:
    """RSA below 2048 bits does not count, even when the authority certified it."""
    small = fresh_key(1024)
    certificate = scene.root().issue(
        delegate_extensions(),
        serial=78,
        subject_cn="SMALL",
        public_key=small.public_key(),
        not_before=scene.AT - DAY,
        not_after=scene.AT + DAY,
    )
    assert cause_of(Recipe(responder=certificate, key=small).make()) is Cause.WRONG_SIGNER


def test_a_delegate_certified_with_sha_1_is_refused() -> None:
    """The delegate's certificate has to be signed by an algorithm of the table too."""
    key = load_pem_private_key(scene.root().private_key_pem, None)
    assert isinstance(key, rsa.RSAPrivateKey)
    sound = responder(delegate_extensions())
    tbs = sound.tbs_certificate_bytes.replace(RSA_WITH_SHA_256, RSA_WITH_SHA_1)
    signature = key.sign(tbs, padding.PKCS1v15(), SHA1())  # noqa: S303 - to be refused
    algorithm = tlv(SEQUENCE, tlv(0x06, RSA_WITH_SHA_1) + b"\x05\x00")
    weak = x509.load_der_x509_certificate(tlv(SEQUENCE, tbs + algorithm + tlv(BITS, b"\x00" + signature)))
    assert weak.signature_algorithm_oid == SignatureAlgorithmOID.RSA_WITH_SHA1
    assert cause_of(delegated(weak).make()) is Cause.RESPONDER_NOT_AUTHORISED
