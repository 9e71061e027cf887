"""Black ink of a text, a code or an imprint, packed as the scan lines of a page are: two bits a pixel, a set pixel 3.

A scan line is `STRIDE` bytes: the filter type of the PNG format, 0 for none, then four pixels to a byte, the first of
them in the highest bits.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from struct import Struct
from typing import NamedTuple

from bitarray import bitarray
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

    def __repr__(self) -> str:
        return f"Placed(top={self.top})"


class Ink(NamedTuple):
    """Packed bytes of some scan lines, set where there is ink: `rows` of `width` bytes each.

    `left` is in bytes, counted from the one with the filter type; `top` is the row of the page of the first.
    """

    rows: Sequence[bytes]
    left: int
    top: int
    width: int

    def __repr__(self) -> str:
        return f"Ink({box_of(self)!r})"

    @property
    def bottom(self) -> int:
        """The first scan line below."""
        return self.top + len(self.rows)

    @property
    def packed(self) -> bytes:
        """All rows, one after another."""
        return b"".join(self.rows)


def box_of(ink: Ink) -> Box:
    """Return the part of the page that a piece of ink takes."""
    left = (ink.left - 1) * PIXELS_PER_BYTE
    return Box(left, ink.top, left + ink.width * PIXELS_PER_BYTE, ink.bottom)


@functools.lru_cache(maxsize=1024)
def spread(width: int, height: int, every: int = 1) -> Struct:
    """Return what lays so many rows of so many bytes out as they stand in scan lines, and takes them from there.

    They stand in every so many of the scan lines.
    """
    row = f"{width}s"
    return Struct(f"{row}{STRIDE * every - width}x" * (height - 1) + row)


def unite(lines: memoryview, start: int, rows: Sequence[bytes], width: int) -> None:
    """Unite rows of so many bytes with scan lines, the first of them from one byte on, the others below it."""
    ready = spread(width, len(rows)).pack(*rows)
    part = bitarray(buffer=lines[start : start + len(ready)])
    part |= bitarray(buffer=ready)


def ink_of_line(line: Placed) -> Ink | None:
    """Lay the glyphs of one line, at least one, side by side; None when a part of one lies outside the page."""
    glyphs, page_top = line
    height = glyphs[0][0].height
    laid: list[bytes] = []
    first = end = 0
    for glyph, pen in glyphs:
        before, own, count = glyph.placed[pen & 3] or glyph.place(pen & 3)
        byte = (pen >> 2) + before
        if byte == end:
            laid.append(own)
        elif not laid:
            first = byte
            laid.append(own)
        elif byte > end:
            laid.append(bytes((byte - end) * height) + own)
        elif (shared := (end - byte) * height) <= len(laid[-1]) and shared <= len(own):
            laid[-1], own = _united(laid[-1], own, shared)
            laid.append(own)
        else:
            # Rare: a glyph reaches over more than the one before it.
            first, own = _laid_over(b"".join(laid), own, first, byte, height)
            laid, byte, count = [own], first, len(own) // height
        end = byte + count
    top = page_top + min([glyph.top for glyph, _ in glyphs])
    bottom = page_top + max([glyph.bottom for glyph, _ in glyphs])
    if first < 0 or top < 0 or bottom > HEIGHT or (end >= STRIDE - 1 and _ends(glyphs) > WIDTH):
        return None
    columns = b"".join(laid)
    rows = [columns[row::height] for row in range(top - page_top, bottom - page_top)]
    return Ink(rows, 1 + first, top, end - first)


def _ends(glyphs: Sequence[tuple[Glyph, int]]) -> int:
    """Return the first pixel behind all ink."""
    return max(pen + glyph.left + glyph.width for glyph, pen in glyphs)


def _united(columns: bytes, own: bytes, shared: int) -> tuple[bytes, bytes]:
    """Put the first so many bytes of a glyph into the last of the columns before it; return those, and the rest."""
    both = int.from_bytes(columns[-shared:]) | int.from_bytes(own[:shared])
    return columns[:-shared] + both.to_bytes(shared), own[shared:]


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
    packed, width = image.tobytes("raw", "P;2"), image.width // PIXELS_PER_BYTE
    rows = [packed[at : at + width] for at in range(0, len(packed), width)]
    return Ink(rows, 1 + first // PIXELS_PER_BYTE, mark.top, width)


def ink_of_rule(line: Box) -> Ink:
    """Return a rectangle filled with black; it lies within the page."""
    first, before = divmod(line.left, PIXELS_PER_BYTE)
    last, after = divmod(line.right - 1, PIXELS_PER_BYTE)
    row = bytearray(b"\xff" * (last - first + 1))
    row[0] &= _ALL >> 2 * before
    row[-1] &= _ALL & _ALL << 2 * (PIXELS_PER_BYTE - 1 - after)
    return Ink([bytes(row)] * line.height, 1 + first, line.top, len(row))


def scan_lines(image: Image.Image) -> bytes:
    """Pack a page, a palette image whose pixels are 0 to 3."""
    packed = image.tobytes("raw", "P;2")
    return b"".join(b"\0" + packed[start : start + STRIDE - 1] for start in range(0, len(packed), STRIDE - 1))
