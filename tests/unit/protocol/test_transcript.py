"""The bytes a card signs: exactly those of the protocol, and never the same for two different authentications."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.protocol.transcript import CHALLENGE_LIFETIME, CHALLENGE_SIZE, SESSION_LIFETIME, Transcript

TRANSCRIPT = Transcript(
    challenge_id="24204-00000000000000000000000000",
    challenge=bytes(range(32)),
    kiosk_id="kiosk-端",
    municipality="24204",
    session_public_key=bytes(1216),
    card_certificate=b"\x30\x00",
    expires_at=1795482090,
)

# Written by hand from the description of the transcript, a field a line; the two digests are `sha256sum`'s.
VECTOR = bytes.fromhex(
    """
    6b6f66752f636172642d61757468656e7469636174696f6e2f7631 00
    00000020 32343230342d3030303030303030303030303030303030303030303030303030
    00000020 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
    00000009 6b696f736b2de7abaf
    00000005 3234323034
    00000020 97d364e2d3d35f030a038c41bbadc42d0c15fa8d79ba569987e19fddb2e80f9a
    00000020 e4f60d0aa6d7f3d3b6a6494b1c861b99f649c6f9ec51abaf201b20f297327c95
    0000000a 31373935343832303930
    """
)

TRANSCRIPTS = st.builds(
    Transcript,
    challenge_id=st.text(st.characters(max_codepoint=127), max_size=6),
    challenge=st.binary(max_size=6),
    kiosk_id=st.text(max_size=6),
    municipality=st.text("0123456789", max_size=6),
    session_public_key=st.binary(max_size=4),
    card_certificate=st.binary(max_size=4),
    expires_at=st.integers(0, 2**40),
)


def test_the_encoding_is_the_one_written_out_by_hand() -> None:
    """Domain tag, then each field in order after its length as uint32 big-endian."""
    assert TRANSCRIPT.encode() == VECTOR


def test_the_binding_is_the_digest_of_the_encoding() -> None:
    """The session binding is SHA-256 of what the card signs."""
    assert TRANSCRIPT.binding() == hashlib.sha256(VECTOR).digest()


def test_the_figures_are_those_of_the_protocol() -> None:
    """A challenge has 32 bytes and lives 90 seconds; a session lives ten minutes."""
    assert (CHALLENGE_SIZE, CHALLENGE_LIFETIME, SESSION_LIFETIME) == (32, 90, 600)


@given(TRANSCRIPTS, TRANSCRIPTS)
def test_different_authentications_are_encoded_differently(one: Transcript, other: Transcript) -> None:
    """No two different transcripts have the same bytes."""
    assert (one.encode() == other.encode()) == (one == other)


@given(st.text("ab", max_size=8), st.integers(0, 8), st.integers(0, 8))
def test_nothing_moves_across_the_boundary_of_two_fields(text: str, cut: int, other: int) -> None:
    """The same characters split elsewhere between kiosk and municipality are other bytes."""
    one = replace(TRANSCRIPT, kiosk_id=text[:cut], municipality=text[cut:])
    two = replace(TRANSCRIPT, kiosk_id=text[:other], municipality=text[other:])
    assert (one.encode() == two.encode()) == (text[:cut] == text[:other])


@pytest.mark.parametrize(
    "change",
    [
        {"challenge_id": "24204-00000000000000000000000001"},
        {"challenge": bytes(32)},
        {"kiosk_id": "kiosk-0002"},
        {"municipality": "24203"},
        {"session_public_key": b"\1" + bytes(1215)},
        {"card_certificate": b"\x30\x00\x00"},
        {"expires_at": 1795482091},
    ],
    ids=lambda change: next(iter(change)),
)
def test_each_field_is_signed(change: dict[str, Any]) -> None:
    """Changing any single field changes what the card signs."""
    assert replace(TRANSCRIPT, **change).encode() != VECTOR


@given(st.binary())
def test_the_encoding_is_no_bare_nonce(challenge: bytes) -> None:
    """Whatever the nonce, the signed bytes begin with the domain tag: the signature is of use to nobody else."""
    assert replace(TRANSCRIPT, challenge=challenge).encode().startswith(b"kofu/card-authentication/v1\0")
