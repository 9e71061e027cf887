"""The flawed certificates: each wrong in its one point and right in the others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from infra.emulator.card_authority import fresh_key
from infra.emulator.card_authority.hostile import Flaw, issue_flawed
from tests.unit.card import making

CARD_POLICY = ["1.2.392.200149.8.5.1.3.30"]


def flawed(flaw: Flaw) -> x509.Certificate:
    """Issue a flawed certificate."""
    key = making.authentication().key.public_key()
    return issue_flawed(making.authority(), flaw, serial=5, subject_cn=making.SUBJECT, public_key=key, now=making.NOW)


def _policies(leaf: x509.Certificate) -> list[str]:
    value = leaf.extensions.get_extension_for_class(x509.CertificatePolicies).value
    return [policy.policy_identifier.dotted_string for policy in value]


def _usage_is_sound(leaf: x509.Certificate) -> bool:
    try:
        usage = leaf.extensions.get_extension_for_class(x509.KeyUsage)
    except x509.ExtensionNotFound:
        return False
    return usage.critical and usage.value.public_bytes().hex() == "03020780"


def _policy_is_sound(leaf: x509.Certificate) -> bool:
    try:
        return _policies(leaf) == CARD_POLICY
    except x509.ExtensionNotFound:
        return False


def _is_no_ca(leaf: x509.Certificate) -> bool:
    return not any(isinstance(extension.value, x509.BasicConstraints) for extension in leaf.extensions)


def _key_is_sound(leaf: x509.Certificate) -> bool:
    key = leaf.public_key()
    return isinstance(key, rsa.RSAPublicKey) and key.key_size == 2048


POINTS: dict[str, Callable[[x509.Certificate], bool]] = {
    "started": lambda leaf: leaf.not_valid_before_utc <= making.NOW,
    "not ended": lambda leaf: leaf.not_valid_after_utc >= making.NOW,
    "usage": _usage_is_sound,
    "policy": _policy_is_sound,
    "no CA": _is_no_ca,
    "key": _key_is_sound,
    "known": lambda leaf: (
        not any(isinstance(e.value, x509.UnrecognizedExtension) and e.critical for e in leaf.extensions)
    ),
}
WRONG = {
    Flaw.EXPIRED: "not ended",
    Flaw.NOT_YET_VALID: "started",
    Flaw.WRONG_POLICY: "policy",
    Flaw.PHONE_POLICY: "policy",
    Flaw.NO_POLICY: "policy",
    Flaw.WRONG_KEY_USAGE: "usage",
    Flaw.SIGNING_KEY_USAGE: "usage",
    Flaw.UNCRITICAL_KEY_USAGE: "usage",
    Flaw.NO_KEY_USAGE: "usage",
    Flaw.CERTIFICATION_AUTHORITY: "no CA",
    Flaw.UNKNOWN_CRITICAL_EXTENSION: "known",
    Flaw.SMALL_KEY: "key",
}


@pytest.mark.parametrize("flaw", Flaw)
def test_each_flaw_is_the_only_one(flaw: Flaw) -> None:
    """A flawed certificate fails its own point, passes all others, and is properly signed by the authority."""
    leaf = flawed(flaw)
    leaf.verify_directly_issued_by(making.authority().certificate)
    assert [name for name, holds in POINTS.items() if not holds(leaf)] == [WRONG[flaw]]


def test_a_sound_certificate_has_none() -> None:
    """The points by which flaws are told all hold for a certificate of the profile."""
    assert all(holds(making.authentication().certificate) for holds in POINTS.values())


def test_a_small_key_can_be_given() -> None:
    """The small key's owner can sign with it when it is passed in."""
    small = fresh_key(1024)
    leaf = issue_flawed(
        making.authority(),
        Flaw.SMALL_KEY,
        serial=5,
        subject_cn=making.SUBJECT,
        public_key=making.authentication().key.public_key(),
        now=making.NOW,
        small_key=small.public_key(),
    )
    assert leaf.public_key() == small.public_key()
