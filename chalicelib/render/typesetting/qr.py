"""A QR code (ISO/IEC 18004) of one version, level, mode and mask, made from tables.

Version 20, level M, alphanumeric mode, mask 2. A general encoder works all of this out anew for each code; here the
place of every bit is known beforehand, so that a code takes a tenth of the time and no package. The tests hold it to
an independent encoder, module by module.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import chain, groupby
from operator import getitem, xor

SIDE = 97
CAPACITY = 970
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}

# Table 9 of the standard: 16 blocks, the first 3 of 41 bytes, the others of 42, each with 26 bytes to correct it.
_DATA_BYTES, _BLOCKS, _SHORT_BLOCKS, _SHORT, _CORRECTING = 669, 16, 3, 41, 26
_ALPHANUMERIC, _COUNT_BITS, _PAIR_BITS, _SINGLE_BITS, _TERMINATOR_BITS = "0010", 11, 11, 6, 4
_PADDING = b"\xec\x11"
# Annex E: where alignment patterns stand; 7.9 and 7.10: level M with mask 2, version 20, with their check bits.
_ALIGNMENT = (6, 34, 62, 90)
_FORMAT, _VERSION = 0b101111001111100, 0b010100100110100110
_REMAINDER_BITS = 3
_FIELD = 0x11D
_TIMING = 6
_BYTE = 8


def encode(content: str) -> bytes:
    """Return the modules row by row, 1 for dark, without a quiet zone.

    Raises:
        ValueError: It is too long, or has characters that the alphanumeric mode has not.
    """
    codewords, layout = _interleaved(_data(content)), _layout()
    stream = (int.from_bytes(codewords) << _REMAINDER_BITS) ^ layout.mask
    bits = f"{stream:0{len(codewords) * _BYTE + _REMAINDER_BITS}b}"
    return layout.rows(bits.encode().translate(_TO_MODULES))


_TO_MODULES = bytes(byte & 1 for byte in range(256))


def _data(content: str) -> bytes:
    """Encode the text and fill the code up."""
    # Two characters are read as one number: to look 465 of those up takes half the time of as many strings.
    pairs = memoryview(content.encode("ascii", "replace"))[: len(content) // 2 * 2].cast("H")
    try:
        bits = [_ALPHANUMERIC, f"{len(content):0{_COUNT_BITS}b}", *map(_pairs().__getitem__, pairs)]
        single = f"{_VALUES[content[-1]]:0{_SINGLE_BITS}b}" if len(content) % 2 else ""
    except KeyError:
        raise ValueError("characters that the alphanumeric mode has not") from None
    if len(content) > CAPACITY:
        raise ValueError("more characters of the alphanumeric mode than there is room for")
    bits.append(single)
    text = "".join(bits)
    text += "0" * min(_TERMINATOR_BITS, _DATA_BYTES * _BYTE - len(text))
    text += "0" * (-len(text) % _BYTE)
    data = int(text, 2).to_bytes(len(text) // _BYTE)
    return data + (_PADDING * _DATA_BYTES)[: _DATA_BYTES - len(data)]


@functools.cache
def _pairs() -> dict[int, str]:
    """Return the bits of each pair of characters, by both as a number of two bytes."""
    return {
        int.from_bytes((one + other).encode(), sys.byteorder): f"{first * len(_ALPHABET) + second:0{_PAIR_BITS}b}"
        for one, first in _VALUES.items()
        for other, second in _VALUES.items()
    }


def _interleaved(data: bytes) -> bytes:
    """Divide into blocks, correct each, and take a byte of each in turn."""
    codewords = bytearray(_DATA_BYTES + _BLOCKS * _CORRECTING)
    in_step = _BLOCKS * _SHORT
    start = 0
    for number in range(_BLOCKS):
        end = start + _SHORT + (number >= _SHORT_BLOCKS)
        block, start = data[start:end], end
        codewords[number:in_step:_BLOCKS] = block[:_SHORT]
        if number >= _SHORT_BLOCKS:
            codewords[in_step + number - _SHORT_BLOCKS] = block[_SHORT]
        codewords[_DATA_BYTES + number :: _BLOCKS] = _correcting(block)
    return bytes(codewords)


def _correcting(block: bytes) -> bytes:
    """Return the remainder of the block divided by the generator polynomial (Reed-Solomon)."""
    return reduce(xor, map(getitem, _remainders()[-len(block) :], block)).to_bytes(_CORRECTING)


@functools.cache
def _remainders() -> tuple[tuple[int, ...], ...]:
    """Return what each byte adds to the remainder, a number of 26 bytes, by its place in the longest block."""
    generator = _generator()
    multiples = _combined([_bytes_product(generator, 1 << bit) for bit in range(_BYTE)])
    top = (_CORRECTING - 1) * _BYTE
    below = (1 << top) - 1
    tables = [multiples]
    for _ in range(_SHORT):
        ones = (tables[-1][1 << bit] for bit in range(_BYTE))
        tables.append(_combined([((one & below) << _BYTE) ^ multiples[one >> top] for one in ones]))
    return tuple(reversed(tables))


def _combined(of_bits: Sequence[int]) -> tuple[int, ...]:
    """Return for each byte the sum of what its bits, the lowest first, stand for."""
    sums = [0]
    for number in of_bits:
        sums += [number ^ other for other in sums]
    return tuple(sums)


def _generator() -> list[int]:
    """Return the generator polynomial below its leading term, the highest power first."""
    generator = [1]
    root = 1
    for _ in range(_CORRECTING):
        shifted = [*generator, 0]
        scaled = [0, *(_product(root, factor) for factor in generator)]
        generator = [one ^ other for one, other in zip(shifted, scaled, strict=True)]
        root = _product(root, 2)
    return generator[1:]


def _bytes_product(polynomial: Sequence[int], factor: int) -> int:
    return int.from_bytes(bytes(_product(factor, each) for each in polynomial))


def _product(one: int, other: int) -> int:
    """Multiply in the field of 256 elements."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        one <<= 1
        if one >> _BYTE:
            one ^= _FIELD
        other >>= 1
    return product


