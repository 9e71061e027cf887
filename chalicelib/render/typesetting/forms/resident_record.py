"""The form of 世帯連記式: address and head of the household, then four members' places of equal size."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chalicelib.render.document import Page
from chalicelib.render.typesetting.errors import NoForm
from chalicelib.render.typesetting.fitting import Style
from chalicelib.render.typesetting.forms.form import HEAVY, Form, divided, frame, horizontal, inside, vertical
from chalicelib.render.typesetting.forms.furniture import CODE, LEFT, RIGHT, SEAL, furniture
from chalicelib.render.typesetting.forms.member import HEIGHT, NAME, NUMBER_RIGHT, SLOTS, slot_rules
from chalicelib.render.typesetting.geometry import Box, box_mm
from chalicelib.render.typesetting.sheet import Cell

_PLACES = 4
_HOUSEHOLD_TOP, _HOUSEHOLD_ROW, _LABEL_RIGHT = 17.3, 7.5, 40.0
_MEMBERS_TOP = 34.2
_MEMBERS_BOTTOM = _MEMBERS_TOP + _PLACES * HEIGHT
_LABEL = Style(size=10, smallest=9, align="spread")
_VALUE = Style(size=12, smallest=7, lines=2)
_HEADING = Style(size=12, smallest=8, align="centre")
_CLOSING_IN_BLANK = Style(size=12, smallest=10, align="centre")
_CLOSING = Style(size=9, smallest=9, align="right")


class _Arrangement(NamedTuple):
    """What pages with the same members' places have in common: rules, labels, where the values and 以下余白 stand.

    `headings` and `values` are block by block; the household has no heading.
    """

    rules: tuple[Box, ...]
    labels: tuple[Cell, ...]
    headings: tuple[tuple[str, Box], ...]
    values: tuple[tuple[tuple[str, Box, Style], ...], ...]
    closing: tuple[Box, Style]


_Shape = tuple[str, tuple[tuple[str, str], ...]]
"""The kind of a block, key and label of its fields."""


def form(page: Page) -> Form:
    """Lay a page out.

    Raises:
        NoForm: The page is not a household and four places of members.
    """
    household, *members = page.blocks
    if household.kind != "household" or len(members) != _PLACES:
        raise NoForm("a page of this form is a household and four places")
    arranged = _arrangement(
        tuple([(block.kind, tuple([(field.key, field.label) for field in block.fields])) for block in page.blocks])
    )
    fixed, own = divided(furniture(page), repeats=True)
    return Form(
        fixed_rules=arranged.rules,
        fixed=(*fixed, *arranged.labels, Cell("closing", page.closing, *arranged.closing)),
        own=(*own, *_own_cells(page, arranged)),
        seal=SEAL,
        code=CODE,
    )


def _own_cells(page: Page, arranged: _Arrangement) -> Iterator[Cell]:
    for block, (place, box) in zip(page.blocks[1:], arranged.headings, strict=True):
        if block.heading:
            yield Cell(place, block.heading, box, _HEADING)
    for block, values in zip(page.blocks, arranged.values, strict=True):
        for field, (place, box, style) in zip(block.fields, values, strict=True):
            if field.text:
                yield Cell(place, field.text, box, style)


@functools.lru_cache(maxsize=64)
def _arrangement(blocks: tuple[_Shape, ...]) -> _Arrangement:
    household, *members = blocks
    kinds = [kind for kind, _ in members]
    tops = [_MEMBERS_TOP + number * HEIGHT for number in range(_PLACES)]
    slots = [_household_slots(household), *map(_member_slots, members, tops)]
    return _Arrangement(
        rules=(*_household_rules(), *_member_rules(kinds, tops)),
        labels=tuple(label for labels, _ in slots for label in labels),
        headings=tuple(
            (f"{kind}.heading", inside(LEFT, top, NUMBER_RIGHT, top + HEIGHT))
            for kind, top in zip(kinds, tops, strict=True)
        ),
        values=tuple(values for _, values in slots),
        closing=_closing(kinds, tops),
    )


_Slots = tuple[tuple[Cell, ...], tuple[tuple[str, Box, Style], ...]]
"""Labels, and place, space and style of each value."""


def _household_rules() -> Iterator[Box]:
    bottom = _HOUSEHOLD_TOP + 2 * _HOUSEHOLD_ROW
    yield from frame(LEFT, _HOUSEHOLD_TOP, RIGHT, bottom, HEAVY)
    yield horizontal(_HOUSEHOLD_TOP + _HOUSEHOLD_ROW, LEFT, RIGHT)
    yield vertical(_LABEL_RIGHT, _HOUSEHOLD_TOP, bottom)


def _household_slots(shape: _Shape) -> _Slots:
    kind, fields = shape
    labels, values = [], []
    for number, (key, label) in enumerate(fields):
        top = _HOUSEHOLD_TOP + number * _HOUSEHOLD_ROW
        bottom = top + _HOUSEHOLD_ROW
        labels.append(Cell(f"{kind}.{key}.label", label, inside(LEFT + 4, top, _LABEL_RIGHT - 4, bottom), _LABEL))
        values.append((f"{kind}.{key}", inside(_LABEL_RIGHT + 1, top, RIGHT, bottom), _VALUE))
    return tuple(labels), tuple(values)


def _member_rules(kinds: Sequence[str], tops: Sequence[float]) -> Iterator[Box]:
    yield from frame(LEFT, _MEMBERS_TOP, RIGHT, _MEMBERS_BOTTOM, HEAVY)
    yield vertical(NUMBER_RIGHT, _MEMBERS_TOP, _MEMBERS_BOTTOM)
    for kind, top in zip(kinds, tops, strict=True):
        yield horizontal(top, LEFT, RIGHT, HEAVY)
        yield from slot_rules(kind, top)


def _member_slots(shape: _Shape, top: float) -> _Slots:
    kind, fields = shape
    slots = [(f"{kind}.{key}", label, SLOTS[kind][key]) for key, label in fields]
    labels = tuple(Cell(f"{place}.label", label, slot.label_box(top), slot.label_style) for place, label, slot in slots)
    return labels, tuple((place, slot.value_box(top), slot.style) for place, _, slot in slots)


def _closing(kinds: Sequence[str], tops: Sequence[float]) -> tuple[Box, Style]:
    """Put 以下余白 where the next member would stand; on a full page, below."""
    for kind, top in zip(kinds, tops, strict=True):
        if kind == "blank":
            return NAME.value_box(top), _CLOSING_IN_BLANK
    return box_mm(150, _MEMBERS_BOTTOM + 0.5, RIGHT, _MEMBERS_BOTTOM + 5), _CLOSING
