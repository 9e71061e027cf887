"""The check of finished pages (R10): each part that is missing is noticed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops

from chalicelib.render.document import Page
from chalicelib.render.typesetting import FontSet, IncompletePage, code
from chalicelib.render.typesetting.forms import Form, lay_out
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.ground import FINE, screen_mask, screens
from chalicelib.render.typesetting.page_check import check_page
from chalicelib.render.typesetting.palette import BLACK, SEAL, TINT, WHITE
from chalicelib.render.typesetting.seal import seal_mask
from chalicelib.render.typesetting.sheet import Drawn, Mark, Sheet
from tests.page_codes import draw
from tests.unit.render.factories import document, household, resident


@dataclasses.dataclass
class Finished:
    """A drawn page with everything its check looks at."""

    sheet: Sheet
    page: Page
    form: Form
    seal: Image.Image
    word: Image.Image
    content: str

    def check(self) -> None:
        """Run the check."""
        check_page(
            self.sheet,
            page=self.page,
            form=self.form,
            seal=self.seal,
            word=self.word,
            code_content=self.content,
        )

    def paint(self, box: Box, colour: int = WHITE) -> None:
        """Fill a part of the image."""
        self.sheet.image.paste(colour, box)

    def drawn(self, place: str) -> Drawn:
        """Return what was drawn of a text."""
        return next(item for item in self.sheet.drawn if item.place == place)


@pytest.fixture
def finished(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> Finished:
    """Draw a page and keep what typesetting hands to the check."""
    kept: list[Finished] = []

    def keep(sheet: Sheet, *, page: Page, form: Form, seal: Image.Image, word: Image.Image, code_content: str) -> None:
        kept.append(Finished(sheet, page, form, seal, word, code_content))

    monkeypatch.setattr("chalicelib.render.typesetting.typesetter.check_page", keep)
    draw(document(household(resident())), fonts)
    return kept[0]


def test_a_complete_page_passes(finished: Finished) -> None:
    """The page as drawn lacks nothing."""
    finished.check()


def _without_seal(page: Finished) -> None:
    page.sheet.image = page.sheet.image.point(lambda colour: WHITE if colour == SEAL else colour)


def _with_half_a_seal(page: Finished) -> None:
    place = page.form.seal
    page.paint(Box(place.left, place.top, place.right, place.top + place.height // 2))


def _with_a_seal_blotted_out(page: Finished) -> None:
    page.paint(page.form.seal, BLACK)


def _with_a_shifted_code(page: Finished) -> None:
    place = page.form.code
    page.sheet.image.paste(page.sheet.image.crop(place), (place.left + code.MODULE, place.top))


def _with_a_module_lost(page: Finished) -> None:
    left, top = page.form.code.left + code.QUIET * code.MODULE, page.form.code.top + code.QUIET * code.MODULE
    page.paint(Box(left, top, left + code.MODULE, top + code.MODULE))


def _with_a_dirty_quiet_zone(page: Finished) -> None:
    place = page.form.code
    page.paint(Box(place.left, place.top, place.left + code.MODULE, place.bottom), BLACK)


def _with_another_code(page: Finished) -> None:
    page.content = page.content[:-1] + ("0" if page.content[-1] != "0" else "1")


def _without_ground(page: Finished) -> None:
    page.sheet.image = page.sheet.image.point(lambda colour: WHITE if colour == TINT else colour)


def _with_a_hole_in_the_ground(page: Finished) -> None:
    page.paint(Box(2000, 3950, 2600, 4400))


def _without_the_latent_word(page: Finished) -> None:
    even = screens(page.word, FINE, FINE)
    tint = page.sheet.image.point(lambda colour: 255 if colour in {TINT, WHITE} else 0, "1")
    page.sheet.image.paste(even, (0, 0), tint)


def _with_one_screen_over_the_other(page: Finished) -> None:
    tint = page.sheet.image.point(lambda colour: 255 if colour == WHITE else 0, "1")
    page.sheet.image.paste(TINT, (0, 0), ImageChops.logical_and(tint, screen_mask(page.word.size, FINE)))


def _without_the_attestation(page: Finished) -> None:
    page.sheet.drawn.remove(page.drawn("attestation"))


def _with_an_attestation_whited_out(page: Finished) -> None:
    for mark in page.drawn("attestation").marks:
        page.paint(Box(mark.left, mark.top, mark.left + mark.mask.width, mark.top + mark.mask.height))


def _with_a_dot_of_a_name_lost(page: Finished) -> None:
    mark = page.drawn("resident.name").marks[0]
    found = mark.mask.getbbox()
    assert found
    row = next(x for x in range(mark.mask.width) if mark.mask.getpixel((x, found[1])))
    page.sheet.image.putpixel((mark.left + row, mark.top + found[1]), WHITE)


def _with_an_empty_glyph(page: Finished) -> None:
    name = page.drawn("resident.name")
    empty = Mark(Image.new("1", (10, 10)), name.marks[0].left, name.marks[0].top)
    page.sheet.drawn[page.sheet.drawn.index(name)] = name._replace(marks=(empty, *name.marks[1:]))


def _with_no_glyphs(page: Finished) -> None:
    name = page.drawn("resident.name")
    page.sheet.drawn[page.sheet.drawn.index(name)] = name._replace(marks=())


def _with_a_glyph_lost(page: Finished) -> None:
    name = page.drawn("resident.name")
    page.sheet.drawn[page.sheet.drawn.index(name)] = name._replace(marks=name.marks[:-1])


def _with_a_glyph_off_the_page(page: Finished) -> None:
    name = page.drawn("resident.name")
    off = name.marks[0]._replace(left=3300)
    page.sheet.drawn[page.sheet.drawn.index(name)] = name._replace(marks=(off, *name.marks[1:]))


def _with_another_name(page: Finished) -> None:
    name = page.drawn("resident.name")
    page.sheet.drawn[page.sheet.drawn.index(name)] = name._replace(text="架空　他人")


def _with_an_empty_attestation(page: Finished) -> None:
    page.page = dataclasses.replace(page.page, attestation="")


def _with_no_issuer(page: Finished) -> None:
    page.page = dataclasses.replace(page.page, issuer=dataclasses.replace(page.page.issuer, name=""))


def _of_another_size(page: Finished) -> None:
    page.sheet.image = page.sheet.image.crop((0, 0, 3307, 4676))


@pytest.mark.parametrize(
    ("damage", "part"),
    [
        (_without_seal, "official seal"),
        (_with_half_a_seal, "glyphs|official seal"),
        (_with_a_seal_blotted_out, "official seal"),
        (_with_a_shifted_code, "code"),
        (_with_a_module_lost, "code"),
        (_with_a_dirty_quiet_zone, "code"),
        (_with_another_code, "code"),
        (_without_ground, "ground pattern"),
        (_with_a_hole_in_the_ground, "ground pattern"),
        (_without_the_latent_word, "latent word"),
        (_with_one_screen_over_the_other, "latent word"),
        (_without_the_attestation, "text of attestation"),
        (_with_an_attestation_whited_out, "glyphs of attestation"),
        (_with_a_dot_of_a_name_lost, "glyphs of resident.name"),
        (_with_an_empty_glyph, "glyphs of resident.name"),
        (_with_a_glyph_lost, "glyphs of resident.name"),
        (_with_no_glyphs, "glyphs of resident.name"),
        (_with_a_glyph_off_the_page, "glyphs of resident.name"),
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


def test_the_check_runs_on_every_page(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typesetting returns no page that was not checked: a seal that leaves no ink is refused."""
    monkeypatch.setattr(
        "chalicelib.render.typesetting.typesetter.seal_mask",
        lambda fonts, text: Image.new("1", seal_mask(fonts, text).size),
    )
    with pytest.raises(IncompletePage, match="official seal"):
        draw(document(household(resident())), fonts)


def test_the_form_of_a_checked_page_is_its_own(finished: Finished) -> None:
    """What the check looks at is the form of the very page drawn."""
    made = document(household(resident()))
    assert finished.form == lay_out(made.certificate_type, made.pages[0])
