"""The check of what is written on a page (R10): each text, and each dot of its glyphs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from PIL import Image

from chalicelib.render.typesetting import FontSet, IncompletePage
from chalicelib.render.typesetting.fitting import fit
from chalicelib.render.typesetting.geometry import HEIGHT, WIDTH
from chalicelib.render.typesetting.ground import ground_page
from chalicelib.render.typesetting.ink import Mark, Placed, box_of, ink_of, ink_of_line, scan_lines
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.palette import BLACK, WHITE
from chalicelib.render.typesetting.placing import place_glyphs, place_lines
from chalicelib.render.typesetting.sheet import Sheet
from tests.unit.render.finished import Finished


def _without_the_attestation(page: Finished) -> None:
    kept = tuple(item for item in page.template.drawn if item.place != "attestation")
    page.template = dataclasses.replace(page.template, drawn=kept)


def _without_a_name(page: Finished) -> None:
    page.own.drawn.remove(page.drawn("resident.name"))


def _with_an_attestation_whited_out(page: Finished) -> None:
    page.paint(box_of(page.drawn("attestation").inks[0]))


def _with_a_date_whited_out(page: Finished) -> None:
    page.paint(box_of(page.drawn("issued_on").inks[0]))


def _with_a_closing_mark_whited_out(page: Finished) -> None:
    page.paint(box_of(page.drawn("closing").inks[0]))


def _with_a_name_whited_out(page: Finished) -> None:
    page.paint(box_of(page.drawn("resident.name").inks[0]))


def _with_a_dot_of_a_name_lost(page: Finished) -> None:
    box, image = box_of(page.drawn("resident.name").inks[0]), page.image
    part = image.crop(box).point(lambda colour: 255 if colour == BLACK else 0)
    found = part.getbbox()
    assert found
    left, top = found[:2]
    row = next(x for x in range(left, part.width) if part.getpixel((x, top)))
    image.putpixel((box.left + row, box.top + top), WHITE)
    page.image = image


def _with_an_empty_glyph(page: Finished) -> None:
    (ink,) = page.drawn("resident.name").inks
    page.redraw("resident.name", inks=(ink._replace(rows=bytes(len(ink.rows))),))


def _with_a_glyph_lost(page: Finished) -> None:
    page.redraw("resident.name", glyphs=page.drawn("resident.name").glyphs - 1)


def _with_no_glyphs(page: Finished) -> None:
    page.redraw("resident.name", glyphs=0, inks=())


def _with_glyphs_that_left_no_ink(page: Finished) -> None:
    page.redraw("resident.name", inks=())
    page.lines = Lines(page.template.lines, page.own.inks)


def _with_another_name(page: Finished) -> None:
    page.redraw("resident.name", text="架空　他人")


def _with_somebody_elses_name_besides(page: Finished) -> None:
    page.own.drawn.append(page.drawn("resident.name")._replace(text="架空　他人"))


def _with_a_name_drawn_twice(page: Finished) -> None:
    page.own.drawn.append(page.drawn("resident.name"))


def _with_an_empty_attestation(page: Finished) -> None:
    page.page = dataclasses.replace(page.page, attestation="")


def _with_no_issuer(page: Finished) -> None:
    page.page = dataclasses.replace(page.page, issuer=dataclasses.replace(page.page.issuer, name=""))


@pytest.mark.parametrize(
    ("damage", "part"),
    [
        (_without_the_attestation, "text of attestation"),
        (_without_a_name, "text of resident.name"),
        (_with_an_attestation_whited_out, "glyphs of attestation"),
        (_with_a_date_whited_out, "glyphs of issued_on"),
        (_with_a_closing_mark_whited_out, "glyphs of closing"),
        (_with_a_name_whited_out, "glyphs of resident.name"),
        (_with_a_dot_of_a_name_lost, "glyphs of resident.name"),
        (_with_an_empty_glyph, "glyphs of resident.name"),
        (_with_a_glyph_lost, "glyphs of resident.name"),
        (_with_no_glyphs, "glyphs of resident.name"),
        (_with_glyphs_that_left_no_ink, "glyphs of resident.name"),
        (_with_another_name, "text of resident.name"),
        (_with_somebody_elses_name_besides, "text of resident.name"),
        (_with_a_name_drawn_twice, "text of resident.name"),
        (_with_an_empty_attestation, "text of attestation"),
        (_with_no_issuer, "text of issuer.name"),
    ],
)
def test_other_texts_than_its_own_are_refused(
    finished: Finished, damage: Callable[[Finished], None], part: str
) -> None:
    """A page without a text, with one too many, or with a single dot of a glyph lost, is never issued."""
    damage(finished)
    with pytest.raises(IncompletePage, match=part):
        finished.check()


def test_a_refusal_of_the_check_tells_nothing_of_the_text(finished: Finished) -> None:
    """The message names the part of the form and no text of the page."""
    _with_no_glyphs(finished)
    with pytest.raises(IncompletePage) as refused:
        finished.check()
    assert "架" not in str(refused.value)


def test_what_was_drawn_is_shown_without_what_it_says(finished: Finished) -> None:
    """A `repr` of anything between a text and its ink has no character of it, by name or number, and no picture."""
    fonts = finished.fonts
    (cell,) = (cell for cell in finished.form.own if cell.place == "resident.name")
    characters = fonts.characters(cell.text, cell.place)
    setting = fit(fonts, characters, cell.box, cell.style, cell.place)
    placed = place_glyphs(fonts, setting, cell.box, "left")
    lines = list(place_lines(fonts, setting, cell.box, "left"))
    glyphs = fonts.glyphs(characters, setting.size, setting.percent)
    shown = repr(
        (cell, characters, setting, placed, lines, glyphs, finished.own.inks, finished.own.drawn, finished.form)
    )
    assert not [part for part in ("架", str(ord("架")), "\\x") if part in shown]


def test_ink_beyond_the_page_is_refused(fonts: FontSet) -> None:
    """What would lie outside the paper, or past the end of its scan lines, is not drawn at all."""
    mark = Mark(Image.new("1", (10, 10), 1), WIDTH - 9, 100)
    for left, top in ((WIDTH - 9, 100), (-1, 100), (100, -1), (100, HEIGHT - 9)):
        sheet = Sheet()
        with pytest.raises(IncompletePage, match="a part"):
            sheet.mark(ink_of(mark._replace(left=left, top=top)), "a part")
        ground = scan_lines(ground_page(fonts))
        assert Lines(ground, sheet.inks).whole() == ground


def test_glyphs_beyond_the_page_are_refused(fonts: FontSet) -> None:
    """A line of text with one pixel past an edge of the paper is no ink; at the edge it is."""
    glyph = fonts.glyph(fonts.characters("架", "test")[0], 67)
    left, baseline = WIDTH - glyph.width, HEIGHT - glyph.mask.height - glyph.top
    for place in ((0, -glyph.top), (left, baseline)):
        assert ink_of_line(Placed([glyph], place[0] - glyph.left, 0, place[1]))
    for place in ((-1, 100), (100, -glyph.top - 1), (left + 1, 100), (100, baseline + 1)):
        assert ink_of_line(Placed([glyph], place[0] - glyph.left, 0, place[1])) is None
