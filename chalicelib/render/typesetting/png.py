"""Write a page as a PNG (ISO/IEC 15948): 2 bits a pixel, palette, 400 dpi, no filter.

The scan lines are deflated in bands of a few rows, each a chunk of its own. Bands that a page has from its template are
taken over as they are, their checksums ready; only its own are deflated. A band of the template is there twice: for a
reader that knows the band before it, which is smaller, and for one that does not because that band is the page's own.
"""

from __future__ import annotations

import struct
import zlib
from itertools import accumulate

from isal import isal_zlib

from chalicelib.render.typesetting.geometry import DPI, HEIGHT, WIDTH
from chalicelib.render.typesetting.ink import STRIDE
from chalicelib.render.typesetting.lines import BAND, Lines
from chalicelib.render.typesetting.palette import RGB

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BIT_DEPTH, _PALETTE_COLOUR, _UNIT_METRE = 2, 3, 1
_PIXELS_PER_METRE = round(DPI / 0.0254)
_RAW = -zlib.MAX_WBITS
# Once for many pages, and once for each page: fifty times the time, for a third less.
_THOROUGH, _FAST = 9, 1
SMALLER = (7, 9)
"""Levels for pages that are too large together: a quarter less for five times the time, a third less for twenty."""
# The first two bytes of a zlib stream, and its last, empty block.
_STREAM_HEAD, _LAST_BLOCK = b"\x78\x01", b"\x03\x00"
_ADLER = 65521


def _chunk(kind: bytes, *data: bytes) -> tuple[bytes, ...]:
    """Return a chunk of data that comes in parts, in more parts."""
    checksum = isal_zlib.crc32(kind)
    for part in data:
        checksum = isal_zlib.crc32(part, checksum)
    return struct.pack(">I4s", sum(map(len, data)), kind), *data, struct.pack(">I", checksum)


_START = b"".join(
    (
        _SIGNATURE,
        *_chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, _BIT_DEPTH, _PALETTE_COLOUR, 0, 0, 0)),
        *_chunk(b"PLTE", bytes(level for colour in RGB for level in colour)),
        *_chunk(b"pHYs", struct.pack(">IIB", _PIXELS_PER_METRE, _PIXELS_PER_METRE, _UNIT_METRE)),
    )
)
_HEAD = b"".join((_START, *_chunk(b"IDAT", _STREAM_HEAD)))
_END = b"".join(_chunk(b"IEND"))


class Bands:
    """The scan lines of a template, deflated band by band, each when it is first needed."""

    def __init__(self, lines: bytes) -> None:
        whole = memoryview(lines)
        bands = [whole[at : at + BAND * STRIDE] for at in range(0, len(lines), BAND * STRIDE)]
        self._bands = bands
        self._alone: list[bytes | None] = [None] * len(bands)
        self._following: list[bytes | None] = [None] * len(bands)
        self.sums = tuple(accumulate(bands, lambda before, band: isal_zlib.adler32(band, before), initial=1))
        """The checksum of all bands before each, and of all."""

    def chunks(self, first: int, end: int) -> list[bytes]:
        """Return the chunks of some bands that follow one another, for a reader that need not know those before."""
        known = [self._alone[first], *self._following[first + 1 : end]]
        return [chunk or self._make(number, follows=number > first) for number, chunk in enumerate(known, start=first)]

    def _make(self, number: int, *, follows: bool) -> bytes:
        """Deflate a band; `follows` says that the reader knows the one before it."""
        deflate = zlib.compressobj(_THOROUGH, zlib.DEFLATED, _RAW, zdict=self._bands[number - 1] if follows else b"")
        deflated = deflate.compress(self._bands[number]) + deflate.flush(zlib.Z_SYNC_FLUSH)
        made = b"".join(_chunk(b"IDAT", deflated))
        (self._following if follows else self._alone)[number] = made
        return made


def encode(lines: Lines, bands: Bands) -> bytes:
    """Write a page; `bands` are of its template."""
    deflate = isal_zlib.compressobj(_FAST, zlib.DEFLATED, _RAW)
    parts, checksum = [_HEAD], 1
    for stretch in lines.stretches:
        first, end = stretch.first, stretch.end
        if stretch.own:
            parts += _chunk(b"IDAT", deflate.compress(stretch.own), deflate.flush(zlib.Z_FULL_FLUSH))
            checksum = isal_zlib.adler32(stretch.own, checksum)
        else:
            parts += bands.chunks(first, end)
            checksum = _further(checksum, bands.sums[first], bands.sums[end], len(stretch.part()))
    parts += (*_chunk(b"IDAT", _LAST_BLOCK + struct.pack(">I", checksum)), _END)
    return b"".join(parts)


def _further(checksum: int, before: int, after: int, size: int) -> int:
    """Carry an Adler-32 (RFC 1950) over so many bytes that take another one from `before` to `after`."""
    (high, low), (high_before, low_before), (high_after, low_after) = (
        divmod(each, 1 << 16) for each in (checksum, before, after)
    )
    high = (high + high_after - high_before + size * (low - low_before)) % _ADLER
    return high << 16 | (low + low_after - low_before) % _ADLER


def smaller(page: bytes, level: int) -> bytes:
    """Deflate a page of this module's again at one of `SMALLER`."""
    deflated, at = [], len(_START)
    while at < len(page) - len(_END):
        size = int.from_bytes(page[at : at + 4])
        deflated.append(page[at + 8 : at + 8 + size])
        at += 12 + size
    lines = zlib.decompress(b"".join(deflated))
    return b"".join((_START, *_chunk(b"IDAT", zlib.compress(lines, level)), _END))
