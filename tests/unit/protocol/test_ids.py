"""Ids: their forms, where they come from, and what they give away."""

from __future__ import annotations

import base64
import hashlib
import hmac
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.protocol import ids

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TOKENS = st.binary(min_size=32, max_size=32).map(lambda random: ids.new_session_token("24204", lambda _size: random))


def _fixed(random: bytes) -> ids.Entropy:
    def draw(size: int) -> bytes:
        assert size == len(random)
        return random

    return draw


@given(st.binary(min_size=16, max_size=16))
def test_an_id_is_128_random_bits_a_person_can_read_out(random: bytes) -> None:
    """26 characters of Crockford's base 32, which has no I, L, O and U; nothing of the bits is lost."""
    text = ids.new_id(_fixed(random))
    assert len(text) == 26
    assert set(text) <= set(CROCKFORD)
    value = 0
    for character in text:
        value = value * 32 + CROCKFORD.index(character)
    assert (value >> 2).to_bytes(16, "big") == random
    assert ids.is_id(text)


@pytest.mark.parametrize("text", ["A" * 16, "z" * 64, "-_" * 8, "0123456789abcdef"])
def test_what_has_the_form_of_an_id(text: str) -> None:
    """16 to 64 letters, digits, hyphens and underscores."""
    assert ids.is_id(text)


@pytest.mark.parametrize(
    "text", ["", "A" * 15, "A" * 65, "A" * 16 + "\n", "A" * 15 + "é", "A" * 15 + "/", "A" * 15 + " ", "A" * 15 + "٣"]
)
def test_what_has_not_the_form_of_an_id(text: str) -> None:
    """Nothing else: no line end, no other alphabet's letters or digits, no separators."""
    assert not ids.is_id(text)


def test_a_challenge_id_begins_with_its_municipality() -> None:
    """So that one read finds both; the rest is as random as any id."""
    text = ids.new_challenge_id("24204", _fixed(bytes(16)))
    assert text == "24204-" + "0" * 26
    assert ids.is_id(text)
    assert ids.municipality_of(text) == "24204"


def test_a_session_token_is_256_random_bits() -> None:
    """After the municipality stand 43 characters of base64url."""
    random = bytes(range(32))
    token = ids.new_session_token("24204", _fixed(random))
    assert base64.urlsafe_b64decode(token.removeprefix("24204-") + "=") == random
    assert ids.is_session_token(token)
    assert ids.municipality_of(token) == "24204"


@pytest.mark.parametrize(
    "text", ["", "24204", "24204-", "2420-abc", "242045-abc", "a4204-abc", "-abc", "２４２０４-abc", " 24204-abc"]
)
def test_no_municipality_is_read_from_something_malformed(text: str) -> None:
    """Five ASCII digits, a hyphen and something after it, or none."""
    assert ids.municipality_of(text) is None


@pytest.mark.parametrize(
    "text", ["", "A" * 43, "24204-" + "A" * 42, "24204-" + "A" * 44, "2420-" + "A" * 43, "24204-" + "A" * 43 + "\n"]
)
def test_what_has_not_the_form_of_a_token(text: str) -> None:
    """A token of another length, or without its municipality, is none."""
    assert not ids.is_session_token(text)


@given(TOKENS)
def test_what_is_stored_of_a_token_is_its_digest(token: str) -> None:
    """SHA-256 in hexadecimal, from which nobody gets the token back."""
    assert ids.token_hash(token) == hashlib.sha256(token.encode()).hexdigest()


def test_an_issuance_id_is_derived_from_token_and_key() -> None:
    """HMAC-SHA-256 keyed with the token: the first 128 bits, written as any id."""
    mac = hmac.new(b"24204-token", b"kofu/issuance-id/v1\0" + b"key-key-key-key-1", hashlib.sha256).digest()
    derived = ids.issuance_id("24204-token", "key-key-key-key-1")
    assert derived == ids.encode_id(mac[:16])
    assert len(derived) == 26
    assert set(derived) <= set(CROCKFORD)


@given(TOKENS, TOKENS, st.text(string.ascii_letters, max_size=4), st.text(string.ascii_letters, max_size=4))
def test_the_same_key_in_another_session_is_another_issuance(one: str, two: str, first: str, second: str) -> None:
    """An issuance id repeats only for the same session and the same key."""
    same = ids.issuance_id(one, first) == ids.issuance_id(two, second)
    assert same == ((one, first) == (two, second))


def test_a_member_reference_means_nothing_outside_the_session() -> None:
    """The same resident has another reference in another session, and the reference does not contain the id."""
    here, there = (ids.member_reference(binding, "resident-1") for binding in (bytes(32), b"\1" * 32))
    assert here == ids.member_reference(bytes(32), "resident-1")
    assert here != there
    assert here != ids.member_reference(bytes(32), "resident-2")
    assert ids.is_id(here)
