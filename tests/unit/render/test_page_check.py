"""The check of finished pages (R10): a whole page passes, and none is returned without it."""

from __future__ import annotations

import pytest

from chalicelib.render.typesetting import FontSet, IncompletePage
from chalicelib.render.typesetting.forms import lay_out
from chalicelib.render.typesetting.ink import STRIDE
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.sheet import Cell, Sheet
from tests.page_codes import draw
from tests.unit.render.factories import document, household, resident
from tests.unit.render.finished import Finished


def test_a_complete_page_passes(finished: Finished) -> None:
    """The page as drawn lacks nothing."""
    finished.check()


def test_a_page_of_another_size_is_refused(finished: Finished) -> None:
    """What is not an A4 page of 400 dpi is never issued."""
    finished.lines = Lines(finished.lines.whole()[:-STRIDE], ())
    with pytest.raises(IncompletePage, match="size"):
        finished.check()


def test_the_check_runs_on_every_page(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typesetting returns no page that was not checked: with a text forgotten, nothing comes out."""
    write = Sheet.write

    def forget(sheet: Sheet, fonts: FontSet, cell: Cell) -> None:
        if cell.place != "resident.name":
            write(sheet, fonts, cell)

    monkeypatch.setattr(Sheet, "write", forget)
    with pytest.raises(IncompletePage, match="text of resident"):
        draw(document(household(resident())), fonts)


def test_the_form_of_a_checked_page_is_its_own(finished: Finished) -> None:
    """What the check looks at is the form of the very page drawn."""
    made = document(household(resident()))
    assert finished.form == lay_out(made.certificate_type, made.pages[0])
