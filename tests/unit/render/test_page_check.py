"""The check of finished pages (R10): a whole page passes, and none is returned without it."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from chalicelib.render.typesetting import FontSet, IncompletePage
from chalicelib.render.typesetting.forms import lay_out
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.ink import STRIDE, Ink, box_of
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.palette import BLACK
from chalicelib.render.typesetting.seal import seal_mask
from chalicelib.render.typesetting.sheet import Cell, Sheet
from tests.page_codes import draw
from tests.unit.render.factories import document, household, resident
from tests.unit.render.finished import Finished, finished_page
from tests.unit.render.further_factories import person, register, register_document


def test_a_complete_page_passes(finished: Finished) -> None:
    """The page as drawn lacks nothing."""
    finished.check()


def test_a_page_of_another_size_is_refused(finished: Finished) -> None:
    """What is not an A4 page of 400 dpi is never issued."""
    finished.lines = Lines(finished.lines.whole()[:-STRIDE], ())
    with pytest.raises(IncompletePage, match="size"):
        finished.check()


def _without_a_label(page: Finished) -> None:
    page.paint(box_of(page.drawn("resident.name.label").inks[0]))


def _without_a_rule(page: Finished) -> None:
    page.paint(page.form.fixed_rules[0])


def _with_a_blot_beside_the_texts(page: Finished) -> None:
    page.paint(Box(2600, 2600, 2700, 2660), BLACK)


def _with_a_blot_beside_a_text(page: Finished) -> None:
    box = box_of(page.drawn("resident.name").inks[0])
    page.paint(Box(box.right, box.top, box.right + 4, box.top + 60), BLACK)


def _with_the_pattern_of_a_corner_lost(page: Finished) -> None:
    page.paint(Box(3300, 4670, 3307, 4677))


def _with_another_name_over_its_own(page: Finished) -> None:
    (cell,) = (cell for cell in page.form.own if cell.place == "resident.name")
    other = Sheet()
    other.write(page.fonts, cell._replace(text="架室　一郎"))
    assert box_of(page.drawn("resident.name").inks[0]).contains(box_of(other.inks[0]))
    page.lines = Lines(page.lines.whole(), other.inks)


def _with_a_filter_on_a_scan_line(page: Finished) -> None:
    whole = bytearray(page.lines.whole())
    whole[page.drawn("resident.name").inks[0].top * STRIDE] = 2
    page.lines = Lines(bytes(whole))


def _with_ink_of_its_own_on_a_filter(page: Finished) -> None:
    inks = page.drawn("resident.name").inks
    page.redraw("resident.name", inks=(*inks, Ink(b"\x02", 0, inks[0].top, 1)))
    page.lines = Lines(page.template.lines, page.own.inks)


@pytest.mark.parametrize(
    ("damage", "part"),
    [
        (_without_a_label, "glyphs of resident.name.label"),
        (_without_a_rule, "its template"),
        (_with_a_blot_beside_the_texts, "ground pattern|its template"),
        (_with_a_blot_beside_a_text, "ground pattern|its template"),
        (_with_the_pattern_of_a_corner_lost, "its template"),
        (_with_another_name_over_its_own, "its template"),
        (_with_a_filter_on_a_scan_line, "its template"),
        (_with_ink_of_its_own_on_a_filter, "its template"),
    ],
)
def test_a_page_that_is_not_its_template_is_refused(
    finished: Finished, damage: Callable[[Finished], None], part: str
) -> None:
    """A page that lacks a dot of its template, or has more than that and its own ink, is not issued."""
    damage(finished)
    with pytest.raises(IncompletePage, match=part):
        finished.check()


def test_one_wrong_dot_anywhere_is_refused(finished: Finished) -> None:
    """A page on which a single bit is changed, wherever it is, is not issued."""
    dice, whole = random.Random(2026), finished.lines.whole()  # noqa: S311 - places on a page, no secret
    for _ in range(60):
        changed, at = bytearray(whole), dice.randrange(len(whole))
        changed[at] ^= 1 << dice.randrange(8)
        finished.lines = Lines(bytes(changed))
        with pytest.raises(IncompletePage):
            finished.check()


def test_one_wrong_dot_where_the_page_has_nothing_of_its_own_is_refused(finished: Finished) -> None:
    """What the page takes over is that of its template, not of one that differs in a single dot."""
    stretches = [stretch for stretch in finished.lines.stretches if stretch.own is None]
    assert stretches
    for stretch in stretches:
        changed = bytearray(finished.template.lines)
        stretch.part_of(changed)[100] ^= 1
        finished.lines = Lines(bytes(changed), finished.own.inks)
        with pytest.raises(IncompletePage, match=r"its template|ground pattern"):
            finished.check()


def test_a_page_without_a_rule_of_its_own_is_refused(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where rules are the page's own, not the template's, each is looked for."""
    page = finished_page(fonts, monkeypatch, register_document(register(person())))
    page.check()
    page.paint(page.form.own_rules[0])
    with pytest.raises(IncompletePage, match="a rule"):
        page.check()


def test_a_text_over_all_of_the_seal_is_refused(finished: Finished) -> None:
    """Ink of the page's own must leave the seal its colour."""
    seal = finished.template.seal
    finished.own.marks.append(seal.ink)
    finished.paint(seal.place, BLACK, seal_mask(finished.fonts, finished.page.issuer.seal_text))
    with pytest.raises(IncompletePage, match="official seal"):
        finished.check()


def test_texts_that_hide_most_of_the_pattern_are_refused(finished: Finished) -> None:
    """More than half of the paper under a page's own ink is no page of any form."""
    half = Ink(b"\x01" * 800 * 3000, 1, 0, 800)
    finished.own.marks.append(half)
    finished.lines = Lines(finished.lines.whole(), [half])
    with pytest.raises(IncompletePage, match="ground pattern"):
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
