"""Where each glyph of a fitted text stands in its box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
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


def place_glyphs(fonts: FontSet, setting: Setting, box: Box, align: Align) -> Iterator[Placed]:
    """Yield the glyphs of line by line; lines without ink are left out."""
    for line in place_lines(fonts, setting, box, align):
        glyphs = fonts.glyphs(line.characters, setting.size, setting.percent)
        steps = [advance + line.gap for advance in line.advances] if line.gap else line.advances
        pens = tuple(map(round, accumulate(steps, initial=line.left)))
        inked = [(glyph, pen) for glyph, pen in zip(glyphs, pens, strict=False) if glyph.columns]
        if inked:
            yield Placed(inked, line.baseline - inked[0][0].baseline)


def place_lines(fonts: FontSet, setting: Setting, box: Box, align: Align) -> Iterator[Line]:
    """Yield all lines; together they stand in the middle of the box's height."""
    pitch = setting.size * PITCH
    top = box.top + (box.height - setting.size - (len(setting.lines) - 1) * pitch) / 2
    for number, line in enumerate(setting.lines):
        advances = fonts.advances(line, setting.size, setting.percent)
        left, gap = _start_and_gap(box.left, box.width - sum(advances), len(line), align)
        yield Line(line, advances, left, gap, round(top + number * pitch + setting.size * _BASELINE))


def _start_and_gap(left: int, free: int, count: int, align: Align) -> tuple[float, float]:
    """Return where the pen starts and what it skips after each glyph; `free` pixels of the line are unused."""
    if align == "spread" and count > 1:
        return left, free / (count - 1)
    return left + free * _BEFORE[align], 0.0
