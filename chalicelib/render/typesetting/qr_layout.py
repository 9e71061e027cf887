"""Where each bit of a QR code's stream goes: tiles of two by four modules, made of the stream by moving many at once.

The stream runs through pairs of columns from the right, up one pair and down the next, and leaves out the modules that
never change. With those put in, and each pair of columns filled up to whole bytes, a byte of it is two modules of four
rows: a tile. What remains is to sort the tiles.

A code is `DOWN` rows of `ACROSS` tiles, with its quiet zone from its top left corner on: 105 modules by 105, and light
ones beyond. In a byte the modules stand row by row, the upper left one in the highest bit; dark is 1.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from bitarray import bitarray

SIDE, QUIET = 97, 4
WIDE, HIGH = 2, 4
"""Modules of a tile."""
ACROSS, DOWN = 54, 27

# Annex E: where alignment patterns stand; 7.9 and 7.10: level M with mask 2, version 20, with their check bits.
_ALIGNMENT = (6, 34, 62, 90)
_FORMAT, _VERSION = 0b101111001111100, 0b010100100110100110
_TIMING = 6
_BYTE = 8
_FIRST, _SECOND = 0b10101010, 0b01010101

# The tiles of a pair of columns. Two pairs, one up and one down, are what the code repeats: so many tiles of them stand
# before the stream, for the quiet zone on the right, and after it, for that on the left.
_COLUMN = -(-SIDE // HIGH)
_BEFORE, _AFTER = 2 * 2 * _COLUMN, 2 * _COLUMN
_STREAM = _BEFORE + SIDE // WIDE * _COLUMN + _AFTER

Moves = tuple[tuple[bitarray, int], ...]
"""Which bits to move towards the end, and how far, one after another."""


def move(bits: bitarray, moves: Moves) -> None:
    """Move bits within an array; what they leave is 0."""
    for mask, places in moves:
        moving = bits & mask
        bits ^= moving
        moving >>= places
        bits |= moving


def laid_out(stream: bytes) -> bytes:
    """Return all tiles, row by row, of a code whose stream of bits this is."""
    layout = _layout()
    bits = bitarray(buffer=bytearray(b"".join((bytes(_BEFORE), stream, bytes(_STREAM - _BEFORE - len(stream))))))
    move(bits, layout.moves)
    bits ^= layout.constant
    tiles = bytearray(ACROSS * DOWN)
    # The first and the last row are quiet.
    tiles[ACROSS:-ACROSS:2] = b"".join(_DOWNWARDS(bits.tobytes().translate(_SWAPPED)))
    bits.reverse()
    tiles[ACROSS + 1 : -ACROSS : 2] = b"".join(_UPWARDS(bits.tobytes()))
    return _with_timing(bitarray(buffer=tiles), layout)


# In a row of tiles every other is of a column that the stream runs down. It runs from right to left: there the
# modules of each row of a tile have changed places. Turned about, it runs down the other columns, from left to right.
_SWAPPED = bytes((byte & _FIRST) >> 1 | (byte & _SECOND) << 1 for byte in range(256))
_DOWNWARDS = itemgetter(*(slice(_STREAM - _COLUMN + row, None, -2 * _COLUMN) for row in range(_COLUMN)))
_UPWARDS = itemgetter(*(slice(_COLUMN + row, None, 2 * _COLUMN) for row in range(_COLUMN)))


class _Layout(NamedTuple):
    """What is the same for all codes.

    Attributes:
        moves: Makes room in the stream for the modules that never change and for what fills tiles up.
        constant: These modules, and the mask of the others, in the order of the stream.
        left: All modules of the tiles left of the column that the stream leaves out.
        first: The first modules of the rows of the tiles right of it.
        second: The second ones.
        timing: That column.
    """

    moves: Moves
    constant: bitarray
    left: bitarray
    first: bitarray
    second: bitarray
    timing: bitarray


def _with_timing(tiles: bitarray, layout: _Layout) -> bytes:
    """Put the column in that the stream leaves out: what is right of it moves on by one module."""
    # By one place to the second module of the row, by a byte less one to the first of the next tile.
    moved = (tiles >> 1) & layout.second
    moved |= (tiles >> _BYTE - 1) & layout.first
    moved |= tiles & layout.left
    moved |= layout.timing
    return moved.tobytes()


@functools.cache
def _layout() -> _Layout:
    """Make the layout."""
    free, dark = _planes()
    left, right = (_TIMING + QUIET) // WIDE, ACROSS - (_TIMING + QUIET) // WIDE
    timing = _tiles_of_column(dark[_TIMING::SIDE])
    rows = bytearray(ACROSS * DOWN)
    rows[ACROSS + left : -ACROSS : ACROSS] = timing
    return _Layout(
        _moves(b"".join(_in_stream(free))),
        _bits(b"".join(_in_stream(dark))),
        bitarray(buffer=(b"\xff" * left + bytes(right)) * DOWN),
        bitarray(buffer=(bytes(left + 1) + bytes((_FIRST,)) * (right - 1)) * DOWN),
        bitarray(buffer=(bytes(left) + bytes((_SECOND,)) * right) * DOWN),
        bitarray(buffer=bytes(rows)),
    )


def _tiles_of_column(modules: bytes) -> bytes:
    """Return tiles with these modules, top to bottom, as the first of each row."""
    rows = bytearray(WIDE * HIGH * _COLUMN)
    rows[: WIDE * SIDE : WIDE] = modules
    return _bits(rows).tobytes()


def _bits(modules: bytes | bytearray) -> bitarray:
    bits = bitarray()
    bits.pack(modules)
    return bits


def _moves(free: bytes) -> Moves:
    """Return what moves the bits of the stream, close together at first, to where a module is free.

    A bit never has to move less than one before it. So when the longest moves come first, none meets another.
    """
    steps = [1 << power for power in reversed(range(10))]
    masks = [bitarray(len(free)) for _ in steps]
    moved = _BEFORE * _BYTE
    for run in re.finditer(b"\1+", free):
        start, length = run.start(), len(run[0])
        distance = start - moved
        moved += length
        for step, mask in zip(steps, masks, strict=True):
            if distance & step:
                at = start - (distance & 2 * step - 1)
                mask[at : at + length] = 1
    return tuple(zip(masks, steps, strict=True))


def _in_stream(plane: bytes) -> Iterator[bytes | bytearray]:
    """Yield modules in the order of the stream, one byte each, with 0 for what is beyond."""
    beyond = bytes(WIDE * (HIGH * _COLUMN - SIDE))
    yield bytes(_BEFORE * _BYTE)
    columns = [plane[number::SIDE] for number in range(SIDE) if number != _TIMING]
    for number, right in enumerate(range(len(columns) - 1, 0, -2)):
        upwards = number % 2 == 0
        pair = bytearray(WIDE * SIDE)
        for side, column in enumerate((columns[right], columns[right - 1])):
            pair[side::WIDE] = column[::-1] if upwards else column
        yield from (beyond, pair) if upwards else (pair, beyond)
    yield bytes(_AFTER * _BYTE)


def _planes() -> tuple[bytes, bytes]:
    """Return all modules row by row: 1 for those that depend on the content; 1 for dark, or for an inverting mask."""
    free = bytearray(b"\1" * SIDE**2)
    dark = bytearray(bytes(column % 3 == 0 for column in range(SIDE)) * SIDE)
    for (top, left, bottom, right), value in _function_patterns():
        light, colour = bytes(right - left), bytes((value,)) * (right - left)
        for row in range(top * SIDE, bottom * SIDE, SIDE):
            free[row + left : row + right], dark[row + left : row + right] = light, colour
    return bytes(free), bytes(dark)


_Patch = tuple[tuple[int, int, int, int], bool]


def _function_patterns() -> Iterator[_Patch]:
    """Yield all modules that are the same in all codes, as rectangles of a colour: dark or not.

    A rectangle is the row and column that it begins with, and the first behind it. The last colour of a module holds.
    """
    yield (_TIMING, 0, _TIMING + 1, SIDE), False
    yield (0, _TIMING, SIDE, _TIMING + 1), False
    for at in range(0, SIDE, 2):
        yield _module(_TIMING, at, dark=True)
        yield _module(at, _TIMING, dark=True)
    first, *_, last = _ALIGNMENT
    for row in _ALIGNMENT:
        for column in _ALIGNMENT:
            if (row, column) not in {(first, first), (first, last), (last, first)}:
                yield from _squares(row, column, 2, light=(1,))
    for row, column in ((3, 3), (3, SIDE - 4), (SIDE - 4, 3)):
        yield from _squares(row, column, 4, light=(4, 2))
    for number in range(15):
        for row, column in _format_places(number):
            yield _module(row, column, dark=bool(_FORMAT >> number & 1))
    yield _module(SIDE - 8, 8, dark=True)
    for number in range(18):
        dark = bool(_VERSION >> number & 1)
        yield _module(SIDE - 11 + number % 3, number // 3, dark=dark)
        yield _module(number // 3, SIDE - 11 + number % 3, dark=dark)


def _module(row: int, column: int, *, dark: bool) -> _Patch:
    return (row, column, row + 1, column + 1), dark


def _squares(row: int, column: int, largest: int, *, light: tuple[int, ...]) -> Iterator[_Patch]:
    """Yield squares around a module, one in the other, each to so many modules from it."""
    for reach in range(largest, -1, -1):
        above, left = max(row - reach, 0), max(column - reach, 0)
        yield (above, left, min(row + reach + 1, SIDE), min(column + reach + 1, SIDE)), reach not in light


def _format_places(number: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return both places of a bit of the format, counted from the lowest."""
    first = (*((row, 8) for row in (0, 1, 2, 3, 4, 5, 7, 8)), (8, 7), *((8, column) for column in range(5, -1, -1)))
    second = (*((8, SIDE - 1 - step) for step in range(8)), *((SIDE - 7 + step, 8) for step in range(7)))
    return first[number], second[number]
