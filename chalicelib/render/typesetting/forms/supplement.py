"""The form of 戸籍の附票の写し: the register's head, then each person with a row for each address."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.render.document import Block, Field, Page
from chalicelib.render.typesetting.errors import NoForm
from chalicelib.render.typesetting.fitting import Style
from chalicelib.render.typesetting.forms.form import HEAVY, Form, divided, frame
from chalicelib.render.typesetting.forms.furniture import CODE, LEFT, RIGHT, SEAL, furniture
from chalicelib.render.typesetting.forms.table import (
    Rectangle,
    Slot,
    across,
    heading,
    label,
    slot_cells,
    slot_rules,
    value,
)
from chalicelib.render.typesetting.geometry import Box, box_mm
from chalicelib.render.typesetting.sheet import Cell

_TOP, _HEAD_ROW, _HEAD_LABEL_RIGHT = 18.5, 7.0, 48.0
_PERSONS, _ROW = 42.0, 6.8
_NUMBER_RIGHT = LEFT + 9
_LABEL_RIGHT = _NUMBER_RIGHT + 20
_SINCE, _SINCE_VALUE = 138.0, 151.2
_LABEL = Style(size=9.5, smallest=7, align="spread")
_CODE_LABEL = Style(size=8, smallest=7, align="spread")
_LONG_LABEL = Style(size=7, smallest=5, lines=2, condense=90, align="centre")
_HEAD_VALUE = Style(size=12, smallest=6, lines=2)
_NUMBER = Style(size=10, smallest=7, align="centre")
_NAME = Style(size=13, smallest=5, lines=2)
_VALUE = Style(size=10.5, smallest=5, lines=2)
_LONG_VALUE = Style(size=10, smallest=5, lines=4)
_HEIGHTS = {"address": 1, "long_address": 2, "removed": 1, "notes": 1}
_CENTRED = Style(size=10.5, smallest=7, align="centre")
_CLOSING = Style(size=9, smallest=9, align="right")


def form(page: Page) -> Form:
    """Lay a page out.

    Raises:
        NoForm: The page is not the head of a supplement and persons of it.
    """
    head, *persons = page.blocks or (Block("", "", ()),)
    if head.kind != "supplement" or not persons or {block.kind for block in persons} != {"supplement-person"}:
        raise NoForm("a page of this form is the head of a supplement and persons")
    tops = [_PERSONS]
    for block in persons:
        tops.append(tops[-1] + _rows_of(block) * _ROW)
    slots = [*_head(head)]
    for block, top in zip(persons, tops[:-1], strict=True):
        slots += _person(block, top)
    bottom = tops[-1]
    fixed, own = divided(
        (
            *furniture(page),
            *slot_cells(slots),
            Cell("closing", page.closing, box_mm(150, bottom + 0.8, RIGHT, bottom + 5.3), _CLOSING),
        ),
        repeats=False,
    )
    return Form(
        own_rules=(*slot_rules(slots), *_outlines(len(head.fields), tops)),
        fixed=fixed,
        own=own,
        seal=SEAL,
        code=CODE,
    )


def _outlines(head_rows: int, tops: list[float]) -> Iterator[Box]:
    yield from frame(LEFT, _TOP, RIGHT, _TOP + head_rows * _HEAD_ROW, HEAVY)
    for number in range(len(tops) - 1):
        yield from frame(LEFT, tops[number], RIGHT, tops[number + 1], HEAVY)


def _head(block: Block) -> Iterator[Slot]:
    for number, field in enumerate(block.fields):
        top = _TOP + number * _HEAD_ROW
        left, right = across(LEFT, RIGHT, top, top + _HEAD_ROW, _HEAD_LABEL_RIGHT)
        yield label(block, field, left, _LABEL, 2)
        yield value(block, field, right, _HEAD_VALUE)


def _rows_of(block: Block) -> int:
    """Two rows for the person, and those of each address and of each item that stands alone."""
    return 2 + sum(_HEIGHTS.get(field.key, 0) for field in block.fields)


def _person(block: Block, top: float) -> Iterator[Slot]:
    yield heading(block, Rectangle(LEFT, top, _NUMBER_RIGHT, top + _rows_of(block) * _ROW), _NUMBER, 0.0)
    name, birth, sex, code, voter, *rows = block.fields
    areas = across(_NUMBER_RIGHT, RIGHT, top, top + _ROW, _LABEL_RIGHT, 103.5, 120.2, 164, 178)
    for field, place, style in ((name, 0, _NAME), (birth, 2, _VALUE), (sex, 4, _CENTRED)):
        yield label(block, field, areas[place], _LABEL)
        yield value(block, field, areas[place + 1], style)
    areas = across(_NUMBER_RIGHT, RIGHT, top + _ROW, top + 2 * _ROW, _LABEL_RIGHT, 82, 110)
    yield label(block, code, areas[0], _CODE_LABEL)
    yield value(block, code, areas[1], _VALUE)
    yield label(block, voter, areas[2], _LONG_LABEL)
    yield value(block, voter, areas[3], _VALUE)
    yield from _further(block, rows, top + 2 * _ROW)


def _further(block: Block, fields: list[Field], top: float) -> Iterator[Slot]:
    above = top
    for field in fields:
        if field.key == "since":
            yield from _pair(block, field, across(_SINCE, RIGHT, above, top, _SINCE_VALUE))
            continue
        above, top = top, top + _HEIGHTS[field.key] * _ROW
        right = _SINCE if field.key.endswith("address") else RIGHT
        yield from _pair(block, field, across(_NUMBER_RIGHT, right, above, top, _LABEL_RIGHT))


def _pair(block: Block, field: Field, areas: tuple[Rectangle, ...]) -> Iterator[Slot]:
    yield label(block, field, areas[0], _LABEL)
    yield value(block, field, areas[1], _LONG_VALUE if field.key == "long_address" else _VALUE)
