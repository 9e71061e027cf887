"""The compiled loops over packed scan lines do what single pixels and bytes in Python do, and nothing outside them."""

from __future__ import annotations

import random
from typing import NamedTuple

import pytest

from chalicelib.render.typesetting import packed
from chalicelib.render.typesetting.ink import Ink

_STRIDE, _TOP, _ROWS = 23, 40, 50
_SEEDS = range(40)


class _Lines(NamedTuple):
    template: bytes
    inks: list[Ink]
    lines: bytearray


def _united(template: bytes, inks: list[Ink]) -> bytearray:
    lines = bytearray(template)
    for rows, left, top, width in inks:
        for at, byte in enumerate(rows):
            row, column = divmod(at, width)
            lines[(top - _TOP + row) * _STRIDE + left + column] |= byte
    return lines


def _ink(dice: random.Random) -> Ink:
    width, rows = dice.randint(1, _STRIDE), dice.randint(1, _ROWS)
    left, top = dice.randint(0, _STRIDE - width), _TOP + dice.randint(0, _ROWS - rows)
    return Ink(dice.randbytes(width * rows), left, top, width)


def _page(seed: int) -> _Lines:
    dice = random.Random(seed)  # noqa: S311 - shapes of a test, no secret
    template = bytes(dice.choice((0, 1, 0xFF, dice.randrange(256))) for _ in range(_STRIDE * _ROWS))
    inks = [_ink(dice) for _ in range(dice.randint(0, 5))]
    return _Lines(template, inks, _united(template, inks))


@pytest.mark.parametrize("seed", _SEEDS)
def test_ink_is_united_with_what_is_there(seed: int) -> None:
    """Each byte of scan lines keeps its bits and gets those of the ink over it."""
    page = _page(seed)
    lines = bytearray(page.template)
    for ink in page.inks:
        packed.unite(lines, _STRIDE, _TOP, ink)
        assert packed.holds(lines, _STRIDE, _TOP, ink)
    assert lines == page.lines


@pytest.mark.parametrize("seed", _SEEDS)
def test_one_changed_bit_is_seen(seed: int) -> None:
    """Scan lines are exact as they are, and with any one of their bits changed they are not."""
    page = _page(seed)
    assert packed.is_exact(page.lines, page.template, _STRIDE, _TOP, page.inks)
    for bit in range(8 * len(page.lines)):
        page.lines[bit // 8] ^= 1 << bit % 8
        assert not packed.is_exact(page.lines, page.template, _STRIDE, _TOP, page.inks)
        page.lines[bit // 8] ^= 1 << bit % 8


@pytest.mark.parametrize("seed", _SEEDS)
def test_one_lost_bit_of_ink_is_seen(seed: int) -> None:
    """Ink that the scan lines lack one bit of is not held, wherever in them the bit is."""
    page = _page(seed)
    for ink in page.inks:
        for at in range(0, len(ink.rows), 7):
            row, column = divmod(at, ink.width)
            place = (ink.top - _TOP + row) * _STRIDE + ink.left + column
            for bit in range(8):
                before = page.lines[place]
                page.lines[place] &= ~(1 << bit)
                assert packed.holds(page.lines, _STRIDE, _TOP, ink) == (not ink.rows[at] >> bit & 1)
                page.lines[place] = before


def test_ink_is_looked_for_in_the_rows_that_are_given() -> None:
    """Of ink that reaches over the scan lines above and below, only the rows in them count."""
    ink = Ink(b"\xff" * 10, 3, _TOP - 4, 1)
    lines = bytearray(_STRIDE * 2)
    assert not packed.holds(lines, _STRIDE, _TOP, ink)
    lines[3] = lines[_STRIDE + 3] = 0xFF
    assert packed.holds(lines, _STRIDE, _TOP, ink)
    for top in (_TOP - 5, _TOP + 7):
        assert packed.holds(bytes(_STRIDE), _STRIDE, top, ink)
    assert not packed.is_exact(lines, bytes(len(lines)), _STRIDE, _TOP, [ink])


@pytest.mark.parametrize(
    "ink",
    [
        Ink(b"\xff" * 4, -1, _TOP, 4),
        Ink(b"\xff" * 4, _STRIDE - 3, _TOP, 4),
        Ink(b"\xff" * 4, 0, _TOP - 1, 4),
        Ink(b"\xff" * 4, 0, _TOP + _ROWS, 4),
        Ink(b"\xff" * 8, 0, _TOP + _ROWS - 1, 4),
        Ink(b"\xff" * 5, 0, _TOP, 4),
        Ink(b"\xff" * 4, 0, _TOP, 0),
        Ink(b"\xff" * 4, 0, _TOP, -4),
        Ink(b"\xff" * 4, 2**62, _TOP, 4),
        Ink(b"\xff" * 4, 0, 2**62, 4),
        Ink(b"\xff" * 4, 0, -(2**62), 4),
        Ink(b"\xff" * 4, 0, _TOP, 2**62),
        Ink(b"\xff" * 4, 2**80, _TOP, 4),
    ],
)
def test_ink_beside_the_scan_lines_changes_nothing(ink: Ink) -> None:
    """Ink that would stand outside the given bytes is refused, and none of them is touched."""
    lines = bytearray(_STRIDE * _ROWS)
    with pytest.raises((ValueError, OverflowError)):
        packed.unite(lines, _STRIDE, _TOP, ink)
    assert not any(lines)


def test_a_template_cannot_be_printed_on() -> None:
    """What cannot be changed is not changed: scan lines of a template are bytes."""
    with pytest.raises((TypeError, BufferError)):
        packed.unite(bytes(_STRIDE), _STRIDE, 0, Ink(b"\xff", 0, 0, 1))
