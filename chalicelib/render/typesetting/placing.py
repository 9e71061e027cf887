"""Where each glyph of a fitted text stands in its box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chalicelib.render.typesetting.fitting import PITCH, Align, Setting, Style, size_of_lines
from chalicelib.render.typesetting.fonts import Character, FontSet
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.ink import Placed

# Where the baseline runs in the em square of a Mincho face: 880 of 1000 units from the top.
_BASELINE = 0.88

# How many halves of the free room a line leaves before it.
_HALVES_BEFORE: dict[Align, int] = {"left": 0, "right": 2, "centre": 1, "spread": 1}


class Line(NamedTuple):
    """Characters, their advances, where the pen starts, what it skips after each of them, the row of the baseline."""

    characters: Sequence[Character]
    advances: Sequence[int]
    left: int
    gap: float
    baseline: int


def place_glyphs(fonts: FontSet, setting: Setting, box: Box, align: Align) -> list[Placed]:
    """Return the glyphs line by line."""
    lines, size, percent = setting
    placed = []
    for characters, baseline in zip(lines, _baselines(size, len(lines), box), strict=True):
        glyphs = fonts.glyphs(characters, size, percent)
        free = box.right - box.left - sum([glyph.advance for glyph in glyphs])
        placed.append(Placed(glyphs, *_start_and_gap(box.left, free, len(glyphs), align), baseline))
    return placed


def place_at_once(fonts: FontSet, text: str, box: Box, style: Style) -> Placed | None:
    """Return the line of a text that need not be fitted, as most need not; None for any other.

    That is one whose characters were all met before, that stands in one line as wide as it is, and neither begins nor
    ends with a space: `fit` and `place_glyphs` would do with it just what is done here in half the time.
    """
    size = size_of_lines(box, style, 1)
    glyphs = fonts.glyphs_at_once(text, size) if size else None
    if not size or not glyphs or not glyphs[0].ink or not glyphs[-1].ink:
        return None
    free = box.right - box.left - sum([glyph.advance for glyph in glyphs])
    if free < 0:
        return None
    return Placed(glyphs, *_start_and_gap(box.left, free, len(glyphs), style.align), *_baselines(size, 1, box))


def place_lines(fonts: FontSet, setting: Setting, box: Box, align: Align) -> Iterator[Line]:
    """Yield all lines, as they are placed for glyphs."""
    for characters, baseline in zip(setting.lines, _baselines(setting.size, len(setting.lines), box), strict=True):
        advances = fonts.advances(characters, setting.size, setting.percent)
        left, gap = _start_and_gap(box.left, box.width - sum(advances), len(characters), align)
        yield Line(characters, advances, left, gap, baseline)


def _baselines(size: int, count: int, box: Box) -> list[int]:
    """Return the row of each line's baseline; together the lines stand in the middle of the box's height."""
    top = (box.top + box.bottom - size) / 2 + size * _BASELINE
    if count == 1:
        return [round(top)]
    pitch = size * PITCH
    return [round(top + (number - (count - 1) / 2) * pitch) for number in range(count)]


def _start_and_gap(left: int, free: int, count: int, align: Align) -> tuple[int, float]:
    """Return where the pen starts and what it skips after each glyph; `free` pixels of the line are unused."""
    if align == "spread" and count > 1:
        return left, free / (count - 1)
    return left + free * _HALVES_BEFORE[align] // 2, 0.0
