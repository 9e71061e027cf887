"""Where each item of a tax certificate stands. Lengths in millimetres."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.render.document import Block
from chalicelib.render.typesetting.fitting import Style
from chalicelib.render.typesetting.forms.furniture import LEFT, RIGHT
from chalicelib.render.typesetting.forms.table import Rectangle, Slot, across, columns, heading, label, value

_TAXPAYER, _TAXPAYER_ROW = 18.5, 7.6
_LISTS, _LISTS_BOTTOM, _HEADING, _LARGEST_ROW = 44.0, 140.0, 6.0, 6.0
_TOTALS, _TOTALS_BOTTOM = 142.0, 154.0
_DEPENDENTS, _DEPENDENTS_BOTTOM = 156.0, 181.0
_LEVIES, _LEVY_ROW = 183.0, 5.8
_NOTES = 214.0
NOTES_BOTTOM = 221.6
_MIDDLE = (LEFT + RIGHT) / 2
_LABEL_RIGHT, _SECOND_LABEL, _SECOND_VALUE = 45.0, 130.0, 149.0
_SPREAD = Style(size=9.5, smallest=7, align="spread")
_VALUE = Style(size=11, smallest=6, lines=2)
_NAME = Style(size=13, smallest=5, lines=2)
_HEAD = Style(size=10, smallest=8, align="centre")
_SMALL_HEAD = Style(size=9, smallest=8, align="centre")
_LIST_LABEL = Style(size=9.5, smallest=7, condense=70)
_AMOUNT = Style(size=10.5, smallest=7, align="right")
_SMALL_LABEL = Style(size=8, smallest=6, lines=2, align="centre")
_CENTRED = Style(size=10.5, smallest=7, align="centre")


def outlines(blocks: tuple[Block, ...]) -> Iterator[tuple[float, float]]:
    """Yield top and bottom of each group of items; that of the taxes has as many rows as there are taxes."""
    yield _TAXPAYER, _TAXPAYER + 3 * _TAXPAYER_ROW
    longest, height = _rows(blocks)
    yield _LISTS, _LISTS + _HEADING + longest * height
    yield _TOTALS, _TOTALS_BOTTOM
    yield _DEPENDENTS, _DEPENDENTS_BOTTOM
    yield _LEVIES, _LEVIES + len(_levies(blocks)) * _LEVY_ROW
    yield _NOTES, NOTES_BOTTOM


def slots(blocks: tuple[Block, ...]) -> Iterator[Slot]:
    """Yield every cell of the sheet."""
    by_kind = {block.kind: block for block in blocks}
    yield from _taxpayer(by_kind["taxpayer"])
    _, height = _rows(blocks)
    for kind, start, end in (("incomes", LEFT, _MIDDLE), ("deductions", _MIDDLE, RIGHT)):
        yield from _list(by_kind[kind], start, end, height)
        if f"{kind}-end" in by_kind:
            top = _LISTS + _HEADING + len(by_kind[kind].fields) * height
            yield heading(by_kind[f"{kind}-end"], Rectangle(start, top, end, top + height), _SMALL_HEAD)
    yield from _totals(by_kind["totals"])
    yield from _dependents(by_kind["dependents"])
    for number, block in enumerate(_levies(blocks)):
        yield from _levy(block, _LEVIES + number * _LEVY_ROW)
    notes = by_kind["tax-notes"]
    left, right = across(LEFT, RIGHT, _NOTES, NOTES_BOTTOM, _LABEL_RIGHT)
    yield label(notes, notes.fields[0], left, _SPREAD, 4)
    yield value(notes, notes.fields[0], right, _VALUE)


def _taxpayer(block: Block) -> Iterator[Slot]:
    fields = {field.key: field for field in block.fields}
    for number, (first, second) in enumerate((("fiscal_year", "assessed_on"), ("address", ""), ("name", "birth_date"))):
        top, bottom = _TAXPAYER + number * _TAXPAYER_ROW, _TAXPAYER + (number + 1) * _TAXPAYER_ROW
        splits = (_LABEL_RIGHT, _SECOND_LABEL, _SECOND_VALUE) if second else (_LABEL_RIGHT,)
        areas = across(LEFT, RIGHT, top, bottom, *splits)
        yield label(block, fields[first], areas[0], _SPREAD, 1.5)
        yield value(block, fields[first], areas[1], _NAME if first == "name" else _VALUE)
        if second:
            yield label(block, fields[second], areas[2], _SPREAD, 1.5)
            yield value(block, fields[second], areas[3], _VALUE)


def _rows(blocks: tuple[Block, ...]) -> tuple[int, float]:
    """Return how many rows the longer list has, and their height: that of both lists, so that their rules meet."""
    longest = max(len(block.fields) for block in blocks if block.kind in {"incomes", "deductions"})
    return longest, min(_LARGEST_ROW, (_LISTS_BOTTOM - _LISTS - _HEADING) / longest)


def _list(block: Block, left: float, right: float, height: float) -> Iterator[Slot]:
    """One amount a row; what is left of the height below the last row stays empty."""
    yield heading(block, Rectangle(left, _LISTS, right, _LISTS + _HEADING), _HEAD)
    for number, field in enumerate(block.fields):
        top = _LISTS + _HEADING + number * height
        name, amount = across(left, right, top, top + height, left + 52)
        yield label(block, field, name, _LIST_LABEL, 1.0)
        yield value(block, field, amount, _AMOUNT, 1.5)


def _totals(block: Block) -> Iterator[Slot]:
    for field, area in zip(block.fields, columns(Rectangle(LEFT, _TOTALS, RIGHT, _TOTALS + 5.5), 4), strict=True):
        yield label(block, field, area, _HEAD)
        below = Rectangle(area.left, _TOTALS + 5.5, area.right, _TOTALS_BOTTOM)
        yield value(block, field, below, _AMOUNT, 1.5)


def _dependents(block: Block) -> Iterator[Slot]:
    *counted, standings = block.fields
    top = _DEPENDENTS + 5.5
    yield heading(block, Rectangle(LEFT, _DEPENDENTS, RIGHT, top), _HEAD)
    for field, area in zip(counted, columns(Rectangle(LEFT, top, RIGHT, top + 7), len(counted)), strict=True):
        yield label(block, field, area, _SMALL_LABEL, 0.0)
        yield value(block, field, Rectangle(area.left, top + 7, area.right, top + 13), _CENTRED)
    left, right = across(LEFT, RIGHT, top + 13, _DEPENDENTS_BOTTOM, _LABEL_RIGHT)
    yield label(block, standings, left, _SPREAD, 4)
    yield value(block, standings, right, _VALUE)


def _levies(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if block.kind.startswith("levy"))


def _levy(block: Block, top: float) -> Iterator[Slot]:
    """A row of the table of taxes: its name, then the columns; a sum stands in the last one alone."""
    name, *areas = across(LEFT, RIGHT, top, top + _LEVY_ROW, 60, 105, 150)
    yield heading(block, name, _HEAD if block.kind == "levy-columns" else _LIST_LABEL)
    style = _HEAD if block.kind == "levy-columns" else _AMOUNT
    fields = {field.key: field for field in block.fields}
    for key, area in zip(("income", "per_capita", "sum"), areas, strict=True):
        if key in fields:
            yield value(block, fields[key], area, style, 1.5)
        else:
            yield Slot("", "", area, style)
