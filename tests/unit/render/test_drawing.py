"""The compiled drawing of a line has every dot of its glyphs where the pen stands, and no other."""

from __future__ import annotations

import random

import pytest

from chalicelib.render.typesetting import drawing
from chalicelib.render.typesetting.glyph import Glyph, bytes_across

_SEEDS = range(40)


def _glyph(dice: random.Random) -> Glyph:
    width, rows = dice.randint(1, 40), dice.randint(1, 30)
    across = bytes_across(width)
    spare = (across * 4 - width) * 2
    lines = (
        (int.from_bytes(dice.randbytes(across)) >> spare << spare | 3 << across * 8 - 2).to_bytes(across)
        for _ in range(rows)
    )
    return Glyph(b"".join(lines), width, dice.randint(-5, 9), dice.randint(-30, 8), dice.randint(0, 50))


def _dots(rows: bytes, width: int, left: int, top: int) -> set[tuple[int, int, int]]:
    """Return the bits that are set, each as the pixel of the page and which of its two bits it is."""
    found = set()
    for at, byte in enumerate(rows):
        row, column = divmod(at, width)
        found |= {(left + column * 4 + bit // 2, top + row, bit % 2) for bit in range(8) if byte >> (7 - bit) & 1}
    return found


@pytest.mark.parametrize("seed", _SEEDS)
def test_every_dot_of_every_glyph_is_laid(seed: int) -> None:
    """A line has the dots of its glyphs where the pen stands, no other, and no row or byte around them all."""
    dice = random.Random(seed)  # noqa: S311 - shapes of a test, no secret
    glyphs = [dice.choice((_glyph(dice), Glyph(b"", 0, 0, 0, 7))) for _ in range(dice.randint(1, 9))]
    start, gap, baseline = dice.randint(60, 70), dice.choice((0.0, 0.5, 2.25, -3.5)), 100
    expected, pen = set(), start
    for number, glyph in enumerate(glyphs):
        left = round(pen + number * gap) + glyph.left
        expected |= _dots(glyph.ink, bytes_across(glyph.width) or 1, left, baseline + glyph.top)
        pen += glyph.advance
    laid = drawing.lay(glyphs, start, gap, baseline, 1000, 1000)
    assert laid
    rows, byte, top, width, count = laid
    assert count == sum(bool(glyph.ink) for glyph in glyphs)
    assert _dots(rows, width, byte * 4, top) == expected
    if expected:
        assert byte == min(column for column, _, _ in expected) // 4
        assert (top, top + len(rows) // width - 1) == (min(y for _, y, _ in expected), max(y for _, y, _ in expected))


@pytest.mark.parametrize(
    ("left", "top", "fits"),
    [(0, 0, True), (-1, 0, False), (0, -1, False), (93, 0, True), (94, 0, False), (0, 48, True), (0, 49, False)],
)
def test_a_glyph_over_the_edge_is_not_laid(left: int, top: int, *, fits: bool) -> None:
    """A line of which one pixel lies outside the page is none."""
    laid = drawing.lay([Glyph(b"\xff\xfc" * 2, 7, left, top, 9)], 0, 0, 0, 100, 50)
    assert (laid is not None) == fits


@pytest.mark.parametrize(
    "glyph",
    [
        Glyph(b"\xff" * 3, 7, 0, 0, 9),
        Glyph(b"\xff", 0, 0, 0, 9),
        Glyph(b"\xff", -4, 0, 0, 9),
        Glyph(b"\xff", 4, 2**62, 0, 9),
        Glyph(b"\xff", 4, 0, 2**62, 9),
        Glyph(b"\xff", 4, 0, 0, 2**62),
        Glyph(b"\xff", 2**62, 0, 0, 9),
    ],
)
def test_what_is_no_glyph_is_refused(glyph: Glyph) -> None:
    """Rows that are not as wide as the glyph, or places beyond any page, are an error and no ink."""
    with pytest.raises(ValueError, match="a glyph"):
        drawing.lay([glyph], 0, 0, 0, 100, 50)
