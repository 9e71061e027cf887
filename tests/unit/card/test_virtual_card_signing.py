"""COMPUTE DIGITAL SIGNATURE of the virtual card."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from tests.unit.card import making
from tests.unit.card.talking import Talk

DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
MESSAGE = b"what the card signs"
DIGEST = hashlib.sha256(MESSAGE).digest()


@pytest.fixture
def verified(talk: Talk) -> Talk:
    """Give a card with a verified PIN."""
    assert talk.verify(making.PIN) == "9000"
    return talk


def check(signature: bytes, scheme: Any = None) -> None:
    """Hold a signature over the message against the card's certificate."""
    public = making.authentication().key.public_key()
    public.verify(signature, MESSAGE, scheme or padding.PKCS1v15(), hashes.SHA256())


def recovered(signature: bytes) -> bytes:
    """Take the padding off a signature."""
    return making.authentication().key.public_key().recover_data_from_signature(signature, padding.PKCS1v15(), None)


def test_a_digest_info_becomes_a_standard_signature(verified: Talk) -> None:
    """P1 00 with a DigestInfo gives the RSASSA-PKCS1-v1_5 signature of 256 bytes that verifies with the certificate."""
    assert verified.sign(DIGEST_INFO + DIGEST) == "9000"
    assert len(verified.data) == 256
    check(verified.data)


@pytest.mark.parametrize("size", [1, 35, 51, 67, 83, 245])
def test_the_card_signs_whatever_it_is_sent(verified: Talk, size: int) -> None:
    """P1 00 pads and signs any 1 to 245 bytes: the card is no judge of what it signs."""
    data = bytes(range(256))[-size:]
    assert verified.sign(data) == "9000"
    assert recovered(verified.data) == data


def test_more_than_the_padding_leaves_room_for_is_refused(verified: Talk) -> None:
    """246 bytes do not fit and answer 6700, as do none."""
    assert verified.sign(b"x" * 246) == "6700"
    assert verified.at("0017").send("802A008000") == "6700"


@pytest.mark.parametrize(("scheme", "data"), [("02", DIGEST), ("03", MESSAGE)])
def test_the_card_makes_the_digest_info_itself(verified: Talk, scheme: str, data: bytes) -> None:
    """P1 02 takes a hash and P1 03 a message; both give the same signature as a DigestInfo under P1 00."""
    assert verified.sign(data, scheme) == "9000"
    check(verified.data)


def test_a_bare_hash_is_signed_without_its_algorithm(verified: Talk) -> None:
    """P1 01 pads the SHA-256 of what is sent, with no DigestInfo around it."""
    assert verified.sign(MESSAGE, "01") == "9000"
    assert recovered(verified.data) == DIGEST


@pytest.mark.parametrize(("scheme", "data"), [("04", DIGEST), ("05", MESSAGE)])
def test_pss_signatures_verify(verified: Talk, scheme: str, data: bytes) -> None:
    """P1 04 takes a hash and P1 05 a message; both give RSASSA-PSS signatures."""
    assert verified.sign(data, scheme) == "9000"
    check(verified.data, padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.AUTO))


@pytest.mark.parametrize("scheme", ["06", "80", "9E", "FF"])
def test_unknown_schemes_are_refused(verified: Talk, scheme: str) -> None:
    """Any other P1 answers 6A86."""
    assert verified.sign(DIGEST_INFO + DIGEST, scheme) == "6A86"


@pytest.mark.parametrize(("scheme", "data"), [("02", DIGEST[:-1]), ("02", DIGEST + b"x"), ("04", b"x")])
def test_a_hash_has_32_bytes(verified: Talk, scheme: str, data: bytes) -> None:
    """P1 02 and 04 refuse anything but 32 bytes with 6700."""
    assert verified.sign(data, scheme) == "6700"


def test_short_identifier_signs_the_same(verified: Talk) -> None:
    """P2 97 signs with EF 0017 without selecting it, byte for byte the same."""
    assert verified.sign(DIGEST_INFO + DIGEST) == "9000"
    signature = verified.data
    assert verified.send("802A0097", "33", DIGEST_INFO, DIGEST, "00") == "9000"
    assert verified.data == signature


def test_the_key_needs_its_pin(talk: Talk) -> None:
    """Without a PIN the authentication key answers 6982 and gives nothing."""
    assert talk.sign(DIGEST_INFO + DIGEST) == "6982"
    assert talk.data == b""


def test_each_key_needs_its_own_pin(verified: Talk) -> None:
    """The PIN does not open the signing key, nor the password the authentication key."""
    assert verified.sign(b"x", identifier="001A") == "6982"
    verified.card.reset()
    assert verified.open().verify(making.PASSWORD, "001B") == "9000"
    assert verified.sign(b"x", identifier="0017") == "6982"
    assert verified.sign(b"x", identifier="001A") == "9000"


def test_a_reset_ends_the_use_of_the_key(verified: Talk) -> None:
    """After a reset the key needs the PIN again."""
    verified.card.reset()
    assert verified.open().sign(b"x") == "6982"


def test_one_pin_entry_allows_many_signatures(verified: Talk) -> None:
    """The card does not count signatures: the kiosk has to see to it that there is one."""
    assert [verified.sign(b"x") for _ in range(3)] == ["9000"] * 3


@pytest.mark.parametrize("identifier", ["000A", "0018", "0016"])
def test_only_a_private_key_signs(verified: Talk, identifier: str) -> None:
    """Signing with a file, a PIN or the terminals' key answers 6985."""
    assert verified.sign(b"x", identifier=identifier) == "6985"
