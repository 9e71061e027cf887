"""The check that a page is of its form (R10): its template, its rules, each text in its cell, and no other ink."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from chalicelib.render.document import Imprint, Issuer
from chalicelib.render.typesetting import FontSet, IncompletePage
from chalicelib.render.typesetting.ink import Ink
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.sheet import Sheet
from chalicelib.render.typesetting.template import Fixed, fixed_part, template_of
from tests.unit.render.factories import document, household, resident
from tests.unit.render.finished import Finished, finished_page
from tests.unit.render.further_factories import person, register, register_document

_BLOT = Ink(b"\xff" * 20 * 60, 100, 3000, 20)


def _print_again(page: Finished) -> None:
    """Make the scan lines what they must be for the template and the ink that the page has now."""
    page.lines = Lines(page.template.lines, page.own.inks)


def _on_a_template_of(page: Finished, fixed: Fixed) -> None:
    page.template = template_of(page.fonts, fixed)
    _print_again(page)


def _with_the_seal_of_another_office(page: Finished) -> None:
    issuer = page.page.issuer
    _on_a_template_of(page, fixed_part(page.form, Issuer(issuer.title, issuer.name, "別市長之印")))


def _with_another_imprint_of_the_office(page: Finished) -> None:
    issuer = dataclasses.replace(page.page.issuer, imprint=Imprint(8, 8, b"\x0f" * 8, 210, 210))
    _on_a_template_of(page, fixed_part(page.form, issuer))


def _on_a_template_without_a_rule(page: Finished) -> None:
    fixed = page.template.fixed
    _on_a_template_of(page, dataclasses.replace(fixed, rules=fixed.rules[1:]))


def _on_a_template_with_a_label_elsewhere(page: Finished) -> None:
    fixed = page.template.fixed
    label = fixed.cells[-1]
    moved = label._replace(box=label.box._replace(top=label.box.top + 300, bottom=label.box.bottom + 300))
    _on_a_template_of(page, dataclasses.replace(fixed, cells=(*fixed.cells[:-1], moved)))


def _with_a_blot_as_a_mark(page: Finished) -> None:
    page.own.marks.append(_BLOT)
    _print_again(page)


def _with_a_blot_as_a_rule(page: Finished) -> None:
    page.own.rules.append(_BLOT)
    _print_again(page)


def _with_a_blot_beyond_the_right_edge(page: Finished) -> None:
    page.own.rules.append(Ink(b"\x03", 827, 3000, 1))
    _print_again(page)


def _moved(across: int, down: int) -> Callable[[Finished], None]:
    def move(page: Finished) -> None:
        inks = [ink._replace(left=ink.left + across, top=ink.top + down) for ink in page.drawn("resident.name").inks]
        page.redraw("resident.name", inks=tuple(inks))
        _print_again(page)

    return move


@pytest.mark.parametrize(
    ("damage", "part"),
    [
        (_with_the_seal_of_another_office, "the template"),
        (_with_another_imprint_of_the_office, "the template"),
        (_on_a_template_without_a_rule, "the template"),
        (_on_a_template_with_a_label_elsewhere, "the template"),
        (_with_a_blot_as_a_mark, "marks"),
        (_with_a_blot_as_a_rule, "a rule"),
        (_with_a_blot_beyond_the_right_edge, "a rule"),
        (_moved(0, 120), "a text in its cell"),
        (_moved(0, -120), "a text in its cell"),
        (_moved(-40, 0), "a text in its cell"),
        (_moved(400, 0), "a text in its cell"),
    ],
)
def test_ink_that_is_drawn_as_it_was_meant_but_not_as_the_form_has_it_is_refused(
    finished: Finished, damage: Callable[[Finished], None], part: str
) -> None:
    """A page that is exactly its template and its own ink is not issued when either is not of its form."""
    damage(finished)
    with pytest.raises(IncompletePage, match=part):
        finished.check()


@pytest.mark.parametrize("how", ["ink", "text"])
def test_names_in_the_rows_of_one_another_are_refused(
    fonts: FontSet, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Two residents' names both stand on the page, but each where the other's belongs: their ink, or all of them."""
    page = finished_page(fonts, monkeypatch, document(household(resident(1), resident(2))))
    page.check()
    drawn, cells = page.own.drawn, page.form.own
    one, other = (number for number, item in enumerate(drawn) if item.place == "resident.name")
    if how == "ink":
        inks = drawn[one].inks, drawn[other].inks
        drawn[one], drawn[other] = drawn[one]._replace(inks=inks[1]), drawn[other]._replace(inks=inks[0])
    else:
        sheet = Sheet()
        sheet.write(fonts, cells[one]._replace(text=cells[other].text))
        sheet.write(fonts, cells[other]._replace(text=cells[one].text))
        drawn[one], drawn[other] = sheet.drawn
    _print_again(page)
    with pytest.raises(IncompletePage, match="a text in its cell"):
        page.check()


def test_a_rule_that_was_never_drawn_is_missed(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that forgot a rule of its own is not issued, though it has all the ink that was drawn."""
    page = finished_page(fonts, monkeypatch, register_document(register(person())))
    page.check()
    page.own.rules.pop()
    _print_again(page)
    with pytest.raises(IncompletePage, match="a rule"):
        page.check()
