"""The card's signature, byte by byte."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from chalicelib.authenticate import key_algorithms
from chalicelib.protocol.errors import CardSignatureInvalid
from infra.emulator.card_authority import CardAuthority, KeyPool, opaque_subject

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
MESSAGE = b"a transcript"
DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
WITHOUT_NULL = bytes.fromhex("302f300b0609608648016503040201" + "0420")

pool = KeyPool(2)
key = pool()


@pytest.fixture(scope="module")
def certificate() -> x509.Certificate:
    """A card's certificate for `key`."""
    authority = CardAuthority.create(generation="sim-1", now=NOW, key_source=pool)
    day = dt.timedelta(days=1)
    return authority.issue_authentication(7, opaque_subject(bytes(14), "24204"), key.public_key(), NOW - day, NOW + day)


def raw_signature(private_key: rsa.RSAPrivateKey, digest_info: bytes) -> bytes:
    """Sign any DigestInfo with PKCS#1 v1.5 padding, as a card does with what it is given."""
    size = private_key.key_size // 8
    padded = b"\x00\x01" + b"\xff" * (size - 3 - len(digest_info)) + b"\x00" + digest_info
    numbers = private_key.private_numbers()
    return pow(int.from_bytes(padded, "big"), numbers.d, numbers.public_numbers.n).to_bytes(size, "big")


def test_what_a_card_makes_is_accepted(certificate: x509.Certificate) -> None:
    """The signature that a card computes over the DigestInfo is the one that is verified."""
    signature = raw_signature(key, DIGEST_INFO + hashlib.sha256(MESSAGE).digest())
    assert signature == key.sign(MESSAGE, padding.PKCS1v15(), SHA256())
    key_algorithms.verify_signature(certificate, signature, MESSAGE)


def test_a_digest_info_without_null_is_refused(certificate: x509.Certificate) -> None:
    """RFC 8017 wants the NULL parameter: what leaves it out is refused, not guessed at."""
    signature = raw_signature(key, WITHOUT_NULL + hashlib.sha256(MESSAGE).digest())
    with pytest.raises(CardSignatureInvalid):
        key_algorithms.verify_signature(certificate, signature, MESSAGE)


def test_a_digest_of_another_algorithm_is_refused(certificate: x509.Certificate) -> None:
    """A signature over the same bytes with SHA-1 is none of ours."""
    sha1 = bytes.fromhex("3021300906052b0e03021a05000414") + hashlib.sha1(MESSAGE, usedforsecurity=False).digest()
    with pytest.raises(CardSignatureInvalid):
        key_algorithms.verify_signature(certificate, raw_signature(key, sha1), MESSAGE)


def test_the_signature_plus_the_modulus_is_refused(certificate: x509.Certificate) -> None:
    """There is one signature for a message: a number that is the same modulo n, but larger, is refused."""
    signature = key.sign(MESSAGE, padding.PKCS1v15(), SHA256())
    larger = int.from_bytes(signature, "big") + key.public_key().public_numbers().n
    with pytest.raises(CardSignatureInvalid):
        key_algorithms.verify_signature(certificate, larger.to_bytes(257, "big"), MESSAGE)
