"""Black ink of a text, a code or an imprint, packed as the scan lines of a page are: two bits a pixel, a set pixel 3.

A scan line is `STRIDE` bytes: the filter type of the PNG format, 0 for none, then four pixels to a byte, the first of
them in the highest bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image

from chalicelib.render.typesetting.geometry import HEIGHT, WIDTH
from chalicelib.render.typesetting.palette import BLACK

PIXELS_PER_BYTE = 4
STRIDE = 1 + -(-WIDTH // PIXELS_PER_BYTE)


class Mark(NamedTuple):
    """A mask, set or not, and the pixel of the page its top left corner stands on."""

    mask: Image.Image
    left: int
    top: int


class Ink(NamedTuple):
    """A rectangle of packed bytes, and where each of its rows stands in the scan lines of a page."""

    packed: bytes
    rows: tuple[slice, ...]

    @property
    def top(self) -> int:
        """The first scan line."""
        return int(self.rows[0].start) // STRIDE

    @property
    def bottom(self) -> int:
        """The first scan line below."""
        return self.top + len(self.rows)


def ink_of(marks: Sequence[Mark]) -> Ink | None:
    """Gather marks into one piece of ink, None when a part of them lies outside the page.

    Raises:
        ValueError: There are no marks.
    """
    left, top = min(mark.left for mark in marks), min(mark.top for mark in marks)
    right = max(mark.left + mark.mask.width for mark in marks)
    bottom = max(mark.top + mark.mask.height for mark in marks)
    if left < 0 or top < 0 or right > WIDTH or bottom > HEIGHT:
        return None
    left -= left % PIXELS_PER_BYTE
    width = -(-(right - left) // PIXELS_PER_BYTE)
    image = Image.new("P", (width * PIXELS_PER_BYTE, bottom - top))
    for mark in marks:
        image.paste(BLACK, (mark.left - left, mark.top - top), mark.mask)
    start = top * STRIDE + 1 + left // PIXELS_PER_BYTE
    rows = [slice(row, row + width) for row in range(start, start + image.height * STRIDE, STRIDE)]
    return Ink(image.tobytes("raw", "P;2"), tuple(rows))


def scan_lines(image: Image.Image) -> bytes:
    """Pack a page, a palette image whose pixels are 0 to 3."""
    packed = image.tobytes("raw", "P;2")
    return b"".join(b"\0" + packed[start : start + STRIDE - 1] for start in range(0, len(packed), STRIDE - 1))
