"""Write bi-level PNG images in the form that the books keep imprints in."""

from __future__ import annotations

import struct
import zlib

from PIL import Image

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LEVEL = 9


def encode(image: Image.Image) -> bytes:
    """Encode an image of mode "1" (white is set) as greyscale of one bit, without a filter."""
    packed = image.tobytes()
    stride = -(-image.width // 8)
    rows = b"".join(b"\0" + packed[start : start + stride] for start in range(0, len(packed), stride))
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", image.width, image.height, 1, 0, 0, 0, 0)),
            _chunk(b"IDAT", zlib.compress(rows, _LEVEL)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
