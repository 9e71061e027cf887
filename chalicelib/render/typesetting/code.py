"""The QR code of a page that carries its signed statement: see `chalicelib.protocol.page_code`.

97 modules a side. A module is 6 pixels, 0.38 mm: below 0.32 mm readers begin to fail on scanned paper. Version and
place are the same on every page, so that a form keeps one space free whatever the code says.
"""

from __future__ import annotations

import functools
from struct import Struct

from bitarray import bitarray

from chalicelib.protocol.errors import CannotBeRendered
from chalicelib.render.typesetting import qr, qr_layout
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.ink import PIXELS_PER_BYTE, Ink
from chalicelib.render.typesetting.qr_layout import ACROSS, DOWN, HIGH, WIDE

MODULE = 6
QUIET = qr_layout.QUIET
SIZE = (qr_layout.SIDE + 2 * QUIET) * MODULE

_BITS_PER_PIXEL = 2
_TILE = WIDE * MODULE // PIXELS_PER_BYTE
_ROW = ACROSS * _TILE
# The rows of tiles with ink, without the first and the last.
_INKED = slice(ACROSS, -ACROSS)


class CodeTooLong(CannotBeRendered):
    """The content does not fit the code."""


def modules(content: str) -> bytes:
    """Encode the content of a code: tiles of two by four modules as `qr_layout` has them, quiet zone included.

    Raises:
        CodeTooLong: It does not fit, or has characters that the alphanumeric mode has not.
    """
    try:
        return qr.encode(content)
    except ValueError as error:
        raise CodeTooLong("the page code is full") from error


def _of_row(row: int, values: bytes) -> bytes:
    """Return a table that translates tiles to what the two modules of one of their rows are together.

    `values` are for neither dark, the right one, the left one, both.
    """
    above, below = 1 << WIDE * row, 1 << WIDE * (HIGH - 1 - row)
    return b"".join([bytes((value,)) * below for value in values]) * above


# The two modules of a row in a tile are three bytes of a scan line, the middle one half of either.
_PACKED = [
    [_of_row(row, values) for values in (b"\0\0\xff\xff", b"\0\x0f\xf0\xff", b"\0\xff\0\xff")] for row in range(HIGH)
]


@functools.lru_cache(maxsize=PIXELS_PER_BYTE)
def _cut(skipped: int, width: int) -> Struct:
    """Return what takes a part of each row of packed tiles that have ink."""
    return Struct(f"{skipped}x{width}s{_ROW - skipped - width}x" * (DOWN - 2))


def ink(modules: bytes, place: Box) -> Ink:
    """Return a code in its place: each row of modules is packed once and stands there `MODULE` times."""
    first, last = (
        pixel // PIXELS_PER_BYTE for pixel in (place.left + QUIET * MODULE, place.right - QUIET * MODULE - 1)
    )
    width = last - first + 1
    cut = _cut(first - place.left // PIXELS_PER_BYTE, width)
    tiles = modules[_INKED]
    packed = bytearray(_TILE * len(tiles))
    of_modules = [b""] * ((DOWN - 2) * HIGH)
    for number, tables in enumerate(_PACKED):
        for byte, table in enumerate(tables):
            packed[byte::_TILE] = tiles.translate(table)
        # A row begins and ends with quiet zone: moving all of them at once takes nothing from one into the next.
        bits = bitarray(buffer=packed)
        bits >>= place.left % PIXELS_PER_BYTE * _BITS_PER_PIXEL
        of_modules[number::HIGH] = cut.unpack(packed)
    rows = [b""] * (len(of_modules) * MODULE)
    for again in range(MODULE):
        rows[again::MODULE] = of_modules
    return Ink(rows[: qr_layout.SIDE * MODULE], 1 + first, place.top + QUIET * MODULE, width)
