"""The form of 世帯連記式: address and head of the household, then four members' places of equal size."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.render.document import Block, Page
from chalicelib.render.typesetting.errors import NoForm
from chalicelib.render.typesetting.fitting import Style
from chalicelib.render.typesetting.forms.form import HEAVY, Form, frame, horizontal, inside, vertical
from chalicelib.render.typesetting.forms.furniture import CODE, LEFT, RIGHT, SEAL, furniture
from chalicelib.render.typesetting.forms.member import HEIGHT, NAME, NUMBER_RIGHT, SLOTS, slot_rules, text_boxes
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


def form(page: Page) -> Form:
    """Lay a page out.

    Raises:
        NoForm: The page is not a household and four places of members.
    """
    household, *members = page.blocks
    if household.kind != "household" or len(members) != _PLACES:
        raise NoForm("a page of this form is a household and four places")
    tops = [_MEMBERS_TOP + number * HEIGHT for number in range(_PLACES)]
    return Form(
        rules=(*_household_rules(), *_member_rules(members, tops)),
        cells=(
            *furniture(page),
            *_household_cells(household),
            *(cell for member, top in zip(members, tops, strict=True) for cell in _member_cells(member, top)),
            _closing(page, members, tops),
        ),
        seal=SEAL,
        code=CODE,
        repeats=True,
    )


def _household_rules() -> Iterator[Box]:
    bottom = _HOUSEHOLD_TOP + 2 * _HOUSEHOLD_ROW
    yield from frame(LEFT, _HOUSEHOLD_TOP, RIGHT, bottom, HEAVY)
    yield horizontal(_HOUSEHOLD_TOP + _HOUSEHOLD_ROW, LEFT, RIGHT)
    yield vertical(_LABEL_RIGHT, _HOUSEHOLD_TOP, bottom)


def _household_cells(block: Block) -> Iterator[Cell]:
    for number, field in enumerate(block.fields):
        top = _HOUSEHOLD_TOP + number * _HOUSEHOLD_ROW
        bottom = top + _HOUSEHOLD_ROW
        label = inside(LEFT + 4, top, _LABEL_RIGHT - 4, bottom)
        yield Cell(f"{block.kind}.{field.key}.label", field.label, label, _LABEL)
        yield Cell(f"{block.kind}.{field.key}", field.text, inside(_LABEL_RIGHT + 1, top, RIGHT, bottom), _VALUE)


def _member_rules(members: list[Block], tops: list[float]) -> Iterator[Box]:
    yield from frame(LEFT, _MEMBERS_TOP, RIGHT, _MEMBERS_BOTTOM, HEAVY)
    yield vertical(NUMBER_RIGHT, _MEMBERS_TOP, _MEMBERS_BOTTOM)
    for member, top in zip(members, tops, strict=True):
        yield horizontal(top, LEFT, RIGHT, HEAVY)
        yield from slot_rules(member.kind, top)


def _member_cells(block: Block, top: float) -> Iterator[Cell]:
    if block.heading:
        yield Cell(f"{block.kind}.heading", block.heading, inside(LEFT, top, NUMBER_RIGHT, top + HEIGHT), _HEADING)
    slots, boxes = SLOTS[block.kind], text_boxes(block.kind, top)
    for field in block.fields:
        slot, (label, value) = slots[field.key], boxes[field.key]
        yield Cell(f"{block.kind}.{field.key}.label", field.label, label, slot.label_style)
        if field.text:
            yield Cell(f"{block.kind}.{field.key}", field.text, value, slot.style)


def _closing(page: Page, members: list[Block], tops: list[float]) -> Cell:
    """Put 以下余白 where the next member would stand; on a full page, below."""
    for member, top in zip(members, tops, strict=True):
        if member.kind == "blank":
            return Cell("closing", page.closing, NAME.value_box(top), _CLOSING_IN_BLANK)
    below = box_mm(150, _MEMBERS_BOTTOM + 0.5, RIGHT, _MEMBERS_BOTTOM + 5)
    return Cell("closing", page.closing, below, _CLOSING)
