"""Black ink of a text, a code or an imprint, packed as the scan lines of a page are: two bits a pixel, a set pixel 3.

A scan line is `STRIDE` bytes: the filter type of the PNG format, 0 for none, then four pixels to a byte, the first of
them in the highest bits.
"""

from __future__ import annotations

from typing import NamedTuple

from PIL import Image

from chalicelib.render.typesetting import drawing
from chalicelib.render.typesetting.geometry import HEIGHT, WIDTH, Box
from chalicelib.render.typesetting.glyph import Glyph
from chalicelib.render.typesetting.palette import BLACK

PIXELS_PER_BYTE = 4
STRIDE = 1 + -(-WIDTH // PIXELS_PER_BYTE)
_ALL = 0xFF


class Mark(NamedTuple):
    """A mask, set or not, and the pixel of the page its top left corner stands on."""

    mask: Image.Image
    left: int
    top: int


class Placed(NamedTuple):
    """The glyphs of one line, where the pen starts, what it skips after each of them, the row of the baseline."""

    glyphs: list[Glyph]
    left: int
    gap: float
    baseline: int

    def __repr__(self) -> str:
        return f"Placed(baseline={self.baseline})"


class Ink(NamedTuple):
    """Packed bytes of some scan lines, set where there is ink: rows of `width` bytes, one after another.

    `left` is in bytes, counted from the one with the filter type; `top` is the row of the page of the first. `packed`
    knows these fields by their order.
    """

    rows: bytes
    left: int
    top: int
    width: int

    def __repr__(self) -> str:
        return f"Ink({box_of(self)!r})"

    @property
    def bottom(self) -> int:
        """The first scan line below."""
        return self.top + len(self.rows) // self.width


class Laid(NamedTuple):
    """The ink of a line, and of how many glyphs it is: without any it has no rows."""

    ink: Ink
    glyphs: int


def box_of(ink: Ink) -> Box:
    """Return the part of the page that a piece of ink takes."""
    left = (ink.left - 1) * PIXELS_PER_BYTE
    return Box(left, ink.top, left + ink.width * PIXELS_PER_BYTE, ink.bottom)


def ink_of_line(line: Placed) -> Laid | None:
    """Lay the glyphs of one line side by side; None when a part of one lies outside the page."""
    laid = drawing.lay(*line, WIDTH, HEIGHT)
    if laid is None:
        return None
    rows, left, top, width, glyphs = laid
    return Laid(Ink(rows, 1 + left, top, width), glyphs)


def ink_of(mark: Mark) -> Ink | None:
    """Pack a mask, None when a part of it lies outside the page."""
    first = mark.left - mark.left % PIXELS_PER_BYTE
    right, bottom = mark.left + mark.mask.width, mark.top + mark.mask.height
    if mark.left < 0 or mark.top < 0 or right > WIDTH or bottom > HEIGHT:
        return None
    image = Image.new("P", (right - first + -(right - first) % PIXELS_PER_BYTE, mark.mask.height))
    image.paste(BLACK, (mark.left - first, 0), mark.mask)
    return Ink(image.tobytes("raw", "P;2"), 1 + first // PIXELS_PER_BYTE, mark.top, image.width // PIXELS_PER_BYTE)


def ink_of_rule(line: Box) -> Ink:
    """Return a rectangle filled with black; it lies within the page."""
    first, before = divmod(line.left, PIXELS_PER_BYTE)
    last, after = divmod(line.right - 1, PIXELS_PER_BYTE)
    row = bytearray(b"\xff" * (last - first + 1))
    row[0] &= _ALL >> 2 * before
    row[-1] &= _ALL & _ALL << 2 * (PIXELS_PER_BYTE - 1 - after)
    return Ink(bytes(row) * line.height, 1 + first, line.top, len(row))


def scan_lines(image: Image.Image) -> bytes:
    """Pack a page, a palette image whose pixels are 0 to 3."""
    rows = image.tobytes("raw", "P;2")
    return b"".join(b"\0" + rows[start : start + STRIDE - 1] for start in range(0, len(rows), STRIDE - 1))
