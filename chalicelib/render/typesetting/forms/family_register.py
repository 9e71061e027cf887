"""The form of 戸籍全部(個人)事項証明書: 本籍 and 氏名 in the head, then rows in two columns.

戸籍法施行規則 付録第22号; the lines around 除籍 as there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.render.document import Block, Page
from chalicelib.render.typesetting.errors import NoForm
from chalicelib.render.typesetting.fitting import Style
from chalicelib.render.typesetting.forms.form import HEAVY, THIN, Form, divided, frame, horizontal, inside, vertical
from chalicelib.render.typesetting.forms.furniture import CODE, LEFT, RIGHT, SEAL, Places, furniture
from chalicelib.render.typesetting.geometry import Box, box_mm
from chalicelib.render.typesetting.sheet import Cell

_TOP, _MIDDLE, _ROW, _HEAD_ROW = 20.0, 62.0, 5.35, 8.0
_GAP = 1.0
_CELL_WIDTH = 1.97
_INDENTED = "line-"
_SECTIONS = {"matters", "person", "identity"}
_PLACES: Places = {
    "title": (box_mm(153, 9, RIGHT, 17), Style(size=16, smallest=12, align="right")),
    "marker": (box_mm(100, 9.5, 152, 17), Style(size=12, smallest=9, align="right")),
}
_HEAD_LABEL = Style(size=12, smallest=9, align="spread")
_HEAD_VALUE = Style(size=12, smallest=6, lines=2)
_HEADING = Style(size=11, smallest=9)
_TITLE = Style(size=11, smallest=7, align="spread")
_LONG_TITLE = Style(size=11, smallest=7, condense=50)
_SPREAD_CHARACTERS = 4
_LINE = Style(size=11, smallest=9, condense=50)
_FOOT = "register-foot"
_FOOT_TOP, _FOOT_ROW, _FOOT_LEFT, _FOOT_MIDDLE = 271.6, 4.8, 67.0, 77.0
_FOOT_LABEL = Style(size=8, smallest=7)
_FOOT_VALUE = Style(size=8, smallest=6, lines=2)
_CLOSING = Style(size=10, smallest=9, align="right")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A block and the height it begins at, in millimetres; every field of it is a row."""

    block: Block
    top: float

    @property
    def bottom(self) -> float:
        return self.top + len(self.block.fields) * (_HEAD_ROW if self.block.kind == "register" else _ROW)


def form(page: Page) -> Form:
    """Lay a page out.

    Raises:
        NoForm: The page is not sections of a family register, with its head before or its foot behind them.
    """
    foot = tuple(block for block in page.blocks if block.kind == _FOOT)
    blocks = tuple(block for block in page.blocks if block.kind != _FOOT)
    head, sections = blocks[:1], blocks[1:]
    if not head or head[0].kind != "register":
        head, sections = (), blocks
    if not {block.kind for block in sections} <= _SECTIONS or not blocks:
        raise NoForm("a page of this form is sections of a family register")
    placed = tuple(_place((*head, *sections)))
    bottom = placed[-1].bottom + _GAP
    fixed, own = divided(
        (
            *furniture(page, _PLACES),
            *(cell for each in placed for cell in _cells(each)),
            *(cell for block in foot for cell in _foot_cells(block)),
            Cell("closing", page.closing, box_mm(150, bottom + 0.8, RIGHT, bottom + 5.3), _CLOSING),
        ),
        repeats=False,
    )
    return Form(
        own_rules=tuple(_rules(placed, bottom)),
        fixed=fixed,
        own=own,
        seal=SEAL,
        code=CODE,
    )


def _place(blocks: tuple[Block, ...]) -> Iterator[_Placed]:
    top = _TOP
    for block in blocks:
        placed = _Placed(block, top)
        yield placed
        top = placed.bottom


def _rules(placed: tuple[_Placed, ...], bottom: float) -> Iterator[Box]:
    yield from frame(LEFT, _TOP, RIGHT, bottom, HEAVY)
    yield vertical(_MIDDLE, _TOP, bottom)
    for number, each in enumerate(placed):
        if number:
            yield horizontal(each.top, LEFT, RIGHT, HEAVY if each.block.kind == "person" else THIN)
        for row, field in enumerate(each.block.fields):
            if each.block.kind == "person" and field.label:
                top = each.top + row * _ROW
                yield from frame(LEFT + 8, top + 0.2, LEFT + 32, top + _ROW - 0.2)


def _cells(placed: _Placed) -> Iterator[Cell]:
    block = placed.block
    if block.kind == "register":
        yield from _head_cells(block)
        return
    if block.heading:
        box = inside(LEFT + 0.5, placed.top, _MIDDLE, placed.top + _ROW)
        yield Cell(f"{block.kind}.heading", block.heading, box, _HEADING)
    for row, field in enumerate(block.fields):
        top = placed.top + row * _ROW
        if field.label:
            long = len(field.label) > _SPREAD_CHARACTERS
            box = inside(LEFT + 9, top, _MIDDLE if long else LEFT + 31, top + _ROW)
            yield Cell(f"{block.kind}.{field.key}.label", field.label, box, _LONG_TITLE if long else _TITLE)
        if field.text:
            left = _MIDDLE + 0.5 + int(field.key.removeprefix(_INDENTED)) * _CELL_WIDTH
            yield Cell(f"{block.kind}.{field.key}", field.text, inside(left, top, RIGHT, top + _ROW), _LINE)


def _head_cells(block: Block) -> Iterator[Cell]:
    for row, field in enumerate(block.fields):
        top = _TOP + row * _HEAD_ROW
        label = inside(LEFT + 7.2, top, LEFT + 34.8, top + _HEAD_ROW)
        yield Cell(f"{block.kind}.{field.key}.label", field.label, label, _HEAD_LABEL)
        value = inside(_MIDDLE + 0.5, top, RIGHT, top + _HEAD_ROW)
        yield Cell(f"{block.kind}.{field.key}", field.text, value, _HEAD_VALUE)


def _foot_cells(block: Block) -> Iterator[Cell]:
    """The lines below the note on what belongs together, beside the code."""
    for row, field in enumerate(block.fields):
        top, bottom = _FOOT_TOP + row * _FOOT_ROW, _FOOT_TOP + (row + 1) * _FOOT_ROW
        label = box_mm(_FOOT_LEFT, top, _FOOT_MIDDLE, bottom)
        yield Cell(f"{block.kind}.{field.key}.label", field.label, label, _FOOT_LABEL)
        yield Cell(f"{block.kind}.{field.key}", field.text, box_mm(_FOOT_MIDDLE, top, RIGHT, bottom), _FOOT_VALUE)
