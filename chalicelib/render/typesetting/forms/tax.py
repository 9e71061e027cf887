"""The form of the tax certificates: whose, income beside deductions, totals, dependents, tax."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.render.document import Page
from chalicelib.render.typesetting.errors import NoForm
from chalicelib.render.typesetting.fitting import Style
from chalicelib.render.typesetting.forms.form import HEAVY, Form, divided, frame
from chalicelib.render.typesetting.forms.furniture import CODE, LEFT, RIGHT, SEAL, Places, furniture
from chalicelib.render.typesetting.forms.table import slot_cells, slot_rules
from chalicelib.render.typesetting.forms.tax_slots import NOTES_BOTTOM, outlines, slots
from chalicelib.render.typesetting.geometry import Box, box_mm
from chalicelib.render.typesetting.sheet import Cell

_KINDS = {"taxpayer", "incomes", "deductions", "totals", "dependents", "levy-columns", "levy", "levy-sum", "tax-notes"}
_ENDS = {"incomes-end", "deductions-end"}
_PLACES: Places = {"title": (box_mm(30, 7, 180, 16), Style(size=20, smallest=14, align="centre"))}
_CLOSING = Style(size=9, smallest=9, align="right")


def form(page: Page) -> Form:
    """Lay a page out.

    Raises:
        NoForm: The page is not the blocks of a tax certificate.
    """
    if {block.kind for block in page.blocks} - _ENDS != _KINDS:
        raise NoForm("a page of this form is a tax certificate")
    placed = tuple(slots(page.blocks))
    fixed, own = divided(
        (
            *furniture(page, _PLACES),
            *slot_cells(placed),
            Cell("closing", page.closing, box_mm(150, NOTES_BOTTOM + 0.5, RIGHT, NOTES_BOTTOM + 5), _CLOSING),
        ),
        repeats=True,
    )
    return Form(
        fixed_rules=(*slot_rules(placed), *_frames(page)),
        fixed=fixed,
        own=own,
        seal=SEAL,
        code=CODE,
    )


def _frames(page: Page) -> Iterator[Box]:
    for top, bottom in outlines(page.blocks):
        yield from frame(LEFT, top, RIGHT, bottom, HEAVY)
