"""One page being drawn: a copy of the scan lines of its template that no other page has touched or will touch.

Everything that a page has beyond its template is black, 3, and goes into the packed lines by a bitwise OR. So nothing
that stands on a page can be lost by drawing more on it, and nothing needs to be unpacked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from PIL import Image

from chalicelib.render.typesetting.errors import IncompletePage
from chalicelib.render.typesetting.fitting import Style, fit
from chalicelib.render.typesetting.fonts import FontSet
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.ink import PIXELS_PER_BYTE, STRIDE, Ink, Mark, ink_of_line
from chalicelib.render.typesetting.placing import place_glyphs

_ALL = 0xFF
_WITH = tuple(bytes(byte | bits for byte in range(256)) for bits in range(256))


@dataclass(frozen=True, slots=True)
class Cell:
    """A text to set in a box; `place` says which text it is, without saying what it reads."""

    place: str
    text: str
    box: Box
    style: Style


class Drawn(NamedTuple):
    """What was drawn of a cell, in so many glyphs and line by line: kept for the check of the finished page."""

    place: str
    text: str
    glyphs: int
    inks: tuple[Ink, ...]


class Sheet:
    """The scan lines of one page, the rows that were drawn on, and what was written there."""

    def __init__(self, lines: bytes) -> None:
        """Copy the scan lines of a template."""
        self.lines = bytearray(lines)
        self.touched: list[tuple[int, int]] = []
        self.drawn: list[Drawn] = []

    def rule(self, line: Box) -> None:
        """Fill a rectangle with black."""
        first, before = divmod(line.left, PIXELS_PER_BYTE)
        last, after = divmod(line.right - 1, PIXELS_PER_BYTE)
        head, tail = _ALL >> 2 * before, _ALL & _ALL << 2 * (PIXELS_PER_BYTE - 1 - after)
        ends = {first: head & tail} if first == last else {first: head, last: tail}
        for byte, bits in ends.items():
            self._blacken(1 + byte, line.top, line.bottom, bits)
        inner = last - first - 1
        if inner > 0:
            for row in range(line.top, line.bottom):
                at = row * STRIDE + 2 + first
                self.lines[at : at + inner] = b"\xff" * inner
        self.touched.append((line.top, line.bottom))

    def _blacken(self, byte: int, top: int, bottom: int, bits: int) -> None:
        """Set these bits in one byte of every scan line of a range."""
        column = slice(top * STRIDE + byte, (bottom - 1) * STRIDE + byte + 1, STRIDE)
        self.lines[column] = self.lines[column].translate(_WITH[bits])

    def write(self, fonts: FontSet, cell: Cell) -> None:
        """Set a text in its cell.

        Raises:
            ForbiddenCharacter, MissingGlyph, TextTooLong: See there.
            IncompletePage: A part of it would lie outside the page.
        """
        characters = fonts.characters(cell.text, cell.place)
        setting = fit(fonts, characters, cell.box, cell.style, cell.place)
        lines = tuple(place_glyphs(fonts, setting, cell.box, cell.style.align))
        inks = tuple([self.print(ink_of_line(line), f"glyphs of {cell.place}") for line in lines])
        self.drawn.append(Drawn(cell.place, cell.text, sum(map(len, lines)), inks))

    def print(self, ink: Ink | None, part: str) -> Ink:
        """Print in black.

        Raises:
            IncompletePage: There is no ink because some of `part` would lie outside the page.
        """
        if ink is None:
            raise IncompletePage(part)
        width = ink.width
        merged = (self.under(ink) | ink.bits).to_bytes(width * ink.height)
        lines, at = self.lines, ink.top * STRIDE + ink.left
        for start in range(0, len(merged), width):
            lines[at : at + width] = merged[start : start + width]
            at += STRIDE
        self.touched.append((ink.top, ink.bottom))
        return ink

    def paint(self, mark: Mark, colour: int) -> None:
        """Paint a mask in another colour than black, over what is there: on templates only."""
        before = mark.left % PIXELS_PER_BYTE
        first, right = mark.left - before, mark.left + mark.mask.width
        right += -right % PIXELS_PER_BYTE
        part = self.crop(Box(first, mark.top, right, mark.top + mark.mask.height))
        part.paste(colour, (before, 0), mark.mask)
        packed, width = part.tobytes("raw", "P;2"), (right - first) // PIXELS_PER_BYTE
        for row in range(part.height):
            at = (mark.top + row) * STRIDE + 1 + first // PIXELS_PER_BYTE
            self.lines[at : at + width] = packed[row * width : (row + 1) * width]

    def under(self, ink: Ink) -> int:
        """Return the bytes of the scan lines that a piece of ink covers, as one number as the ink is."""
        lines, width, start = self.lines, ink.width, ink.top * STRIDE + ink.left
        rows = range(start, start + ink.height * STRIDE, STRIDE)
        return int.from_bytes(b"".join([lines[at : at + width] for at in rows]))

    def crop(self, box: Box, every: int = 1) -> Image.Image:
        """Return a part of the page as it stands in the scan lines, unpacked: its first row and every so many on."""
        first, before = divmod(box.left, PIXELS_PER_BYTE)
        count = -(-box.height // every)
        lines = self.lines[box.top * STRIDE : (box.top + count * every) * STRIDE]
        rows = Image.frombuffer("L", (STRIDE, count), lines, "raw", "L", STRIDE * every, 1)
        packed = rows.crop((1 + first, 0, 1 + -(-box.right // PIXELS_PER_BYTE), rows.height))
        size = packed.width * PIXELS_PER_BYTE, packed.height
        image = Image.frombytes("P", size, packed.tobytes(), "raw", "P;2")
        return image.crop((before, 0, before + box.width, image.height))
