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
    """A glyph with ink, the pixel column of the page its first column stands on, and the row its cell begins at."""

    glyph: Glyph
    left: int
    top: int


class Ink(NamedTuple):
    """A rectangle of packed bytes of the scan lines, set where there is ink, as one number: row by row.

    `left` and `width` are in bytes, `left` counted from the one with the filter type; `top` and `height` in rows.
    """

    bits: int
    left: int
    top: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """The first scan line below."""
        return self.top + self.height


def ink_of_line(line: Sequence[Placed]) -> Ink | None:
    """Lay the glyphs of one line side by side, None when a part of one lies outside the page.

    Args:
        line: Glyphs of one size on one baseline, at least one.
    """
    height, page_top = line[0].glyph.height, line[0].top
    left = min([placed.left for placed in line])
    right = max([placed.left + placed.glyph.width for placed in line])
    top, bottom = min([placed.glyph.top for placed in line]), max([placed.glyph.bottom for placed in line])
    if left < 0 or page_top + top < 0 or right > WIDTH or page_top + bottom > HEIGHT:
        return None
    first = left // PIXELS_PER_BYTE
    width = -(-right // PIXELS_PER_BYTE) - first
    columns, filled = bytearray(width * height), 0
    for glyph, place, _ in line:
        byte, pixel = divmod(place, PIXELS_PER_BYTE)
        at, own = (byte - first) * height, glyph.columns[pixel]
        end = at + len(own)
        columns[at:end] = own if at >= filled else _both(columns[at:end], own, filled - at)
        filled = max(filled, end)
    packed = b"".join([columns[row::height] for row in range(top, bottom)])
    return Ink(int.from_bytes(packed), 1 + first, page_top + top, width, bottom - top)


def _both(there: bytes | bytearray, own: bytes, shared: int) -> bytes:
    """Return the ink of both where so many bytes are shared: neighbours may stand in the same byte."""
    merged = int.from_bytes(there[:shared]) | int.from_bytes(own[:shared])
    return merged.to_bytes(len(own[:shared])) + own[shared:]


def ink_of(mark: Mark) -> Ink | None:
    """Pack a mask, None when a part of it lies outside the page."""
    first = mark.left - mark.left % PIXELS_PER_BYTE
    right, bottom = mark.left + mark.mask.width, mark.top + mark.mask.height
    if mark.left < 0 or mark.top < 0 or right > WIDTH or bottom > HEIGHT:
        return None
    image = Image.new("P", (right - first + -(right - first) % PIXELS_PER_BYTE, mark.mask.height))
    image.paste(BLACK, (mark.left - first, 0), mark.mask)
    bits = int.from_bytes(image.tobytes("raw", "P;2"))
    return Ink(bits, 1 + first // PIXELS_PER_BYTE, mark.top, image.width // PIXELS_PER_BYTE, image.height)


def scan_lines(image: Image.Image) -> bytes:
    """Pack a page, a palette image whose pixels are 0 to 3."""
    packed = image.tobytes("raw", "P;2")
    return b"".join(b"\0" + packed[start : start + STRIDE - 1] for start in range(0, len(packed), STRIDE - 1))
