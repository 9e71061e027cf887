"""The check that a finished page shows its code, read at the centre of every module, quiet zone included: R10."""

from __future__ import annotations

import functools

from bitarray import bitarray

from chalicelib.render.typesetting.code import MODULE
from chalicelib.render.typesetting.errors import IncompletePage
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.ink import PIXELS_PER_BYTE
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.palette import BLACK
from chalicelib.render.typesetting.qr_layout import ACROSS, HIGH, QUIET, SIDE, WIDE

_ALL = SIDE + 2 * QUIET
_TILE = WIDE * MODULE // PIXELS_PER_BYTE


def check_code(lines: Lines, place: Box, modules: bytes) -> None:
    """Refuse a page on which a module of the code is not what it must be, black or white.

    Raises:
        IncompletePage: See `part`.
    """
    first, before = divmod(place.left + MODULE // 2, PIXELS_PER_BYTE)
    second = (place.left + MODULE // 2 + MODULE) // PIXELS_PER_BYTE - first
    for row in range(HIGH):
        of_first, of_second, black = _centres(row, before)
        top = place.top + row * MODULE + MODULE // 2
        # In every so many bytes are the centres of two modules; they are different pixels of theirs.
        found = lines.read(1 + first, top, ACROSS * _TILE, place.bottom - top, every=HIGH * MODULE)
        centres = bitarray(buffer=found[::_TILE]) & of_first
        centres |= bitarray(buffer=found[second::_TILE]) & of_second
        if centres.tobytes() != modules.translate(black)[: len(found) // _TILE]:
            raise IncompletePage("code")


@functools.lru_cache(maxsize=2 * HIGH)
def _centres(row: int, before: int) -> tuple[bitarray, bitarray, bytes]:
    """Return where the centres of modules are in bytes with them, for one row of all tiles.

    First those of the first modules of tiles, then those of the second ones, last a table that translates tiles to
    both together. `before` counts the pixels before the centre of the very first module in its byte.
    """
    first, second = (
        BLACK << 2 * (PIXELS_PER_BYTE - 1 - pixel) for pixel in (before, (before + MODULE) % PIXELS_PER_BYTE)
    )
    down = len(range(row, _ALL, HIGH))
    # Beyond the quiet zone there may be anything.
    masks = [
        bitarray(buffer=(bytes((bits,)) * count + bytes(ACROSS - count)) * down)
        for bits, count in ((first, -(-_ALL // WIDE)), (second, _ALL // WIDE))
    ]
    return masks[0], masks[1], _black(HIGH - 1 - row, first, second)


def _black(rows_below: int, first: int, second: int) -> bytes:
    """Return a table from tiles to the centres that are black in one of their rows."""
    last = WIDE * rows_below
    return bytes(first * (tile >> last + 1 & 1) | second * (tile >> last & 1) for tile in range(256))
