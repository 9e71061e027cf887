"""Where each glyph of a fitted text stands in its box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.render.typesetting.fitting import PITCH, Align, Setting
from chalicelib.render.typesetting.fonts import FontSet, Glyph
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.ink import Mark

# Where the baseline runs in the em square of a Mincho face: 880 of 1000 units from the top.
_BASELINE = 0.88


def place_glyphs(fonts: FontSet, setting: Setting, box: Box, align: Align) -> tuple[Mark, ...]:
    """Return the glyphs of all lines; together the lines stand in the middle of the box's height."""
    return tuple(_marks(fonts, setting, box, align))


def _marks(fonts: FontSet, setting: Setting, box: Box, align: Align) -> Iterator[Mark]:
    pitch = setting.size * PITCH
    top = box.top + (box.height - setting.size - (len(setting.lines) - 1) * pitch) / 2
    for number, line in enumerate(setting.lines):
        glyphs = [fonts.glyph(character, setting.size, setting.percent) for character in line]
        baseline = round(top + number * pitch + setting.size * _BASELINE)
        yield from _line_marks(glyphs, box, align, baseline)


def _line_marks(glyphs: Sequence[Glyph], box: Box, align: Align, baseline: int) -> Iterator[Mark]:
    free = box.width - sum(glyph.advance for glyph in glyphs)
    pen, gap = _start_and_gap(box.left, free, len(glyphs), align)
    for glyph in glyphs:
        if glyph.mask is not None:
            yield Mark(glyph.mask, round(pen) + glyph.left, baseline + glyph.top)
        pen += glyph.advance + gap


def _start_and_gap(left: int, free: int, count: int, align: Align) -> tuple[float, float]:
    """Return where the pen starts and what it skips after each glyph; `free` pixels of the line are unused."""
    if align == "spread" and count > 1:
        return left, free / (count - 1)
    share = {"left": 0.0, "right": 1.0, "centre": 0.5, "spread": 0.5}[align]
    return left + free * share, 0.0
