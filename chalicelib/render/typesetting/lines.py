"""The scan lines of one page: its template's, and copies of its own wherever something is printed.

A page is divided into bands of a few rows. Bands next to each other in which a page has ink make a stretch that is
copied from the template for this page alone; everything else is read from the template, which nothing can change. All
that is printed is black, 3, and united with what is there bit by bit. So nothing that stands on a page can be lost by
printing more on it, and nothing needs to be unpacked.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from itertools import groupby
from struct import Struct

from PIL import Image

from chalicelib.render.typesetting import packed
from chalicelib.render.typesetting.geometry import HEIGHT, Box
from chalicelib.render.typesetting.ink import PIXELS_PER_BYTE, STRIDE, Ink

BAND = 32
"""Rows in a band."""


class Stretch:
    """Bands `first` to before `end`: of the template, or a copy to print on.

    `lines` holds their scan lines from row `top` of the page on: all of the template, or `own`, the copy of these.
    """

    __slots__ = ("end", "first", "lines", "own", "top")

    def __init__(self, template: bytes, first: int, end: int, *, own: bool) -> None:
        self.first, self.end, self.top = first, end, 0
        self.lines: bytes | bytearray = template
        self.own: bytearray | None = None
        if own:
            self.lines = self.own = bytearray(self.part_of(template))
            self.top = first * BAND

    def part(self) -> memoryview:
        """Return the scan lines."""
        return memoryview(self.own) if self.own is not None else self.part_of(self.lines)

    def part_of(self, page: bytes | bytearray) -> memoryview:
        """Return the same scan lines of a whole page."""
        return memoryview(page)[self.first * BAND * STRIDE : self.end * BAND * STRIDE]


class Lines:
    """The scan lines of a page."""

    def __init__(self, template: bytes, inks: Sequence[Ink] = ()) -> None:
        """Print ink, all of which lies within the page, on a template."""
        touched = {
            band
            for rows, _, top, width in inks
            for band in range(top // BAND, (top + len(rows) // width - 1) // BAND + 1)
        }
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
            rows += _spread(width, count, every).unpack_from(stretch.lines, (top - stretch.top) * STRIDE + left)
            top += count * every
        return b"".join(rows)

    def grid(self, left: int, top: int, step: int, across: int, down: int) -> bytes:
        """Return the colours of pixels that are `step` from one another, row by row, a byte each."""
        rows: list[bytes] = []
        while down:
            stretch = self._of[top // BAND]
            count = min(down, -(-(stretch.end * BAND - top) // step))
            rows.append(packed.pixels(stretch.lines, STRIDE, stretch.top, left, top, step, across, count))
            top += count * step
            down -= count
        return b"".join(rows)

    def holds(self, ink: Ink) -> bool:
        """Whether all of a piece of ink is among the page's black."""
        stretch = self.stretch_of(ink)
        if ink.bottom > stretch.end * BAND:
            return all(packed.holds(each.part(), STRIDE, each.first * BAND, ink) for each in self.stretches)
        return packed.holds(stretch.lines, STRIDE, stretch.top, ink)

    def crop(self, box: Box) -> Image.Image:
        """Return a part of the page, unpacked."""
        first, before = divmod(box.left, PIXELS_PER_BYTE)
        width = -(-box.right // PIXELS_PER_BYTE) - first
        found = self.read(1 + first, box.top, width, box.height)
        image = Image.frombytes("P", (width * PIXELS_PER_BYTE, len(found) // width), found, "raw", "P;2")
        return image.crop((before, 0, before + box.width, image.height))

    @property
    def size(self) -> int:
        """Bytes of all scan lines."""
        return sum(len(stretch.part()) for stretch in self.stretches)

    def whole(self) -> bytes:
        """Return all scan lines."""
        return b"".join(stretch.part() for stretch in self.stretches)

    def stretch_of(self, ink: Ink) -> Stretch:
        """Return where a piece of ink begins."""
        return self._of[ink.top // BAND]

    def _print(self, ink: Ink) -> None:
        stretch = self.stretch_of(ink)
        if stretch.own is None:
            raise ValueError("ink where the page has nothing of its own")
        packed.unite(stretch.own, STRIDE, stretch.top, ink)


@functools.lru_cache(maxsize=1024)
def _spread(width: int, height: int, every: int) -> Struct:
    """Return what takes so many rows of so many bytes from every so many of some scan lines."""
    row = f"{width}s"
    return Struct(f"{row}{STRIDE * every - width}x" * (height - 1) + row)


def _stretches(template: bytes, touched: set[int]) -> Iterator[Stretch]:
    for own, group in groupby(range(-(-HEIGHT // BAND)), touched.__contains__):
        bands = tuple(group)
        yield Stretch(template, bands[0], bands[-1] + 1, own=own)
