"""The check of finished pages (R10): each part that is missing is noticed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageChops

from chalicelib.render.document import Page
from chalicelib.render.typesetting import FontSet, IncompletePage, code
from chalicelib.render.typesetting.forms import Form, lay_out
from chalicelib.render.typesetting.geometry import HEIGHT, PAGE, WIDTH, Box
from chalicelib.render.typesetting.ground import FINE, ground_page, latent_mask, screen_mask, screens
from chalicelib.render.typesetting.ink import STRIDE, Ink, Mark, Placed, ink_of, ink_of_line, scan_lines
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.page_check import Seal, check_page
from chalicelib.render.typesetting.palette import BLACK, SEAL, TINT, WHITE
from chalicelib.render.typesetting.seal import seal_mask
from chalicelib.render.typesetting.sheet import Cell, Drawn, Sheet
from tests.page_codes import draw
from tests.unit.render.factories import document, household, resident


@dataclasses.dataclass
class Finished:
    """A drawn page with everything its check looks at."""

    lines: Lines
    fonts: FontSet
    page: Page
    form: Form
    seal: Seal
    fixed: tuple[Drawn, ...]
    own: list[Drawn]
    modules: Image.Image

    def check(self) -> None:
        """Run the check."""
        check_page(
            self.lines,
            self.fonts,
            page=self.page,
            form=self.form,
            seal=self.seal,
            fixed=self.fixed,
            own=self.own,
            modules=self.modules,
        )

    @property
    def image(self) -> Image.Image:
        """The page unpacked."""
        return self.lines.crop(PAGE)

    @image.setter
    def image(self, image: Image.Image) -> None:
        self.lines = Lines(scan_lines(image), ())

    def paint(self, box: Box, colour: int = WHITE, mask: Image.Image | None = None) -> None:
        """Fill a part of the image."""
        image = self.image
        image.paste(colour, box, mask)
        self.image = image

    def drawn(self, place: str) -> Drawn:
        """Return what was drawn of a text."""
        return next(item for item in (*self.own, *self.fixed) if item.place == place)

    def redraw(self, place: str, **changes: Any) -> None:
        """Change the record of what was drawn."""
        old = self.drawn(place)
        self.own[self.own.index(old)] = old._replace(**changes)


def box_of(ink: Ink) -> Box:
    """Return the part of the page that a piece of ink takes."""
    left = ink.left - 1
    return Box(left * 4, ink.top, (left + ink.width) * 4, ink.bottom)


@pytest.fixture
def finished(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> Finished:
    """Draw a page and keep what typesetting hands to the check."""
    kept: list[Finished] = []

    def keep(lines: Lines, fonts: FontSet, **parts: Any) -> None:
        kept.append(Finished(lines, fonts, **parts))

    monkeypatch.setattr("chalicelib.render.typesetting.typesetter.check_page", keep)
    draw(document(household(resident())), fonts)
    return kept[0]


def test_a_complete_page_passes(finished: Finished) -> None:
    """The page as drawn lacks nothing."""
    finished.check()


def _without_seal(page: Finished) -> None:
    page.image = page.image.point(lambda colour: WHITE if colour == SEAL else colour)


def _with_half_a_seal(page: Finished) -> None:
    place = page.form.seal
    page.paint(Box(place.left, place.top, place.right, place.top + place.height // 2))


def _with_a_seal_blotted_out(page: Finished) -> None:
    page.paint(page.form.seal, BLACK)


def _with_a_dot_of_the_seal_lost(page: Finished) -> None:
    image, place = page.image, page.form.seal
    inked = image.crop(place).point(lambda colour: 255 if colour == SEAL else 0).getbbox()
    assert inked
    image.putpixel((place.left + inked[0], place.top + inked[1]), TINT)
    page.image = image


def _with_a_seal_outside_its_room(page: Finished) -> None:
    room = page.form.seal
    page.form = dataclasses.replace(page.form, seal=room._replace(left=room.left + 1))


def _with_a_shifted_code(page: Finished) -> None:
    place, image = page.form.code, page.image
    image.paste(image.crop(place), (place.left + code.MODULE, place.top))
    page.image = image


def _with_a_module_lost(page: Finished) -> None:
    left, top = page.form.code.left + code.QUIET * code.MODULE, page.form.code.top + code.QUIET * code.MODULE
    page.paint(Box(left, top, left + code.MODULE, top + code.MODULE))


def _with_a_dirty_quiet_zone(page: Finished) -> None:
    place = page.form.code
    page.paint(Box(place.left, place.top, place.left + code.MODULE, place.bottom), BLACK)


def _with_another_code(page: Finished) -> None:
    page.modules = code.modules("ANOTHER")


def _without_ground(page: Finished) -> None:
    page.image = page.image.point(lambda colour: WHITE if colour == TINT else colour)


def _with_a_hole_in_the_ground(page: Finished) -> None:
    page.paint(Box(2000, 3950, 2600, 4400))


def _with_another_word(page: Finished) -> None:
    image = page.image
    ground = ImageChops.offset(ground_page(page.fonts), 276 * 3, 0)
    image.paste(ground, (0, 0), image.point(lambda colour: 255 if colour in {WHITE, TINT} else 0, "1"))
    image.paste(
        WHITE, page.form.code, image.crop(page.form.code).point(lambda colour: 0 if colour == BLACK else 255, "1")
    )
    page.image = image


def _with_one_screen_everywhere(page: Finished) -> None:
    image = page.image
    fine = screens(latent_mask(page.fonts), FINE, FINE)
    image.paste(fine, (0, 0), image.point(lambda colour: 255 if colour in {WHITE, TINT} else 0, "1"))
    image.paste(
        WHITE, page.form.code, image.crop(page.form.code).point(lambda colour: 0 if colour == BLACK else 255, "1")
    )
    page.image = image


def _without_the_words_dots(page: Finished) -> None:
    image = page.image
    there = image.point(lambda colour: 255 if colour == TINT else 0, "1")
    image.paste(WHITE, (0, 0), ImageChops.logical_and(there, latent_mask(page.fonts)))
    page.image = image


def _with_one_screen_over_the_other(page: Finished) -> None:
    image = page.image
    white = image.point(lambda colour: 255 if colour == WHITE else 0, "1")
    image.paste(TINT, (0, 0), ImageChops.logical_and(white, screen_mask(image.size, FINE)))
    page.image = image


def _without_the_attestation(page: Finished) -> None:
    page.fixed = tuple(item for item in page.fixed if item.place != "attestation")


def _without_a_name(page: Finished) -> None:
    page.own.remove(page.drawn("resident.name"))


def _with_an_attestation_whited_out(page: Finished) -> None:
    page.paint(box_of(page.drawn("attestation").inks[0]))


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
    page.redraw("resident.name", inks=(ink._replace(packed=bytes(len(ink.packed))),))


def _with_no_glyphs(page: Finished) -> None:
    page.redraw("resident.name", glyphs=0, inks=())


def _with_a_glyph_lost(page: Finished) -> None:
    page.redraw("resident.name", glyphs=page.drawn("resident.name").glyphs - 1)


def _with_another_name(page: Finished) -> None:
    page.redraw("resident.name", text="架空　他人")


def _with_an_empty_attestation(page: Finished) -> None:
    page.page = dataclasses.replace(page.page, attestation="")


def _with_no_issuer(page: Finished) -> None:
    page.page = dataclasses.replace(page.page, issuer=dataclasses.replace(page.page.issuer, name=""))


def _of_another_size(page: Finished) -> None:
    page.lines = Lines(page.lines.whole()[:-STRIDE], ())


@pytest.mark.parametrize(
    ("damage", "part"),
    [
        (_without_seal, "official seal"),
        (_with_half_a_seal, "glyphs|official seal"),
        (_with_a_seal_blotted_out, "official seal"),
        (_with_a_dot_of_the_seal_lost, "official seal"),
        (_with_a_seal_outside_its_room, "official seal"),
        (_with_a_shifted_code, "code"),
        (_with_a_module_lost, "code"),
        (_with_a_dirty_quiet_zone, "code"),
        (_with_another_code, "code"),
        (_without_ground, "ground pattern"),
        (_with_a_hole_in_the_ground, "ground pattern"),
        (_with_another_word, "ground pattern|latent word"),
        (_with_one_screen_everywhere, "latent word"),
        (_with_one_screen_over_the_other, "ground pattern"),
        (_without_the_words_dots, "latent word"),
        (_without_the_attestation, "text of attestation"),
        (_without_a_name, "text of resident.name"),
        (_with_an_attestation_whited_out, "glyphs of attestation"),
        (_with_a_name_whited_out, "glyphs of resident.name"),
        (_with_a_dot_of_a_name_lost, "glyphs of resident.name"),
        (_with_an_empty_glyph, "glyphs of resident.name"),
        (_with_a_glyph_lost, "glyphs of resident.name"),
        (_with_no_glyphs, "glyphs of resident.name"),
        (_with_another_name, "text of resident.name"),
        (_with_an_empty_attestation, "text of attestation"),
        (_with_no_issuer, "text of issuer.name"),
        (_of_another_size, "size"),
    ],
)
def test_a_damaged_page_is_refused(finished: Finished, damage: Callable[[Finished], None], part: str) -> None:
    """A page without seal, attestation, ground, code or a single dot of a glyph is never issued."""
    damage(finished)
    with pytest.raises(IncompletePage, match=part):
        finished.check()


def test_a_refusal_of_the_check_tells_nothing_of_the_text(finished: Finished) -> None:
    """The message names the part of the form and no text of the page."""
    _with_no_glyphs(finished)
    with pytest.raises(IncompletePage) as refused:
        finished.check()
    assert "架" not in str(refused.value)


def test_a_seal_without_characters_is_refused(fonts: FontSet) -> None:
    """A municipality without a seal text issues nothing."""
    with pytest.raises(IncompletePage):
        seal_mask(fonts, "　")


def test_a_template_without_ink_in_its_seal_is_refused(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template is checked when it is made: one whose seal leaves no ink serves no page."""
    monkeypatch.setattr(
        "chalicelib.render.typesetting.template.seal_mask",
        lambda fonts, text: Image.new("1", seal_mask(fonts, text).size),
    )
    with pytest.raises(IncompletePage, match="official seal"):
        draw(document(household(resident())), FontSet(fonts.faces[:1] * 2))


