"""One page being drawn: a fresh copy of the ground that no other page has touched or will touch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PIL import Image

from chalicelib.render.typesetting.fitting import PITCH, Align, Setting, Style, fit
from chalicelib.render.typesetting.fonts import FontSet, Glyph
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.palette import BLACK, WHITE

# Where the baseline runs in the em square of a Mincho face: 880 of 1000 units from the top.
_BASELINE = 0.88


@dataclass(frozen=True, slots=True)
class Cell:
    """A text to set in a box; `place` says which text it is, without saying what it reads."""

    place: str
    text: str
    box: Box
    style: Style


class Mark(NamedTuple):
    """A glyph's mask and the pixel its top left corner stands on."""

    mask: Image.Image
    left: int
    top: int


class Drawn(NamedTuple):
    """What was drawn of a cell: kept for the check of the finished page."""

    place: str
    text: str
    marks: tuple[Mark, ...]


class Sheet:
    """The image of one page and the record of what was drawn on it."""

    def __init__(self, ground: Image.Image) -> None:
        self.image = ground.copy()
        self.drawn: list[Drawn] = []

    def rule(self, line: Box) -> None:
        """Fill a rectangle with black."""
        self.image.paste(BLACK, line)

    def clear(self, box: Box) -> None:
        """Make a rectangle white, the ground pattern included."""
        self.image.paste(WHITE, box)

    def stamp(self, mask: Image.Image, box: Box, colour: int) -> None:
        """Print a bi-level mask in one colour of the palette with its top left corner at the box's."""
        self.image.paste(colour, (box.left, box.top), mask)

    def write(self, fonts: FontSet, cell: Cell) -> None:
        """Set a text in its cell.

        Raises:
            ForbiddenCharacter, MissingGlyph, TextTooLong: See there.
        """
        characters = fonts.characters(cell.text, cell.place)
        setting = fit(fonts, characters, cell.box, cell.style, cell.place)
        marks = tuple(_marks(fonts, setting, cell.box, cell.style.align))
        for mark in marks:
            self.image.paste(BLACK, (mark.left, mark.top), mark.mask)
        self.drawn.append(Drawn(cell.place, cell.text, marks))


def _marks(fonts: FontSet, setting: Setting, box: Box, align: Align) -> Iterator[Mark]:
    """Yield the glyphs of all lines; together the lines stand in the middle of the box's height."""
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
