"""The encoder of the page's code, against an independent one."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chalicelib.render.typesetting import qr
from tests.unit.render.independent_qr import independent_modules

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def _tiles(modules: list[list[bool]]) -> bytes:
    """Put modules with a quiet zone above and left of them into bytes of two by four: 27 rows of 54."""
    dark = {(row + 4, column + 4) for row, line in enumerate(modules) for column, module in enumerate(line) if module}
    return bytes(
        sum(((4 * down + number // 2, 2 * across + number % 2) in dark) << 7 - number for number in range(8))
        for down in range(27)
        for across in range(54)
    )


@settings(max_examples=40)
@given(st.text(_ALPHABET, min_size=1, max_size=qr.CAPACITY))
@example("A" * qr.CAPACITY)
@example("Z" * (qr.CAPACITY - 1))
@example("0")
@example("0" * 11)
def test_every_module_is_what_an_independent_encoder_gives(content: str) -> None:
    """Whatever the content and its length, the code is that of another implementation, in a quiet zone of four."""
    assert qr.encode(content) == _tiles(independent_modules(content))


@pytest.mark.parametrize("content", ["a", "A\n", "漢", "A" * (qr.CAPACITY + 1)])
def test_what_the_code_cannot_hold_is_refused(content: str) -> None:
    """Too many characters, or others than the mode has, make no code."""
    with pytest.raises(ValueError, match="alphanumeric"):
        qr.encode(content)
