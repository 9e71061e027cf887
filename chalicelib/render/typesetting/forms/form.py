"""A form: where everything of a page stands. Made from a page's texts, before a font or a pixel is touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chalicelib.render.typesetting.geometry import Box, box_mm, mm
from chalicelib.render.typesetting.sheet import Cell

THIN, HEAVY = mm(0.15), mm(0.35)
# Text keeps clear of half a heavy rule, above and below.
_ACROSS, _DOWN = mm(0.9), HEAVY // 2 + 1


# What the office says all day.
_OF_THE_DAY = frozenset({"title", "attestation", "issued_on", "issuer.title", "issuer.name", "seal_note"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Where everything of a page stands.

    Attributes:
        fixed_rules: Rules, filled rectangles, that are the same on many pages, so that drawing them once pays.
        fixed: Texts of which the same is true.
        own_rules: Rules of this page.
        own: Texts of this page.
        seal: The place of the official seal.
        code: The place of the page's code.
        imprint: The room for a registered seal, in whose middle it stands; None on forms that have none.
    """

    fixed_rules: tuple[Box, ...] = ()
    fixed: tuple[Cell, ...]
    own_rules: tuple[Box, ...] = ()
    own: tuple[Cell, ...]
    seal: Box
    code: Box
    imprint: Box | None = None

    @property
    def rules(self) -> tuple[Box, ...]:
        """All rules."""
        return self.fixed_rules + self.own_rules

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All texts."""
        return self.fixed + self.own


def divided(cells: Iterable[Cell], *, repeats: bool) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """Divide texts into those fixed and those of one page alone; on a form that `repeats` labels are fixed."""
    fixed: list[Cell] = []
    own: list[Cell] = []
    for cell in cells:
        place = cell.place
        is_fixed = place in _OF_THE_DAY or (repeats and (place == "closing" or place.endswith(".label")))
        (fixed if is_fixed else own).append(cell)
    return tuple(fixed), tuple(own)


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
