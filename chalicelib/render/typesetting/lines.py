"""The scan lines of one page: its template's, and copies of its own wherever something is printed.

A page is divided into bands of a few rows. Bands next to each other in which a page has ink make a stretch that is
copied from the template for this page alone; everything else is read from the template, which nothing can change. All
that is printed is black, 3, and goes into the packed lines by a bitwise OR. So nothing that stands on a page can be
lost by printing more on it, and nothing needs to be unpacked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from struct import unpack_from

from PIL import Image

from chalicelib.render.typesetting.geometry import HEIGHT, Box
from chalicelib.render.typesetting.ink import PIXELS_PER_BYTE, STRIDE, Ink, Mark

BAND = 32
"""Rows in a band."""
EVERYWHERE = ((0, HEIGHT),)

_ALL = 0xFF


class Stretch:
    """Bands `first` to before `end`: of the template, until they are printed on.

    `lines` holds their scan lines from row `top` of the page on: all of the template, or a copy of these alone. `own`
    shows the copy as an image of bytes in the same memory, for Pillow to write to.
    """

    __slots__ = ("end", "first", "lines", "own", "top")

    def __init__(self, template: bytes, first: int, end: int) -> None:
        self.first, self.end, self.top = first, end, 0
        self.lines: bytes | bytearray = template
        self.own: Image.Image | None = None

    def copy(self) -> Image.Image:
        """Make a copy of the template's lines, to print on."""
        self.lines, self.top = bytearray(self.part()), self.first * BAND
        self.own = Image.frombuffer("L", (STRIDE, len(self.lines) // STRIDE), self.lines, "raw", "L", 0, 1)
        # Pillow takes memory that is not its own for read-only, and would write to a copy.
        self.own.readonly = 0
        return self.own

    def part(self) -> memoryview:
        """Return the scan lines."""
        first, end = self.first * BAND - self.top, self.end * BAND - self.top
        return memoryview(self.lines)[first * STRIDE : end * STRIDE]


class Lines:
    """The scan lines of a page."""

    def __init__(self, template: bytes, touched: Iterable[tuple[int, int]]) -> None:
        """Divide a template by which rows will be printed on: first, and first below, of each range."""
        printed = {band for top, bottom in touched for band in range(top // BAND, (bottom - 1) // BAND + 1)}
        self.stretches = tuple(_stretches(template, printed))
        self._of = [stretch for stretch in self.stretches for _ in range(stretch.first, stretch.end)]

    def read(self, left: int, top: int, width: int, height: int, every: int = 1) -> bytes:
        """Return bytes `left` to `left + width` of a range of scan lines: the first and every so many on."""
        skipped = STRIDE * every - width
        rows: list[bytes] = []
        bottom = top + height
        while top < bottom:
            stretch = self._of[top // BAND]
            count = -(-(min(bottom, stretch.end * BAND) - top) // every)
            pattern = f"{width}s{skipped}x" * (count - 1) + f"{width}s"
            rows += unpack_from(pattern, stretch.lines, (top - stretch.top) * STRIDE + left)
            top += count * every
        return b"".join(rows)

    def under(self, ink: Ink) -> bytes:
        """Return the bytes that a piece of ink covers."""
        return self.read(ink.left, ink.top, ink.width, ink.height)

    def crop(self, box: Box, every: int = 1) -> Image.Image:
        """Return a part of the page, unpacked: its first row and every so many on."""
        first, before = divmod(box.left, PIXELS_PER_BYTE)
        width = -(-box.right // PIXELS_PER_BYTE) - first
        packed = self.read(1 + first, box.top, width, box.height, every)
        image = Image.frombytes("P", (width * PIXELS_PER_BYTE, len(packed) // width), packed, "raw", "P;2")
        return image.crop((before, 0, before + box.width, image.height))

    def print(self, ink: Ink) -> None:
        """Print in black, on rows that were said to be touched."""
        under, packed = self.under(ink), ink.packed
        if under != bytes(len(under)):
            merged = int.from_bytes(under, "little") | int.from_bytes(packed, "little")
            packed = merged.to_bytes(len(packed), "little")
        self._put(packed, ink.left, ink.top, ink.width, ink.height)

    def rule(self, line: Box) -> None:
        """Fill a rectangle with black, on rows that were said to be touched."""
        first, before = divmod(line.left, PIXELS_PER_BYTE)
        last, after = divmod(line.right - 1, PIXELS_PER_BYTE)
        row = bytearray(b"\xff" * (last - first + 1))
        row[0] &= _ALL >> 2 * before
        row[-1] &= _ALL & _ALL << 2 * (PIXELS_PER_BYTE - 1 - after)
        self.print(Ink(bytes(row) * line.height, 1 + first, line.top, len(row), line.height))

    def paint(self, mark: Mark, colour: int) -> None:
        """Paint a mask in another colour than black, over what is there: on templates only."""
        before = mark.left % PIXELS_PER_BYTE
        first, right = mark.left - before, mark.left + mark.mask.width
        right += -right % PIXELS_PER_BYTE
        part = self.crop(Box(first, mark.top, right, mark.top + mark.mask.height))
        part.paste(colour, (before, 0), mark.mask)
        width = (right - first) // PIXELS_PER_BYTE
        self._put(part.tobytes("raw", "P;2"), 1 + first // PIXELS_PER_BYTE, mark.top, width, part.height)

    @property
    def size(self) -> int:
        """Bytes of all scan lines."""
        return sum(len(stretch.part()) for stretch in self.stretches)

    def whole(self) -> bytes:
        """Return all scan lines."""
        return b"".join(stretch.part() for stretch in self.stretches)

    def _put(self, packed: bytes, left: int, top: int, width: int, height: int) -> None:
        stretch = self._of[top // BAND]
        part = Image.frombuffer("L", (width, height), packed, "raw", "L", 0, 1)
        (stretch.own or stretch.copy()).paste(part, (left, top - stretch.top))


def _stretches(template: bytes, printed: set[int]) -> Iterator[Stretch]:
    for _, group in groupby(range(-(-HEIGHT // BAND)), printed.__contains__):
        bands = tuple(group)
        yield Stretch(template, bands[0], bands[-1] + 1)
