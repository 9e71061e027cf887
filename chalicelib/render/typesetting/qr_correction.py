"""The bytes that correct errors in the blocks of a QR code (ISO/IEC 18004, Annex A): Reed-Solomon, all blocks at once.

Each bit of a block adds to each of its correcting bytes either nothing or a byte that is known beforehand. So what the
highest bits of all data bytes add to all correcting bytes is one AND of arrays of 17 KB, and there are seven more for
the other bits. To look up what each byte adds takes tables of six times that memory, all over the place; among the
other work of a page, which takes the processor's caches, it was measured to need twice the time and more.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from struct import Struct

from bitarray import bitarray

# Table 9 of the standard: 16 blocks, the first 3 of 41 bytes, the others of 42, each with 26 bytes to correct it.
DATA_BYTES, BLOCKS, SHORT_BLOCKS, SHORT, LONG, CORRECTING = 669, 16, 3, 41, 42, 26
_BYTE = 8
# Bytes are elements of the field of 256. This table doubles them, or all of many.
_DOUBLE = bytes((byte << 1 ^ 0x11D * (byte >> 7)) for byte in range(256))
_SIZE = LONG * BLOCKS
_FIRST = Struct(f"{BLOCKS}s{_SIZE - BLOCKS}x" * CORRECTING)


def correcting(in_turn: bytes) -> bytes:
    """Return the correcting bytes of all blocks in turn: the first of each, the second of each, and so on.

    `in_turn` are the data bytes in turn. The blocks that have a byte less have 0 as their last.
    """
    sums = bitarray(_BYTE * _SIZE * CORRECTING)
    for spread, adding in _additions():
        added = bitarray(buffer=in_turn.translate(spread)) * CORRECTING
        added &= adding
        sums ^= added
    return b"".join(_FIRST.unpack(_summed(sums).tobytes()))


def _summed(sums: bitarray) -> bitarray:
    """Add the `LONG` rows of each correcting byte, one for each data byte of all blocks, into the first of them."""
    total = bitarray(len(sums))
    done = 0
    for power in range(LONG.bit_length()):
        rows = 1 << power
        if power:
            # From here on each row is the sum of so many, itself and those below it.
            sums ^= sums << rows // 2 * BLOCKS * _BYTE
        if LONG & rows:
            total ^= sums << done * BLOCKS * _BYTE
            done += rows
    return total


@functools.cache
def _additions() -> tuple[tuple[bytes, bitarray], ...]:
    """Return for each bit of bytes, the lowest first, what makes them 0xff or 0 by it, and what it adds.

    What it adds is a byte for each correcting byte, each place in a block, and each block.
    """
    remainders = _remainders()
    # In a short block the same place has a power less; the one behind the last does not matter.
    short, long = _by_number([*remainders[1:], bytes(CORRECTING)]), _by_number(remainders)
    blocks = bytearray(_SIZE * CORRECTING)
    for number in range(BLOCKS):
        blocks[number::BLOCKS] = short if number < SHORT_BLOCKS else long
    adding = bytes(blocks)
    additions = []
    for bit in range(_BYTE):
        spread = (bytes(1 << bit) + b"\xff" * (1 << bit)) * (0x80 >> bit)
        additions.append((spread, bitarray(buffer=adding)))
        adding = adding.translate(_DOUBLE)
    return tuple(additions)


def _by_number(remainders: Sequence[bytes]) -> bytes:
    """Return the first bytes of all, then the second ones, and so on."""
    joined = b"".join(remainders)
    return b"".join([joined[number::CORRECTING] for number in range(CORRECTING)])


def _remainders() -> list[bytes]:
    """Return what the generator polynomial leaves of the power of each place in a long block, the highest first."""
    generator = _generator()
    of_bytes = [0]
    for _ in range(_BYTE):
        multiple = int.from_bytes(generator)
        of_bytes += [multiple ^ other for other in of_bytes]
        generator = generator.translate(_DOUBLE)
    top = (CORRECTING - 1) * _BYTE
    remainders = [of_bytes[1]]
    while len(remainders) < LONG:
        last = remainders[-1]
        remainders.append((last & (1 << top) - 1) << _BYTE ^ of_bytes[last >> top])
    return [remainder.to_bytes(CORRECTING) for remainder in reversed(remainders)]


def _generator() -> bytes:
    """Return the factors of the generator polynomial below its leading term, the highest power first."""
    generator, multiples = b"\1", bytes(range(256))
    for degree in range(CORRECTING):
        # Times x less a power of 2: less is exclusive or.
        product = int.from_bytes(generator) << _BYTE ^ int.from_bytes(generator.translate(multiples))
        generator, multiples = product.to_bytes(degree + 2), multiples.translate(_DOUBLE)
    return generator[1:]
