"""The encoder of the page's code, against independent ones."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chalicelib.render.typesetting import qr
from tests.unit.render.independent_qr import by_zxing, independent_modules

_OTHERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_ALPHABET = "0123456789" + _OTHERS


def _in_quiet_zone(modules: list[list[bool]]) -> bytes:
    """Put four light modules on every side of a code: 105 rows of as many."""
    beside = bytes(4)
    rows = [beside + bytes(row) + beside for row in modules]
    return b"".join([bytes(4 * 105), *rows, bytes(4 * 105)])


@settings(max_examples=40)
@given(st.text(_ALPHABET, max_size=qr.CAPACITY))
@example("")
@example(_ALPHABET * 21)
@example("0" * 11)
def test_every_module_is_what_an_independent_encoder_gives(content: str) -> None:
    """Whatever the content, the code is that of another implementation, in a quiet zone of four."""
    assert qr.encode(content) == _in_quiet_zone(independent_modules(content))


def test_every_length_is_encoded_as_another_independent_encoder_does() -> None:
    """From one character to the longest content there is a code for, not a module is different."""
    dice = random.Random(20)  # noqa: S311 - draws test data
    contents = ["".join(dice.choices(_OTHERS, k=length)) for length in range(1, qr.CAPACITY + 1)]
    assert [content for content in contents if qr.encode(content) != by_zxing(content)] == []


@pytest.mark.parametrize("strange", ["a", "\n", "\0", "@", "[", "\x7f", "é", "Ａ", "漢", "\ud800", "\U0001f600"])
@pytest.mark.parametrize("before", [0, qr.CAPACITY - 1])
def test_no_other_characters_are_encoded(strange: str, before: int) -> None:
    """A character that the mode has not makes no code, wherever it stands, and is not in the message."""
    with pytest.raises(ValueError, match="alphanumeric") as refused:
        qr.encode("0" * before + strange)
    assert refused.value.args == ("characters that the alphanumeric mode has not",)


@pytest.mark.parametrize("length", [qr.CAPACITY + 1, 1_000_000])
def test_no_more_characters_are_encoded_than_there_is_room_for(length: int) -> None:
    """One character too many makes no code, and a million do no harm."""
    with pytest.raises(ValueError, match="alphanumeric") as refused:
        qr.encode("A" * length)
    assert refused.value.args == ("more characters of the alphanumeric mode than there is room for",)


@pytest.mark.parametrize("content", [b"A", bytearray(b"A"), None, 7, ["A"]])
def test_what_is_no_text_is_not_encoded(content: Any) -> None:
    """Bytes that read like a content are none."""
    with pytest.raises(TypeError, match="no text"):
        qr.encode(content)
