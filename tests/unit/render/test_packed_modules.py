"""Modules of a code to pixels, and pixels of scan lines one by one: the loops of `packed`, by what Pillow does."""

from __future__ import annotations

import random
from typing import Any

import pytest
from PIL import Image

from chalicelib.render.typesetting import drawing, packed

_SIDES = (1, 2, 3, 4, 5, 8, 11, 105)
# Far enough for sums and products of such numbers to overflow.
_FAR = (2**26, 2**31, 2**61, 2**63 - 1, -(2**63))


@pytest.mark.parametrize("module", range(1, 8))
@pytest.mark.parametrize("left", range(4))
def test_modules_are_squares_as_pillow_draws_them(left: int, module: int) -> None:
    """Whatever their size, number and first pixel, the rows are those of an image packed by Pillow."""
    dice = random.Random(left * 8 + module)  # noqa: S311 - draws test data
    for across, down in zip(_SIDES, reversed(_SIDES), strict=True):
        modules = bytes(dice.choices((0, 3), k=across * down))
        squares = Image.frombytes("P", (across, down), modules)
        squares = squares.resize((across * module, down * module), Image.Resampling.NEAREST)
        width = -(-(left + squares.width) // 4)
        image = Image.new("P", (4 * width, squares.height))
        image.paste(squares, (left, 0))
        rows = drawing.dots(modules, across, module, left)
        assert rows == image.tobytes("raw", "P;2")
        assert rows == drawing.dots(modules.translate(bytes((0, *b"\1" * 255))), across, module, left)


def test_no_modules_are_no_rows() -> None:
    """A code without rows is no ink."""
    assert drawing.dots(b"", 105, 6, 0) == b""


@pytest.mark.parametrize(
    ("size", "across", "module", "left"),
    [
        (10, 3, 6, 0),
        (10, 0, 6, 0),
        (10, -5, 6, 0),
        (10, 5, 0, 0),
        (10, 5, -1, 0),
        (10, 5, 8, 0),
        (10, 5, 6, 4),
        (10, 5, 6, -1),
        *((10, far, 6, 0) for far in _FAR),
        *((10, 5, far, 0) for far in _FAR),
        *((10, 5, 6, far) for far in _FAR),
        (2**26, 5, 6, 0),
    ],
)
def test_no_other_modules_are_drawn(size: int, across: int, module: int, left: int) -> None:
    """Rows that differ in length, and sizes that a byte or a number has no room for, are refused."""
    with pytest.raises(ValueError, match="modules"):
        drawing.dots(bytes(size), across, module, left)


@pytest.mark.parametrize("step", range(1, 8))
@pytest.mark.parametrize("left", range(5))
def test_pixels_are_those_that_pillow_unpacks(left: int, step: int) -> None:
    """Every so many pixels across and down, from any first one to the last there is."""
    dice = random.Random(left * 8 + step)  # noqa: S311 - draws test data
    stride, top, rows = 12, 100, 25
    lines = dice.randbytes(stride * rows)
    image = Image.frombytes("P", (4 * stride, rows), lines, "raw", "P;2").crop((4, 0, 4 * stride, rows))
    colours = image.tobytes()
    for first in range(2):
        columns, downs = range(left, image.width, step), range(first, rows, step)
        expected = bytes(colours[row * image.width + column] for row in downs for column in columns)
        found = packed.pixels(lines, stride, top, left, top + first, step, len(columns), len(downs))
        assert found == expected


_FITTING = {"stride": 12, "top": 100, "left": 3, "first": 101, "step": 8, "across": 6, "down": 3}


@pytest.mark.parametrize(
    "changes",
    [
        {"stride": 11},
        {"stride": 0},
        {"stride": 13},
        {"left": 4},
        {"left": -1},
        {"first": 99},
        {"first": 108},
        {"top": 102},
        {"top": 92},
        {"step": 9},
        {"step": 0},
        {"step": -1},
        {"across": 7},
        {"across": 0},
        {"down": 4},
        {"down": -1},
        *({name: far} for name in _FITTING for far in _FAR),
        {"across": 2**25, "down": 2**25, "step": 2**25},
    ],
)
def test_no_pixel_beside_the_scan_lines_is_read(changes: dict[str, int]) -> None:
    """A grid is read as far as the last pixel of the last row, and not one further."""
    lines = bytes(12 * 24)
    assert len(packed.pixels(lines, *_FITTING.values())) == 18
    with pytest.raises(ValueError, match="scan lines"):
        packed.pixels(lines, *(_FITTING | changes).values())


@pytest.mark.parametrize(
    "arguments", [("A", 1, 1, 0), (b"A", "1", 1, 0), (b"A", 1, 1.5, 0), (b"A", 1, 1), (None, 1, 1, 0)]
)
def test_other_arguments_are_refused(arguments: Any) -> None:
    """Text is no bytes, and a size is a whole number."""
    with pytest.raises(TypeError):
        drawing.dots(*arguments)