class _Layout:
    """Where each bit of the stream goes.

    The stream runs through pairs of columns, up one pair and down the next, and leaves out the modules that never
    change. With those put in, each column is every other bit of its pair.
    """

    def __init__(self) -> None:
        fixed, order = dict(_function_patterns()), tuple(_zigzag())
        self.mask = int("".join("1" if at[1] % 3 == 0 else "0" for at in order if at not in fixed), 2)
        self._runs: list[slice] = []
        self._between: list[bytes] = []
        end = 0
        for constant, places in groupby(order, fixed.__contains__):
            run = tuple(places)
            if constant:
                self._between.append(bytes(fixed[at] for at in run))
            else:
                self._runs.append(slice(end, end + len(run)))
                end += len(run)
        self._columns = [_column(number) for number in range(SIDE) if number != _TIMING]
        self._timing = bytes(fixed[row, _TIMING] for row in range(SIDE))

    def rows(self, bits: bytes) -> bytes:
        """Return all modules row by row; `bits` has a byte for each bit of the stream."""
        # The stream begins with what changes, and ends with what does not.
        whole = b"".join(chain.from_iterable(zip(map(bits.__getitem__, self._runs), self._between, strict=True)))
        columns = list(map(whole.__getitem__, self._columns))
        side = b"".join((*columns[:_TIMING], self._timing, *columns[_TIMING:]))
        return b"".join([side[row::SIDE] for row in range(SIDE)])


def _column(number: int) -> slice:
    """Return which modules of the stream, the constant ones put in, are a column, from top to bottom."""
    from_right = SIDE - 1 - number - (number < _TIMING)
    pair, left = divmod(from_right, 2)
    start, end = 2 * SIDE * pair + left, 2 * SIDE * (pair + 1)
    if pair % 2:
        return slice(start, end, 2)
    return slice(end - 2 + left, start - left - 1 if pair else None, -2)


@functools.cache
def _layout() -> _Layout:
    return _Layout()


def _zigzag() -> Iterator[tuple[int, int]]:
    """Yield all places in the order of the stream: pairs of columns from the right, upwards first."""
    upwards = True
    for right in (*range(SIDE - 1, _TIMING, -2), *range(_TIMING - 1, 0, -2)):
        for row in range(SIDE - 1, -1, -1) if upwards else range(SIDE):
            yield row, right
            yield row, right - 1
        upwards = not upwards


def _function_patterns() -> Iterator[tuple[tuple[int, int], bool]]:
    """Yield place and colour of every module that is the same in all codes; of a place's colours the last holds."""
    for at in range(SIDE):
        yield (_TIMING, at), at % 2 == 0
        yield (at, _TIMING), at % 2 == 0
    first, *_, last = _ALIGNMENT
    for row in _ALIGNMENT:
        for column in _ALIGNMENT:
            if (row, column) not in {(first, first), (first, last), (last, first)}:
                yield from _rings(row, column, 2, dark=(0, 2))
    for row, column in ((3, 3), (3, SIDE - 4), (SIDE - 4, 3)):
        yield from _rings(row, column, 4, dark=(0, 1, 3))
    for number in range(15):
        dark = bool(_FORMAT >> number & 1)
        yield from ((at, dark) for at in _format_places(number))
    yield (SIDE - 8, 8), True
    for number in range(18):
        dark = bool(_VERSION >> number & 1)
        yield (SIDE - 11 + number % 3, number // 3), dark
        yield (number // 3, SIDE - 11 + number % 3), dark


def _rings(row: int, column: int, size: int, *, dark: tuple[int, ...]) -> Iterator[tuple[tuple[int, int], bool]]:
    """Yield square rings around a module; those at these distances are dark."""
    for down in range(-size, size + 1):
        for across in range(-size, size + 1):
            at = row + down, column + across
            if min(at) >= 0 and max(at) < SIDE:
                yield at, max(abs(down), abs(across)) in dark


def _format_places(number: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return both places of a bit of the format, counted from the lowest."""
    first = (*((row, 8) for row in (0, 1, 2, 3, 4, 5, 7, 8)), (8, 7), *((8, column) for column in range(5, -1, -1)))
    second = (*((8, SIDE - 1 - step) for step in range(8)), *((SIDE - 7 + step, 8) for step in range(7)))
    return first[number], second[number]
