"""Bi-level PNG images, read without an image library."""

from __future__ import annotations

import io
import random
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from chalicelib.registers.bilevel_png import NotBilevelPng, decode
from infra.emulator.demo_city.bilevel import encode

from .further_samples import png


def noise(width: int, height: int) -> Image.Image:
    """Make an image with no pattern that a filter could hide a mistake behind."""
    chance = random.Random(width * 1000 + height)  # noqa: S311 - test data
    image = Image.new("1", (width, height))
    image.putdata([255 * chance.getrandbits(1) for _ in range(width * height)])
    return image


@pytest.mark.parametrize("size", [(1, 1), (7, 5), (8, 8), (9, 3), (425, 425)])
def test_an_image_is_what_an_image_library_wrote(size: tuple[int, int]) -> None:
    """Pixels, size and ink of an image written by another encoder, and by the demo city's, come back."""
    image = noise(*size)
    written = io.BytesIO()
    image.save(written, "PNG", bits=1)
    for data in (written.getvalue(), encode(image)):
        found = decode(data)
        assert (found.width, found.height) == size
        assert Image.frombytes("1", size, found.packed).tobytes() == image.tobytes()
        assert found.ink == image.histogram()[0]


@pytest.mark.parametrize("kind", range(5))
def test_every_filter_is_undone(kind: int) -> None:
    """Rows written with each of the five filters give the pixels that Pillow reads."""
    chance = random.Random(kind)  # noqa: S311 - test data
    rows = b"".join(bytes([kind, *(chance.getrandbits(8) for _ in range(4))]) for _ in range(6))
    data = png(32, 6, rows=rows)
    with Image.open(io.BytesIO(data)) as image:
        assert decode(data).packed == image.tobytes()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        png()[:-12],
        png()[:60],
        png(depth=2),
        png().replace(b"IDAT", b"IDAX"),
        png(rows=b"\0" * 100),
        png(rows=b"\0" * 19 * 143),
        png(rows=b"\5" * 19 * 142),
        png(2001, 10),
    ],
)
def test_what_is_no_such_image_is_refused(data: bytes) -> None:
    """Cut short, damaged, of another depth, of the wrong amount of data or too large: refused."""
    with pytest.raises(NotBilevelPng):
        decode(data)


def test_a_small_file_cannot_fill_the_memory() -> None:
    """Image data that unpack to far more than the image are refused without being unpacked."""
    with pytest.raises(NotBilevelPng):
        decode(png(8, 8, rows=bytes(50_000_000)))


@given(st.binary(max_size=60), st.integers(0, 200))
def test_no_bytes_break_the_reader(noise_bytes: bytes, place: int) -> None:
    """Whatever bytes stand wherever in the file, it is read or refused with the one error."""
    data = png()
    try:
        decode(data[:place] + noise_bytes + data[place:])
    except NotBilevelPng:
        return
    assert not noise_bytes or place >= len(data)


def test_a_damaged_pixel_is_noticed() -> None:
    """A chunk whose checksum does not fit is refused."""
    header = png()[:33]
    body = zlib.compress(b"\0" * 19 * 142)
    wrong = struct.pack(">I", len(body)) + b"IDAT" + body + struct.pack(">I", zlib.crc32(b"IDAT" + body) ^ 1)
    with pytest.raises(NotBilevelPng):
        decode(header + wrong + png()[-12:])
