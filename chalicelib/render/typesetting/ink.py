"""Black ink of a text, a code or an imprint, packed as the scan lines of a page are: two bits a pixel, a set pixel 3.

A scan line is `STRIDE` bytes: the filter type of the PNG format, 0 for none, then four pixels to a byte, the first of
them in the highest bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image

from chalicelib.render.typesetting.geometry import HEIGHT, WIDTH
from chalicelib.render.typesetting.glyph import Glyph
from chalicelib.render.typesetting.palette import BLACK

PIXELS_PER_BYTE = 4
STRIDE = 1 + -(-WIDTH // PIXELS_PER_BYTE)


class Mark(NamedTuple):
    """A mask, set or not, and the pixel of the page its top left corner stands on."""

    mask: Image.Image
    left: int
    top: int


class Placed(NamedTuple):
    """The glyphs of one line that leave ink, each with the pixel its pen stands on; the row their cells begin at."""

    glyphs: Sequence[tuple[Glyph, int]]
    top: int


class Ink(NamedTuple):
    """A rectangle of packed bytes of the scan lines, row by row, set where there is ink.

    `left` and `width` are in bytes, `left` counted from the one with the filter type; `top` and `height` in rows.
    """

    packed: bytes
    left: int
    top: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """The first scan line below."""
        return self.top + self.height


def ink_of_line(line: Placed) -> Ink | None:
    """Lay the glyphs of one line, at least one, side by side; None when a part of one lies outside the page."""
    glyphs, page_top = line
    height, first = glyphs[0][0].height, (glyphs[0][1] + glyphs[0][0].left) // PIXELS_PER_BYTE
    top, bottom = min([glyph.top for glyph, _ in glyphs]), max([glyph.bottom for glyph, _ in glyphs])
    if page_top + top < 0 or page_top + bottom > HEIGHT:
        return None
    columns, end = bytearray(), first
    for glyph, pen in glyphs:
        left = pen + glyph.left
        if left < 0 or left + glyph.width > WIDTH:
            return None
        byte, pixel = left // PIXELS_PER_BYTE, left % PIXELS_PER_BYTE
        own = glyph.columns[pixel] or glyph.at(pixel)
        if byte >= end:
            columns += bytes((byte - end) * height)
            columns += own
        else:
            first = _lay_over(columns, own, first, byte, height)
        end = first + len(columns) // height
    packed = bytes(columns)
    rows = b"".join([packed[row::height] for row in range(top, bottom)])
    return Ink(rows, 1 + first, page_top + top, end - first, bottom - top)


def _lay_over(columns: bytearray, own: bytes, first: int, byte: int, height: int) -> int:
    """Add a glyph to a line where some of its bytes are taken; return the byte that the line begins at.

    Neighbours may stand in the same byte, and glyphs may reach over each other.
    """
    if byte < first:
        columns[:0] = bytes((first - byte) * height)
        first = byte
    at = (byte - first) * height
    there = columns[at : at + len(own)]
    merged = int.from_bytes(there) | int.from_bytes(own[: len(there)])
    columns[at : at + len(own)] = merged.to_bytes(len(there)) + own[len(there) :]
    return first


def ink_of(mark: Mark) -> Ink | None:
    """Pack a mask, None when a part of it lies outside the page."""
    first = mark.left - mark.left % PIXELS_PER_BYTE
    right, bottom = mark.left + mark.mask.width, mark.top + mark.mask.height
    if mark.left < 0 or mark.top < 0 or right > WIDTH or bottom > HEIGHT:
        return None
    image = Image.new("P", (right - first + -(right - first) % PIXELS_PER_BYTE, mark.mask.height))
    image.paste(BLACK, (mark.left - first, 0), mark.mask)
    packed = image.tobytes("raw", "P;2")
    return Ink(packed, 1 + first // PIXELS_PER_BYTE, mark.top, image.width // PIXELS_PER_BYTE, image.height)


def scan_lines(image: Image.Image) -> bytes:
    """Pack a page, a palette image whose pixels are 0 to 3."""
    packed = image.tobytes("raw", "P;2")
    return b"".join(b"\0" + packed[start : start + STRIDE - 1] for start in range(0, len(packed), STRIDE - 1))
