"""A form: where everything of a page stands. Made from a page's texts, before a font or a pixel is touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.render.typesetting.geometry import Box, box_mm, mm
from chalicelib.render.typesetting.sheet import Cell

THIN, HEAVY = mm(0.15), mm(0.35)
# Text keeps clear of half a heavy rule, above and below.
_ACROSS, _DOWN = mm(0.9), HEAVY // 2 + 1


@dataclass(frozen=True, slots=True)
class Form:
    """Rules (filled rectangles), texts, and the places of the seal and of the page's code (top left corners).

    `imprint` is the room for a registered seal, in whose middle it stands; None on forms that have none. `repeats`
    says that many pages have these very rules and labels, so that drawing them once pays.
    """

    rules: tuple[Box, ...]
    cells: tuple[Cell, ...]
    seal: Box
    code: Box
    imprint: Box | None = None
    repeats: bool = False


def inside(left: float, top: float, right: float, bottom: float) -> Box:
    """Return the space for text in a ruled cell given in millimetres."""
    return box_mm(left, top, right, bottom).shrunk(_ACROSS, _DOWN)


def frame(left: float, top: float, right: float, bottom: float, weight: int = THIN) -> Iterator[Box]:
    """Yield the four rules of a rectangle in millimetres, centred on its edges."""
    yield horizontal(top, left, right, weight)
    yield horizontal(bottom, left, right, weight)
    yield vertical(left, top, bottom, weight)
    yield vertical(right, top, bottom, weight)


def horizontal(y: float, left: float, right: float, weight: int = THIN) -> Box:
    """Return a rule across, centred on `y`; its ends close the corners of a frame of the same weight."""
    top = mm(y) - weight // 2
    return Box(mm(left) - weight // 2, top, mm(right) - weight // 2 + weight, top + weight)


def vertical(x: float, top: float, bottom: float, weight: int = THIN) -> Box:
    """Return a rule down, centred on `x`."""
    left = mm(x) - weight // 2
    return Box(left, mm(top) - weight // 2, left + weight, mm(bottom) - weight // 2 + weight)
