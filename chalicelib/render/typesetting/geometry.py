"""Lengths of a page: A4 portrait at 400 dpi, 3307 x 4677 pixels, origin at the top left.

Forms are written in millimetres and points; `mm` and `pt` turn them into whole pixels once, here, so that rules
and cells that share an edge share a pixel.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

DPI = 400
WIDTH, HEIGHT = 3307, 4677
_MM_PER_INCH, _PT_PER_INCH = 25.4, 72


@functools.lru_cache(maxsize=4096)
def mm(length: float) -> int:
    """Millimetres to the nearest whole pixel."""
    return round(length / _MM_PER_INCH * DPI)


@functools.lru_cache(maxsize=256)
def pt(size: float) -> int:
    """Points to the nearest whole pixel."""
    return round(size / _PT_PER_INCH * DPI)


class Box(NamedTuple):
    """A rectangle in pixels; `right` and `bottom` are the first pixel outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.bottom - self.top

    def shrunk(self, across: int, down: int) -> Box:
        """Return the box without a margin of that many pixels on either side."""
        return Box(self.left + across, self.top + down, self.right - across, self.bottom - down)

    def contains(self, other: Box) -> bool:
        """Whether no part of the other box lies outside."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom

    def meets(self, other: Box) -> bool:
        """Whether both have a pixel in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def box_mm(left: float, top: float, right: float, bottom: float) -> Box:
    """Make a box from millimetres."""
    return Box(mm(left), mm(top), mm(right), mm(bottom))


PAGE = Box(0, 0, WIDTH, HEIGHT)
