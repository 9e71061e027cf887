"""A glyph: its ink alone, in columns of a byte, four pixels wide, packed as scan lines are.

Columns of glyphs laid one after another make a line of text. They are kept for each place within a byte that the pen
has had on a page.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from PIL import Image, ImageDraw, ImageFont

from chalicelib.render.typesetting.errors import IncompletePage

# Ink above this grey level of 255 becomes black. Below 128 it keeps the thin strokes of Mincho whole. Grey first,
# then a threshold: Pillow's own bi-level text shifts a glyph by a pixel depending on its neighbours.
_INK = 110
_THRESHOLD = bytes(255 if grey > _INK else 0 for grey in range(256))
# What a cell has above and below the baseline and to either side of the advance, in ems.
_ABOVE, _BELOW, _BESIDE = 1.1, 0.4, 0.4


_PIXELS_PER_BYTE, _BITS, _BYTE = 4, 2, 8
_TO_MASK = [0] + [255] * 255


@dataclass(slots=True)
class Glyph:
    """A glyph's ink and where it stands.

    Attributes:
        columns: Its columns, left to right, for a first pixel that is the first of a byte; a set pixel is 3. Empty
            for a space.
        width: Pixels from the first one with ink to the last.
        left: The first of them, from where the pen starts.
        top: The first row of the cell with ink.
        bottom: The first row below all ink.
        height: The rows of the cell.
        baseline: The row of the cell on which the baseline runs.
        advance: What the pen moves on by.
        placed: For a pen that stands on the first, second, third or fourth pixel of a byte: how many bytes after that
            one the columns begin, the columns, how many they are; None where that was not needed yet.
    """

    columns: bytes = field(repr=False)
    width: int = field(repr=False)
    left: int = field(repr=False)
    top: int = field(repr=False)
    bottom: int = field(repr=False)
    height: int
    baseline: int
    advance: int
    placed: list[tuple[int, bytes, int] | None] = field(
        default_factory=lambda: [None] * _PIXELS_PER_BYTE, compare=False, repr=False
    )

    def place(self, pixel: int) -> tuple[int, bytes, int]:
        """Return what `placed` has for a pen on that pixel of a byte."""
        byte, first = divmod(pixel + self.left, _PIXELS_PER_BYTE)
        own = _shifted(self.columns, self.height, self.width, first) if first else self.columns
        made = self.placed[pixel] = byte, own, len(own) // self.height
        return made

    @property
    def mask(self) -> Image.Image:
        """The ink alone, 0 or 255, with nothing around it.

        Raises:
            ValueError: There is none.
        """
        if not self.columns:
            raise ValueError("a space has no ink")
        rows = range(self.top, self.bottom)
        size = len(self.columns) // self.height * _PIXELS_PER_BYTE, len(rows)
        packed = b"".join([self.columns[row :: self.height] for row in rows])
        image = Image.frombytes("P", size, packed, "raw", "P;2")
        return image.crop((0, 0, self.width, len(rows))).point(_TO_MASK, "L")


def cell_of(size: int) -> tuple[int, int]:
    """Return how many rows the cells of a size have, and on which the baseline runs."""
    above = round(size * _ABOVE)
    return above + round(size * _BELOW), above


def draw_glyph(font: ImageFont.FreeTypeFont, text: str, advance: int, condensed: float) -> Glyph:
    """Draw one character, condensed horizontally to that share.

    Raises:
        IncompletePage: It is larger than its cell, so that a part of it would be lost.
    """
    size = round(font.size)
    (height, above), beside = cell_of(size), round(size * _BESIDE)
    blank = Glyph(b"", 0, 0, 0, 0, height, above, advance)
    cell = Image.new("L", (round(advance / condensed) + 2 * beside, height))
    ImageDraw.Draw(cell).text((beside, above), text, fill=255, font=font, anchor="ls")
    drawn = cell.getbbox()
    if drawn is None:
        return blank
    left, top, right, bottom = drawn
    if not (left and top and right < cell.width and bottom < height):
        raise IncompletePage("room for a glyph")
    grey = cell.crop((left, 0, right, height))
    left -= beside
    if condensed < 1:
        grey = grey.resize((max(1, round(grey.width * condensed)), height), Image.Resampling.BOX)
        left = round(left * condensed)
    mask = Image.frombytes("P", grey.size, grey.tobytes().translate(_THRESHOLD))
    inked = mask.getbbox()
    if inked is None:
        return blank
    first, top, end, bottom = inked
    columns = _in_columns(mask.crop((first, 0, end, height)))
    return Glyph(columns, end - first, left + first, top, bottom, height, above, advance)


def _in_columns(mask: Image.Image) -> bytes:
    """Pack a mask, a palette image, for a first pixel that is the first of a byte."""
    count = -(-mask.width // _PIXELS_PER_BYTE)
    rows = mask.tobytes("raw", "P;2")
    return b"".join([rows[number::count] for number in range(count)])


def _shifted(columns: bytes, height: int, width: int, pixels: int) -> bytes:
    """Move ink to the right within its bytes; what leaves a byte enters the same row of the next column."""
    ink, (staying, leaving) = int.from_bytes(columns), _masks(len(columns), pixels)
    moved, carried = ink >> pixels * _BITS & staying, ink << _BYTE - pixels * _BITS & leaving
    both = moved << _BYTE * height | carried
    return both.to_bytes(len(columns) + height)[: -(-(pixels + width) // _PIXELS_PER_BYTE) * height]


@functools.lru_cache(maxsize=1024)
def _masks(count: int, pixels: int) -> tuple[int, int]:
    """Return which bits of so many bytes are of the bytes they were in, moved to the right, and which of the next."""
    staying = 0xFF >> pixels * _BITS
    return int.from_bytes(bytes([staying]) * count), int.from_bytes(bytes([0xFF ^ staying]) * count)
