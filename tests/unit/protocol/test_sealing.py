"""Sealing: what is sealed to a session opens there, for that issuance, unchanged, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.protocol import sealing
from chalicelib.protocol.errors import SealBroken, SessionKeyMalformed
from chalicelib.protocol.sealing import ENC_SIZE, OVERHEAD, SESSION_PUBLIC_KEY_SIZE, Sealed, SessionKey

BINDING, OTHER_BINDING = bytes(32), b"\1" * 32
ISSUANCE, OTHER_ISSUANCE = "01JD6Q8ZK3M5N7P9R1T2V4W6XY", "01JD6Q8ZK3M5N7P9R1T2V4W6XZ"
INFO = sealing.image_info(BINDING, ISSUANCE)
PLAINTEXT = b"a page"
KEY = SessionKey()
SEALED = sealing.seal(PLAINTEXT, KEY.public_bytes, INFO)
WHOLE = SEALED.enc + SEALED.ciphertext


def _split(whole: bytes) -> Sealed:
    return Sealed(whole[:ENC_SIZE], whole[ENC_SIZE:])


def test_sizes_are_those_of_the_protocol() -> None:
    """The public key has 1216 bytes, `enc` 1120, and a ciphertext is 16 bytes longer than what is in it."""
    assert len(KEY.public_bytes) == SESSION_PUBLIC_KEY_SIZE == 1184 + 32
    assert len(SEALED.enc) == ENC_SIZE == 1120
    assert len(WHOLE) == len(PLAINTEXT) + OVERHEAD == len(PLAINTEXT) + 1120 + 16


def test_the_limit_of_a_hand_over_is_four_mebibytes() -> None:
    """What is larger would not fit the answer of a function."""
    assert sealing.MAX_HAND_OVER == 4_194_304


def test_infos_are_those_of_the_protocol() -> None:
    """The domain tags, a zero byte, the binding and, for an image, the issuance id."""
    assert b"kofu/sealed-image/v1\x00" + BINDING + ISSUANCE.encode() == INFO
    assert sealing.offers_info(BINDING) == b"kofu/sealed-offers/v1\x00" + BINDING


@given(st.binary(max_size=4096))
def test_what_was_sealed_opens_again(plaintext: bytes) -> None:
    """The session's key opens it to exactly what went in."""
    assert KEY.open(sealing.seal(plaintext, KEY.public_bytes, INFO), INFO) == plaintext


def test_sealing_twice_gives_nothing_in_common() -> None:
    """The same page sealed again has another `enc` and another ciphertext: one never opens with the other's half."""
    again = sealing.seal(PLAINTEXT, KEY.public_bytes, INFO)
    assert (again.enc, again.ciphertext) != (SEALED.enc, SEALED.ciphertext)
    with pytest.raises(SealBroken):
        KEY.open(Sealed(again.enc, SEALED.ciphertext), INFO)


@pytest.mark.parametrize(
    "info",
    [
        sealing.image_info(OTHER_BINDING, ISSUANCE),
        sealing.image_info(BINDING, OTHER_ISSUANCE),
        sealing.offers_info(BINDING),
        b"",
    ],
    ids=["other-session", "other-issuance", "as-offers", "none"],
)
def test_it_does_not_open_as_anything_else(info: bytes) -> None:
    """The right key opens it for no other session, issuance or purpose."""
    with pytest.raises(SealBroken):
        KEY.open(SEALED, info)


def test_it_does_not_open_with_another_key() -> None:
    """Delivered to another session's kiosk it is noise."""
    with pytest.raises(SealBroken):
        SessionKey().open(SEALED, INFO)


@given(st.integers(0, len(WHOLE) * 8 - 1))
def test_a_changed_bit_is_refused(bit: int) -> None:
    """No bit of `enc` or ciphertext can be changed."""
    changed = bytearray(WHOLE)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        KEY.open(_split(bytes(changed)), INFO)


@given(st.integers(0, len(WHOLE) - 1))
def test_a_truncated_one_is_refused(length: int) -> None:
    """Cut off anywhere it does not open."""
    with pytest.raises(SealBroken):
        KEY.open(_split(WHOLE[:length]), INFO)


def test_a_lengthened_one_is_refused() -> None:
    """Nothing can be appended."""
    with pytest.raises(SealBroken):
        KEY.open(_split(WHOLE + b"\0"), INFO)


MALFORMED = {
    "empty": b"",
    "short": KEY.public_bytes[:-1],
    "long": KEY.public_bytes + b"\0",
    "halves-swapped": KEY.public_bytes[1184:] + KEY.public_bytes[:1184],
    # FIPS 203, 7.2: a coefficient of 4095 is not below the modulus 3329.
    "coefficients-too-large": b"\xff" * 1184 + KEY.public_bytes[1184:],
    # RFC 7748, 6.1: these points lead to a shared secret of zero, with whomever.
    "x25519-zero": KEY.public_bytes[:1184] + bytes(32),
    "x25519-one": KEY.public_bytes[:1184] + b"\1" + bytes(31),
    "x25519-order-8": KEY.public_bytes[:1184]
    + bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
}


@pytest.mark.parametrize("key", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_public_key_is_refused(key: bytes) -> None:
    """A key that nothing can be sealed to is refused when it is read, and nothing is sealed to it."""
    with pytest.raises(SessionKeyMalformed):
        sealing.load_public_key(key)
    with pytest.raises(SessionKeyMalformed):
        sealing.seal(PLAINTEXT, key, INFO)
