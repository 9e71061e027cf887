"""Write a page as a PNG (ISO/IEC 15948): 2 bits a pixel, palette, 400 dpi, no filter.

The scan lines are deflated in bands of a few rows, each a chunk of its own that needs no other to be read. Bands of
the template that a page did not change are taken over as they are, their checksum ready; only the others are deflated.
The checksum over all rows is the page's own: a band that is not what the page's scan lines say is an error to every
reader.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from isal import isal_zlib

from chalicelib.render.typesetting.geometry import DPI, HEIGHT, WIDTH
from chalicelib.render.typesetting.ink import STRIDE
from chalicelib.render.typesetting.palette import RGB

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BIT_DEPTH, _PALETTE_COLOUR, _UNIT_METRE = 2, 3, 1
_PIXELS_PER_METRE = round(DPI / 0.0254)
_ROWS = 32
BAND = _ROWS * STRIDE
"""Bytes of scan lines in a band."""

_RAW = -zlib.MAX_WBITS
# Once for many pages, and once for each page: 50 ms against 4 for a whole page, for a third less.
_THOROUGH, _FAST = 6, 1
# The first two bytes of a zlib stream, and its last, empty block.
_STREAM_HEAD, _LAST_BLOCK = b"\x78\x01", b"\x03\x00"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", isal_zlib.crc32(kind + data))


_START = b"".join(
    (
        _SIGNATURE,
        _chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, _BIT_DEPTH, _PALETTE_COLOUR, 0, 0, 0)),
        _chunk(b"PLTE", bytes(level for colour in RGB for level in colour)),
        _chunk(b"pHYs", struct.pack(">IIB", _PIXELS_PER_METRE, _PIXELS_PER_METRE, _UNIT_METRE)),
    )
)
_HEAD = _START + _chunk(b"IDAT", _STREAM_HEAD)
_END = _chunk(b"IEND", b"")


def deflated_bands(lines: bytes | bytearray) -> tuple[bytes, ...]:
    """Return the chunks of all bands of a page's scan lines."""
    deflate, view = zlib.compressobj(_THOROUGH, zlib.DEFLATED, _RAW), memoryview(lines)
    return tuple(
        _chunk(b"IDAT", deflate.compress(view[at : at + BAND]) + deflate.flush(zlib.Z_FULL_FLUSH))
        for at in range(0, len(lines), BAND)
    )


def encode(lines: bytes | bytearray, bands: Sequence[bytes], touched: Iterable[tuple[int, int]] = ()) -> bytes:
    """Write a page.

    Args:
        lines: All its scan lines.
        bands: The chunks of a template whose scan lines are the same outside the rows touched.
        touched: First row and first row below of what is not.
    """
    deflate = isal_zlib.compressobj(_FAST, zlib.DEFLATED, _RAW)
    parts = [_HEAD]
    for first, end, is_changed in stretches(touched):
        if is_changed:
            run = memoryview(lines)[first * BAND : end * BAND]
            parts.append(_chunk(b"IDAT", deflate.compress(run) + deflate.flush(zlib.Z_FULL_FLUSH)))
        else:
            parts.extend(bands[first:end])
    parts += (_chunk(b"IDAT", _LAST_BLOCK + struct.pack(">I", isal_zlib.adler32(lines))), _END)
    return b"".join(parts)


def smaller(page: bytes) -> bytes:
    """Deflate a page of this module's again, as thoroughly as can be: a third less, for twenty times the time."""
    deflated, at = [], len(_START)
    while at < len(page) - len(_END):
        size = int.from_bytes(page[at : at + 4])
        deflated.append(page[at + 8 : at + 8 + size])
        at += 12 + size
    lines = zlib.decompress(b"".join(deflated))
    return _START + _chunk(b"IDAT", zlib.compress(lines, zlib.Z_BEST_COMPRESSION)) + _END


def stretches(touched: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    """Divide the bands of a page: yield first, first after, and whether rows of these were touched."""
    changed = {band for top, bottom in touched for band in range(top // _ROWS, (bottom - 1) // _ROWS + 1)}
    for is_changed, group in groupby(range(-(-HEIGHT // _ROWS)), changed.__contains__):
        numbers = tuple(group)
        yield numbers[0], numbers[-1] + 1, is_changed
