"""Black ink of a text, a code or an imprint, packed as the scan lines of a page are: two bits a pixel, a set pixel 3.

A scan line is `STRIDE` bytes: the filter type of the PNG format, 0 for none, then four pixels to a byte, the first of
them in the highest bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image

from chalicelib.render.typesetting.geometry import HEIGHT, WIDTH, Box
from chalicelib.render.typesetting.glyph import Glyph
from chalicelib.render.typesetting.palette import BLACK

PIXELS_PER_BYTE = 4
STRIDE = 1 + -(-WIDTH // PIXELS_PER_BYTE)
_ALL, _BITS_PER_BYTE = 0xFF, 8


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
    laid: list[bytes] = []
    end, top, bottom = first, height, 0
    for glyph, pen in glyphs:
        left = pen + glyph.left
        if left < 0 or left + glyph.width > WIDTH:
            return None
        top = glyph.top if glyph.top < top else top  # noqa: FURB136 - a call takes twice as long
        bottom = glyph.bottom if glyph.bottom > bottom else bottom  # noqa: FURB136 - the same
        byte, pixel = left // PIXELS_PER_BYTE, left % PIXELS_PER_BYTE
        own = glyph.columns[pixel] or glyph.at(pixel)
        if byte > end:
            laid.append(bytes((byte - end) * height))
        elif byte < end:
            # Rare: neighbours stand in the same byte, or glyphs reach over each other.
            first, own = _laid_over(b"".join(laid), own, first, byte, height)
            laid, byte = [], first
        laid.append(own)
        end = byte + len(own) // height
    if page_top + top < 0 or page_top + bottom > HEIGHT:
        return None
    columns = b"".join(laid)
    rows = b"".join([columns[row::height] for row in range(top, bottom)])
    return Ink(rows, 1 + first, page_top + top, end - first, bottom - top)


def _laid_over(columns: bytes, own: bytes, first: int, byte: int, height: int) -> tuple[int, bytes]:
    """Unite a line that begins at a byte with a glyph that begins at another; return where both begin, and both."""
    start = min(first, byte)
    end = max(first * height + len(columns), byte * height + len(own))
    merged = 0
    for piece, at in ((columns, first), (own, byte)):
        merged |= int.from_bytes(piece) << (end - at * height - len(piece)) * _BITS_PER_BYTE
    return start, merged.to_bytes(end - start * height)


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


def ink_of_rule(line: Box) -> Ink:
    """Return a rectangle filled with black; it lies within the page."""
    first, before = divmod(line.left, PIXELS_PER_BYTE)
    last, after = divmod(line.right - 1, PIXELS_PER_BYTE)
    row = bytearray(b"\xff" * (last - first + 1))
    row[0] &= _ALL >> 2 * before
    row[-1] &= _ALL & _ALL << 2 * (PIXELS_PER_BYTE - 1 - after)
    return Ink(bytes(row) * line.height, 1 + first, line.top, len(row), line.height)


def scan_lines(image: Image.Image) -> bytes:
    """Pack a page, a palette image whose pixels are 0 to 3."""
    packed = image.tobytes("raw", "P;2")
    return b"".join(b"\0" + packed[start : start + STRIDE - 1] for start in range(0, len(packed), STRIDE - 1))