def test_the_check_runs_on_every_page(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typesetting returns no page that was not checked: with a text forgotten, nothing comes out."""
    write = Sheet.write

    def forget(sheet: Sheet, fonts: FontSet, cell: Cell) -> None:
        if cell.place != "resident.name":
            write(sheet, fonts, cell)

    monkeypatch.setattr(Sheet, "write", forget)
    with pytest.raises(IncompletePage, match="text of resident"):
        draw(document(household(resident())), fonts)


def test_ink_beyond_the_page_is_refused(fonts: FontSet) -> None:
    """What would lie outside the paper, or past the end of its scan lines, is not drawn at all."""
    mark = Mark(Image.new("1", (10, 10), 1), WIDTH - 9, 100)
    for left, top in ((WIDTH - 9, 100), (-1, 100), (100, -1), (100, HEIGHT - 9)):
        sheet = Sheet()
        with pytest.raises(IncompletePage, match="a part"):
            sheet.mark(ink_of(mark._replace(left=left, top=top)), "a part")
        ground = scan_lines(ground_page(fonts))
        assert sheet.printed_on(ground).whole() == ground


def test_glyphs_beyond_the_page_are_refused(fonts: FontSet) -> None:
    """A line of text with one pixel past an edge of the paper is no ink; at the edge it is."""
    glyph = fonts.glyph(fonts.characters("架", "test")[0], 67)
    left, top = WIDTH - glyph.width, HEIGHT - glyph.bottom
    for place in ((0, -glyph.top), (left, top)):
        assert ink_of_line(Placed([(glyph, place[0] - glyph.left)], place[1]))
    for place in ((-1, 100), (100, -glyph.top - 1), (left + 1, 100), (100, top + 1)):
        assert ink_of_line(Placed([(glyph, place[0] - glyph.left)], place[1])) is None


def test_the_form_of_a_checked_page_is_its_own(finished: Finished) -> None:
    """What the check looks at is the form of the very page drawn."""
    made = document(household(resident()))
    assert finished.form == lay_out(made.certificate_type, made.pages[0])
