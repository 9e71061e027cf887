"""The layout: nothing overlaps, nothing crosses a rule, nothing is left out."""

from __future__ import annotations

import dataclasses
from itertools import combinations

import pytest

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.render.document import Page
from chalicelib.render.typesetting import NoForm
from chalicelib.render.typesetting.forms import Form, lay_out
from chalicelib.render.typesetting.geometry import HEIGHT, WIDTH, Box, mm
from tests.unit.render.factories import document, foreign_resident, household, resident

TYPE = CertificateType.RESIDENT_RECORD


def pages() -> tuple[Page, ...]:
    """Compose pages with every kind of place: nationals, a foreign resident, empty ones, further sheets."""
    members = [resident(number, notes=("備考",)) for number in range(1, 6)]
    return document(household(*members, foreign_resident(6, notes=("備考",)))).pages


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share a pixel."""
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom


@pytest.mark.parametrize("number", [0, 1])
def test_texts_neither_overlap_nor_cross_a_rule(number: int) -> None:
    """No cell shares a pixel with another or with a rule, and all lie on the page."""
    form = lay_out(TYPE, pages()[number])
    boxes = [cell.box for cell in form.cells]
    assert [pair for pair in combinations(form.cells, 2) if overlap(pair[0].box, pair[1].box)] == []
    assert [(box, rule) for box in boxes for rule in form.rules if overlap(box, rule)] == []
    assert all(0 <= box.left < box.right <= WIDTH and 0 <= box.top < box.bottom <= HEIGHT for box in boxes)


def test_only_the_mayors_name_lies_under_the_seal() -> None:
    """The seal touches the end of the mayor's name, as on paper, and no other text, rule or code."""
    form = lay_out(TYPE, pages()[0])
    assert [cell.place for cell in form.cells if overlap(cell.box, form.seal)] == ["issuer.name"]
    assert not any(overlap(box, form.seal) for box in (form.code, *form.rules))
    assert (form.seal.width, form.seal.height) == (mm(24), mm(24))


def test_the_code_has_its_place_to_itself() -> None:
    """The signed code with its quiet zone, 40 mm a side, is touched by no text and no rule."""
    form = lay_out(TYPE, pages()[0])
    assert not any(overlap(form.code, box) for box in (*form.rules, *(cell.box for cell in form.cells)))
    assert (form.code.width, form.code.height) == (mm(40), mm(40))


def test_every_text_of_a_page_has_a_cell() -> None:
    """What the document says is what the form sets: no text is left out or added."""
    for page in pages():
        placed = sorted((cell.place, cell.text) for cell in lay_out(TYPE, page).cells)
        assert placed == sorted(page.texts())


def test_the_closing_mark_follows_the_last_member() -> None:
    """以下余白 stands in the first empty place; on a full page, below the last."""
    full, rest = (lay_out(TYPE, page) for page in pages())
    assert closing(full).top >= max(rule.bottom for rule in full.rules)
    names = [cell.box for cell in rest.cells if cell.place == "foreign-resident.name"]
    assert closing(rest).top > names[-1].bottom
    assert closing(rest).left == names[-1].left


def closing(form: Form) -> Box:
    """Return where the closing mark stands."""
    return next(cell.box for cell in form.cells if cell.place == "closing")


def test_rules_are_whole_pixels_on_the_page() -> None:
    """Every rule has a thickness of at least two dots, so that no printer drops it."""
    for rule in lay_out(TYPE, pages()[0]).rules:
        assert min(rule.width, rule.height) >= 2
        assert min(rule.width, rule.height) <= mm(0.4)


def test_a_page_without_a_form_is_refused() -> None:
    """Another type of certificate, or other blocks than the form has places for, are refused."""
    page = pages()[0]
    with pytest.raises(NoForm):
        lay_out(CertificateType.TAXATION, page)
    with pytest.raises(NoForm):
        lay_out(TYPE, dataclasses.replace(page, blocks=page.blocks[1:]))
    with pytest.raises(NoForm):
        lay_out(TYPE, dataclasses.replace(page, blocks=page.blocks[:-1]))
