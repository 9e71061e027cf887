"""The scan lines of one page: its template's, and copies of its own wherever something is printed.

A page is divided into bands of a few rows. Bands next to each other in which a page has ink make a stretch that is
copied from the template for this page alone; everything else is read from the template, which nothing can change. All
that is printed is black, 3, and united with what is there bit by bit. So nothing that stands on a page can be lost by
printing more on it, and nothing needs to be unpacked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from PIL import Image

from chalicelib.render.typesetting.geometry import HEIGHT, Box
from chalicelib.render.typesetting.ink import PIXELS_PER_BYTE, STRIDE, Ink, spread, unite

BAND = 32
"""Rows in a band."""


class Stretch:
    """Bands `first` to before `end`: of the template, or a copy to print on.

    `lines` holds their scan lines from row `top` of the page on: all of the template, or the copy of these alone, to
    which `own` writes.
    """

    __slots__ = ("end", "first", "lines", "own", "top")

    def __init__(self, template: bytes, first: int, end: int, *, own: bool) -> None:
        self.first, self.end, self.top = first, end, 0
        self.lines: bytes | bytearray = template
        self.own: memoryview | None = None
        if own:
            self.lines, self.top = bytearray(self.part()), first * BAND
            self.own = memoryview(self.lines)

    def part(self) -> memoryview:
        """Return the scan lines."""
        first, end = self.first * BAND - self.top, self.end * BAND - self.top
        return memoryview(self.lines)[first * STRIDE : end * STRIDE]


class Lines:
    """The scan lines of a page."""

    def __init__(self, template: bytes, inks: Sequence[Ink] = ()) -> None:
        """Print ink, all of which lies within the page, on a template."""
        touched = {band for ink in inks for band in range(ink.top // BAND, (ink.bottom - 1) // BAND + 1)}
        self.stretches = tuple(_stretches(template, touched))
        self._of = [stretch for stretch in self.stretches for _ in range(stretch.first, stretch.end)]
        for ink in inks:
            self._print(ink)

    def read(self, left: int, top: int, width: int, height: int, every: int = 1) -> bytes:
        """Return bytes `left` to `left + width` of a range of scan lines: the first and every so many on."""
        rows: list[bytes] = []
        bottom = top + height
        while top < bottom:
            stretch = self._of[top // BAND]
            count = -(-(min(bottom, stretch.end * BAND) - top) // every)
            rows += spread(width, count, every).unpack_from(stretch.lines, (top - stretch.top) * STRIDE + left)
            top += count * every
        return b"".join(rows)

    def under(self, ink: Ink) -> Sequence[bytes]:
        """Return the bytes that a piece of ink covers, row by row."""
        rows, left, top, width = ink
        stretch = self._of[top // BAND]
        if top + len(rows) > stretch.end * BAND:
            found = self.read(left, top, width, len(rows))
            return [found[at : at + width] for at in range(0, len(found), width)]
        return spread(width, len(rows)).unpack_from(stretch.lines, (top - stretch.top) * STRIDE + left)

    def crop(self, box: Box) -> Image.Image:
        """Return a part of the page, unpacked."""
        first, before = divmod(box.left, PIXELS_PER_BYTE)
        width = -(-box.right // PIXELS_PER_BYTE) - first
        packed = self.read(1 + first, box.top, width, box.height)
        image = Image.frombytes("P", (width * PIXELS_PER_BYTE, len(packed) // width), packed, "raw", "P;2")
        return image.crop((before, 0, before + box.width, image.height))

    @property
    def size(self) -> int:
        """Bytes of all scan lines."""
        return sum(len(stretch.part()) for stretch in self.stretches)

    def whole(self) -> bytes:
        """Return all scan lines."""
        return b"".join(stretch.part() for stretch in self.stretches)

    def _print(self, ink: Ink) -> None:
        rows, left, top, width = ink
        stretch = self._of[top // BAND]
        if stretch.own is None:
            raise ValueError("ink where the page has nothing of its own")
        unite(stretch.own, (top - stretch.top) * STRIDE + left, rows, width)


def _stretches(template: bytes, touched: set[int]) -> Iterator[Stretch]:
    for own, group in groupby(range(-(-HEIGHT // BAND)), touched.__contains__):
        bands = tuple(group)
        yield Stretch(template, bands[0], bands[-1] + 1, own=own)
