"""The scan lines of one page: its template's, and copies of its own wherever something is printed.

A page is divided into bands of a few rows. Bands next to each other in which a page has ink make a stretch that is
copied from the template for this page alone; everything else is read from the template, which nothing can change. All
that is printed is black, 3, and united with what is there bit by bit. So nothing that stands on a page can be lost by
printing more on it, and nothing needs to be unpacked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from struct import unpack_from

from PIL import Image, ImageMath

from chalicelib.render.typesetting.geometry import HEIGHT, Box
from chalicelib.render.typesetting.ink import PIXELS_PER_BYTE, STRIDE, Ink

BAND = 32
"""Rows in a band."""


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

    def __init__(self, template: bytes, inks: Sequence[Ink] = ()) -> None:
        """Print ink, all of which lies within the page, on a template."""
        touched = {band for ink in inks for band in range(ink.top // BAND, (ink.bottom - 1) // BAND + 1)}
        self.stretches = tuple(_stretches(template, touched))
        self._of = [stretch for stretch in self.stretches for _ in range(stretch.first, stretch.end)]
        for group in _apart(inks):
            self._print(group)

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
        _, left, top, width, height = ink
        stretch = self._of[top // BAND]
        if top + height > stretch.end * BAND:
            return self.read(left, top, width, height)
        row = f"{width}s"
        pattern = f"{row}{STRIDE - width}x" * (height - 1) + row
        return b"".join(unpack_from(pattern, stretch.lines, (top - stretch.top) * STRIDE + left))

    def crop(self, box: Box, every: int = 1) -> Image.Image:
        """Return a part of the page, unpacked: its first row and every so many on."""
        first, before = divmod(box.left, PIXELS_PER_BYTE)
        width = -(-box.right // PIXELS_PER_BYTE) - first
        packed = self.read(1 + first, box.top, width, box.height, every)
        image = Image.frombytes("P", (width * PIXELS_PER_BYTE, len(packed) // width), packed, "raw", "P;2")
        return image.crop((before, 0, before + box.width, image.height))

    @property
    def size(self) -> int:
        """Bytes of all scan lines."""
        return sum(len(stretch.part()) for stretch in self.stretches)

    def whole(self) -> bytes:
        """Return all scan lines."""
        return b"".join(stretch.part() for stretch in self.stretches)

    def _print(self, inks: Sequence[Ink]) -> None:
        """Print ink, no two pieces of which have a byte in common."""
        merged = _united(b"".join(map(self.under, inks)), b"".join([ink.packed for ink in inks]))
        at = 0
        for ink in inks:
            start, at = at, at + len(ink.packed)
            stretch = self._of[ink.top // BAND]
            part = Image.frombuffer("L", (ink.width, ink.height), merged[start:at], "raw", "L", 0, 1)
            (stretch.own or stretch.copy()).paste(part, (ink.left, ink.top - stretch.top))


def _stretches(template: bytes, touched: set[int]) -> Iterator[Stretch]:
    for _, group in groupby(range(-(-HEIGHT // BAND)), touched.__contains__):
        bands = tuple(group)
        yield Stretch(template, bands[0], bands[-1] + 1)


def _apart(inks: Iterable[Ink]) -> Iterator[Sequence[Ink]]:
    """Divide ink into groups in which no two pieces have a byte in common: most are one group, others one each."""
    apart: list[Ink] = []
    beside: list[Ink] = []
    for ink in sorted(inks, key=attrgetter("top")):
        left, top, right = ink.left, ink.top, ink.left + ink.width
        beside = [other for other in beside if other.top + other.height > top]
        if any(other.left < right and left < other.left + other.width for other in beside):
            yield (ink,)
        else:
            apart.append(ink)
        beside.append(ink)
    yield apart


def _united(one: bytes, other: bytes) -> bytes:
    """Return the bits that are set in either of two pieces of scan lines of one size."""
    # Pillow unites whole numbers of four bytes.
    size, missing = (len(one) + 3) // 4, bytes(-len(one) % 4)
    first, second = (Image.frombytes("I", (size, 1), part + missing) for part in (one, other))
    both: Image.Image = ImageMath.lambda_eval(lambda each: each["one"] | each["other"], one=first, other=second)
    return both.tobytes()
