"""A QR code (ISO/IEC 18004) of one version, level, mode and mask, made of a few operations on many bits at once.

Version 20, level M, alphanumeric mode, mask 2. A general encoder works all of this out anew for each code, bit by bit;
here the place of every bit is known beforehand. So the text is packed, corrected (`qr_correction`) and laid out
(`qr_layout`) as whole arrays of bits, with no package that knows of codes. The tests hold it to an independent encoder,
module by module.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from bitarray import bitarray

from chalicelib.render.typesetting.qr_correction import BLOCKS, DATA_BYTES, LONG, SHORT, SHORT_BLOCKS, correcting
from chalicelib.render.typesetting.qr_layout import Moves, laid_out, move

CAPACITY = 970
_ALPHABET = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = bytes.maketrans(_ALPHABET, bytes(range(len(_ALPHABET))))

_ALPHANUMERIC, _COUNT_BITS, _PAIR_BITS, _SINGLE_BITS, _TERMINATOR_BITS = 0b0010, 11, 11, 6, 4
_HEAD_BITS = _TERMINATOR_BITS + _COUNT_BITS
_PADDING = b"\xec\x11"
_BYTE = 8
# Bytes in the turns of all blocks: in one more the short ones have none.
_WHOLE = BLOCKS * SHORT

# A lane is the two bytes of a pair of characters. As many as end with a byte when they are moved together behind the
# head, at least those of the longest text.
_LANE = 2
_LANES = 491
_LOW_BYTES = int.from_bytes(b"\x00\xff" * _LANES)
_START = _LANE * (_LANES + 1) - (_HEAD_BITS + _LANES * _PAIR_BITS) // _BYTE


def encode(content: str) -> bytes:
    """Return the code, quiet zone included, as the tiles that `qr_layout` describes.

    Raises:
        ValueError: It is too long, or has characters that the alphanumeric mode has not.
    """
    in_turn = _in_turn(_data(content))
    return laid_out(b"".join((in_turn[:_WHOLE], in_turn[_WHOLE + SHORT_BLOCKS :], correcting(in_turn))))


def _data(content: str) -> bytes:
    """Encode the text and fill the code up."""
    text = content.encode("ascii", "replace")
    if text.translate(None, _ALPHABET):
        raise ValueError("characters that the alphanumeric mode has not")
    if len(text) > CAPACITY:
        raise ValueError("more characters of the alphanumeric mode than there is room for")
    used = _HEAD_BITS + _PAIR_BITS * (len(text) // 2) + _SINGLE_BITS * (len(text) % 2)
    data = _packed(text)[: min(-(-(used + _TERMINATOR_BITS) // _BYTE), DATA_BYTES)]
    return data + (_PADDING * DATA_BYTES)[: DATA_BYTES - len(data)]


def _packed(text: bytes) -> bytes:
    """Return the head and the characters, followed by zeros."""
    values = int.from_bytes(text.translate(_VALUES).ljust(_LANE * _LANES, b"\0"))
    # In each lane 256 a + b becomes 45 a + b.
    lanes = values - (values >> _BYTE & _LOW_BYTES) * (256 - len(_ALPHABET))
    if len(text) % 2:
        # A single character has six bits, which come first in its lane.
        excess = len(_ALPHABET) - (1 << _PAIR_BITS - _SINGLE_BITS)
        lanes -= excess * _VALUES[text[-1]] << _lane_shift(len(text) // 2)
    lanes |= (_ALPHANUMERIC << _COUNT_BITS | len(text)) << _lane_shift(-1)
    bits = bitarray(buffer=bytearray(lanes.to_bytes(_LANE * (_LANES + 1))))
    move(bits, _together())
    return bits.tobytes()[_START:]


def _lane_shift(number: int) -> int:
    """Return how many bits follow a lane; the head's is the one before the first."""
    return (_LANES - 1 - number) * _LANE * _BYTE


@functools.cache
def _together() -> Moves:
    """Return what moves the bits in use of all lanes together: neighbours first, then twos of them, and so on."""
    size = _LANE * _BYTE
    unused = size - _PAIR_BITS
    moves = []
    lanes = _LANES + 1
    step = 1
    while step < lanes:
        # Counted from the last lane: of each two groups of `step` lanes the second moves over what is unused in the
        # first.
        pattern = bytes(_LANE * step) + b"\xff" * (_LANE * step)
        mask = (pattern * (lanes // step + 1))[: _LANE * lanes][::-1]
        moves.append((bitarray(buffer=mask), unused * step))
        step *= 2
    return tuple(moves)


def _in_turn(data: bytes) -> bytes:
    """Divide into blocks and take a byte of each in turn; where the short blocks have no last byte it is 0."""
    in_turn = bytearray(BLOCKS * LONG)
    for turns, block in _TURNS:
        in_turn[turns] = data[block]
    in_turn[_WHOLE + SHORT_BLOCKS :] = data[SHORT_BLOCKS * SHORT + SHORT :: LONG]
    return bytes(in_turn)


def _turns() -> Iterator[tuple[slice, slice]]:
    """Yield for each block where its bytes go, without the last one of the longer ones, and where they are."""
    start = 0
    for number in range(BLOCKS):
        yield slice(number, _WHOLE, BLOCKS), slice(start, start + SHORT)
        start += SHORT if number < SHORT_BLOCKS else LONG


_TURNS = tuple(_turns())
