"""Where each glyph of a fitted text stands in its box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chalicelib.render.typesetting.fitting import PITCH, Align, Setting
from chalicelib.render.typesetting.fonts import Character, FontSet
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.ink import Placed

# Where the baseline runs in the em square of a Mincho face: 880 of 1000 units from the top.
_BASELINE = 0.88

# The share of the free room that a line leaves before it.
_BEFORE: dict[Align, float] = {"left": 0.0, "right": 1.0, "centre": 0.5, "spread": 0.5}


class Line(NamedTuple):
    """Characters, their advances, where the pen starts, what it skips after each of them, the row of the baseline."""

    characters: Sequence[Character]
    advances: Sequence[int]
    left: float
    gap: float
    baseline: int


def place_glyphs(fonts: FontSet, setting: Setting, box: Box, align: Align) -> list[Placed]:
    """Return the glyphs of line by line; lines without ink are left out."""
    placed = []
    for characters, baseline in zip(setting.lines, _baselines(setting, box), strict=True):
        glyphs = fonts.glyphs(characters, setting.size, setting.percent)
        free = box.width - sum([glyph.advance for glyph in glyphs])
        pen, gap = _start_and_gap(box.left, free, len(glyphs), align)
        inked = []
        for glyph in glyphs:
            if glyph.columns:
                inked.append((glyph, round(pen)))
            pen += glyph.advance + gap
        if inked:
            placed.append(Placed(inked, baseline - inked[0][0].baseline))
    return placed


def place_lines(fonts: FontSet, setting: Setting, box: Box, align: Align) -> Iterator[Line]:
    """Yield all lines, as they are placed for glyphs."""
    for characters, baseline in zip(setting.lines, _baselines(setting, box), strict=True):
        advances = fonts.advances(characters, setting.size, setting.percent)
        left, gap = _start_and_gap(box.left, box.width - sum(advances), len(characters), align)
        yield Line(characters, advances, left, gap, baseline)


def _baselines(setting: Setting, box: Box) -> list[int]:
    """Return the row of each line's baseline; together the lines stand in the middle of the box's height."""
    pitch = setting.size * PITCH
    top = box.top + (box.height - setting.size - (len(setting.lines) - 1) * pitch) / 2
    return [round(top + number * pitch + setting.size * _BASELINE) for number in range(len(setting.lines))]


def _start_and_gap(left: int, free: int, count: int, align: Align) -> tuple[float, float]:
    """Return where the pen starts and what it skips after each glyph; `free` pixels of the line are unused."""
    if align == "spread" and count > 1:
        return left, free / (count - 1)
    return left + free * _BEFORE[align], 0.0
