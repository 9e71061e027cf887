"""Ruled cells: each slot is a rectangle in millimetres with rules around it and, where there is one, a text in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chalicelib.render.document import Block, Field
from chalicelib.render.typesetting.fitting import Style
from chalicelib.render.typesetting.forms.form import frame, inside
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.sheet import Cell


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Edges in millimetres."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Slot:
    """A ruled cell; `inset` is the room left free at each side of the text, in millimetres."""

    place: str
    text: str
    area: Rectangle
    style: Style
    inset: float = 0.6


def heading(block: Block, area: Rectangle, style: Style, inset: float = 0.6) -> Slot:
    """Return the slot of a block's heading."""
    return Slot(f"{block.kind}.heading", block.heading, area, style, inset)


def label(block: Block, field: Field, area: Rectangle, style: Style, inset: float = 0.6) -> Slot:
    """Return the slot of a field's label."""
    return Slot(f"{block.kind}.{field.key}.label", field.label, area, style, inset)


def value(block: Block, field: Field, area: Rectangle, style: Style, inset: float = 0.6) -> Slot:
    """Return the slot of a field's text."""
    return Slot(f"{block.kind}.{field.key}", field.text, area, style, inset)


def slot_rules(slots: Iterable[Slot]) -> tuple[Box, ...]:
    """Return the rules around the slots; those of neighbours coincide."""
    areas = dict.fromkeys(slot.area for slot in slots)
    return tuple(dict.fromkeys(rule for area in areas for rule in frame(area.left, area.top, area.right, area.bottom)))


def slot_cells(slots: Iterable[Slot]) -> Iterator[Cell]:
    """Yield the texts of the slots that have one."""
    for slot in slots:
        if slot.text:
            area = slot.area
            box = inside(area.left + slot.inset, area.top, area.right - slot.inset, area.bottom)
            yield Cell(slot.place, slot.text, box, slot.style)


def columns(area: Rectangle, count: int) -> tuple[Rectangle, ...]:
    """Divide an area into columns of equal width."""
    width = (area.right - area.left) / count
    return tuple(
        Rectangle(area.left + number * width, area.top, area.left + (number + 1) * width, area.bottom)
        for number in range(count)
    )


def across(left: float, right: float, top: float, bottom: float, *splits: float) -> tuple[Rectangle, ...]:
    """Divide a row at the given places."""
    edges = (left, *splits, right)
    return tuple(Rectangle(edges[n], top, edges[n + 1], bottom) for n in range(len(edges) - 1))
