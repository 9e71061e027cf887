"""Bi-level PNG images (ISO/IEC 15948): greyscale of one bit, not interlaced. Read without any image library.

The books keep imprints of seals in this form. Nothing else of the format is accepted, so that what is printed is
what was checked on import.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BIT_DEPTH, _GREYSCALE = 1, 0
_LARGEST_SIDE = 2000
_NONE, _SUB, _UP, _AVERAGE, _PAETH = range(5)


class NotBilevelPng(ValueError):
    """The bytes are not a complete PNG of that form."""


@dataclass(frozen=True, slots=True)
class BilevelImage:
    """Pixels, packed eight to a byte, rows padded to whole bytes; a set bit is white, as in the file."""

    width: int
    height: int
    packed: bytes

    @property
    def ink(self) -> int:
        """The number of black pixels."""
        stride = -(-self.width // 8)
        padding = bytes([(1 << 8 * stride - self.width) - 1]) * self.height
        white = int.from_bytes(self.packed).bit_count()
        padded = (int.from_bytes(self.packed[stride - 1 :: stride]) & int.from_bytes(padding)).bit_count()
        return self.width * self.height - (white - padded)


def decode(data: bytes) -> BilevelImage:
    """Read an image.

    Raises:
        NotBilevelPng: It is cut short, damaged, larger than 2000 pixels a side, or of another form.
    """
    chunks = list(_chunks(data))
    if not chunks or chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND":
        raise NotBilevelPng("not a complete PNG")
    width, height = _size(chunks[0][1])
    stride = -(-width // 8)
    unpacker = zlib.decompressobj()
    compressed = b"".join(content for kind, content in chunks if kind == b"IDAT")
    try:
        # One byte more than there may be: a stream that goes on is refused, not unpacked into memory.
        rows = unpacker.decompress(compressed, height * (stride + 1) + 1)
    except zlib.error as error:
        raise NotBilevelPng("the image data are damaged") from error
    if len(rows) != height * (stride + 1):
        raise NotBilevelPng("the image data are not of the size of the image")
    return BilevelImage(width, height, _unfiltered(rows, stride))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not data.startswith(_SIGNATURE):
        raise NotBilevelPng("not a PNG")
    place = len(_SIGNATURE)
    while place < len(data):
        try:
            length, kind = struct.unpack_from(">I4s", data, place)
            (checksum,) = struct.unpack_from(">I", data, place + 8 + length)
        except struct.error as error:
            raise NotBilevelPng("a chunk is cut short") from error
        content = data[place + 8 : place + 8 + length]
        if zlib.crc32(kind + content) != checksum:
            raise NotBilevelPng("a chunk is damaged")
        yield kind, content
        place += 12 + length


def _size(header: bytes) -> tuple[int, int]:
    try:
        width, height, *form = struct.unpack(">IIBBBBB", header)
    except struct.error as error:
        raise NotBilevelPng("the header is malformed") from error
    if form != [_BIT_DEPTH, _GREYSCALE, 0, 0, 0]:
        raise NotBilevelPng("not greyscale of one bit without interlacing")
    if not (0 < width <= _LARGEST_SIDE and 0 < height <= _LARGEST_SIDE):
        raise NotBilevelPng("not of 1 to 2000 pixels a side")
    return width, height


def _unfiltered(rows: bytes, stride: int) -> bytes:
    before, image = bytearray(stride), bytearray()
    for start in range(0, len(rows), stride + 1):
        before = _unfiltered_row(rows[start], bytearray(rows[start + 1 : start + 1 + stride]), before)
        image += before
    return bytes(image)


def _unfiltered_row(kind: int, row: bytearray, above: bytearray) -> bytearray:
    if kind not in range(_PAETH + 1):
        raise NotBilevelPng("a row has an unknown filter")
    if kind == _NONE:
        return row
    for place in range(len(row)):
        left = row[place - 1] if place else 0
        corner = above[place - 1] if place else 0
        row[place] = (row[place] + _predicted(kind, left, above[place], corner)) & 0xFF
    return row


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind == _PAETH:
        return min((left, up, corner), key=lambda near: abs(left + up - corner - near))
    return {_SUB: left, _UP: up, _AVERAGE: (left + up) // 2}[kind]
