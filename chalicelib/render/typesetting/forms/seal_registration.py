"""The form of 印鑑登録証明書: the imprint at the left with room for the largest seal, whose it is at the right."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise

from chalicelib.render.document import Block, Page
from chalicelib.render.typesetting.errors import NoForm
from chalicelib.render.typesetting.fitting import Style
from chalicelib.render.typesetting.forms.form import HEAVY, Form, divided, frame, horizontal, inside, vertical
from chalicelib.render.typesetting.forms.furniture import CODE, LEFT, RIGHT, SEAL, furniture
from chalicelib.render.typesetting.geometry import Box, box_mm
from chalicelib.render.typesetting.sheet import Cell

_TOP, _LABEL_ROW = 28.0, 9.0
_IMPRINT_RIGHT, _LABEL_RIGHT = 83.0, 115.0
_HEIGHTS = {"name": 18.0, "former_name": 12.0, "alias": 14.0, "katakana": 12.0, "birth_date": 12.0, "address": 22.0}
_TABLE_BOTTOM = _TOP + 78.0
_BOTTOM = _TABLE_BOTTOM + 16.0
_LABEL = Style(size=11, smallest=9, align="spread")
_STYLES = {
    "name": Style(size=17, smallest=7, lines=3),
    "address": Style(size=12, smallest=7, lines=4),
    "notes": Style(size=11, smallest=7, lines=2),
}
_VALUE = Style(size=13, smallest=7, lines=2)
_CLOSING = Style(size=10, smallest=9, align="right")
_KINDS = {"seal", "foreign-seal"}


def form(page: Page) -> Form:
    """Lay a page out.

    Raises:
        NoForm: The page is not one seal with its imprint.
    """
    if len(page.blocks) != 1 or page.blocks[0].kind not in _KINDS or page.imprint is None:
        raise NoForm("a page of this form is one seal with its imprint")
    block = page.blocks[0]
    rows = _rows(block)
    fixed, own = divided(
        (
            *furniture(page),
            *_cells(block, rows),
            Cell("closing", page.closing, box_mm(150, _BOTTOM + 1.5, RIGHT, _BOTTOM + 6.5), _CLOSING),
        ),
        repeats=True,
    )
    return Form(
        fixed_rules=tuple(_rules(rows)),
        fixed=fixed,
        own=own,
        seal=SEAL,
        code=CODE,
        imprint=_imprint_room(),
    )


def _imprint_room() -> Box:
    return inside(LEFT, _TOP + _LABEL_ROW, _IMPRINT_RIGHT, _TABLE_BOTTOM)


def _rows(block: Block) -> dict[str, tuple[float, float]]:
    """Return top and bottom of each row at the right; the last takes what is left."""
    keys = [field.key for field in block.fields if field.key in _HEIGHTS]
    edges = [*accumulate((_HEIGHTS[key] for key in keys[:-1]), initial=_TOP), _TABLE_BOTTOM]
    return dict(zip(keys, pairwise(edges), strict=True))


def _rules(rows: dict[str, tuple[float, float]]) -> Iterator[Box]:
    yield from frame(LEFT, _TOP, RIGHT, _BOTTOM, HEAVY)
    yield horizontal(_TABLE_BOTTOM, LEFT, RIGHT)
    yield horizontal(_TOP + _LABEL_ROW, LEFT, _IMPRINT_RIGHT)
    yield vertical(_IMPRINT_RIGHT, _TOP, _TABLE_BOTTOM)
    yield vertical(_LABEL_RIGHT, _TOP, _TABLE_BOTTOM)
    yield vertical(_NOTES_RIGHT, _TABLE_BOTTOM, _BOTTOM)
    for top, _ in rows.values():
        yield horizontal(top, _IMPRINT_RIGHT, RIGHT)


_NOTES_RIGHT = LEFT + 32.0


def _cells(block: Block, rows: dict[str, tuple[float, float]]) -> Iterator[Cell]:
    for field in block.fields:
        label, value = _boxes(field.key, rows)
        yield Cell(f"{block.kind}.{field.key}.label", field.label, label, _LABEL)
        if field.text:
            yield Cell(f"{block.kind}.{field.key}", field.text, value, _STYLES.get(field.key, _VALUE))


def _boxes(key: str, rows: dict[str, tuple[float, float]]) -> tuple[Box, Box]:
    if key == "imprint":
        return inside(LEFT + 20, _TOP, _IMPRINT_RIGHT - 20, _TOP + _LABEL_ROW), _imprint_room()
    if key == "notes":
        label = inside(LEFT + 5, _TABLE_BOTTOM, _NOTES_RIGHT - 5, _BOTTOM)
        return label, inside(_NOTES_RIGHT + 1, _TABLE_BOTTOM, RIGHT, _BOTTOM)
    top, bottom = rows[key]
    label = inside(_IMPRINT_RIGHT + 3, top, _LABEL_RIGHT - 3, bottom)
    return label, inside(_LABEL_RIGHT + 1, top, RIGHT, bottom)
