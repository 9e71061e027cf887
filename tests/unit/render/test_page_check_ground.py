"""The check of the ground pattern (R10): a page whose copy would not show 複写 is noticed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import ImageChops

from chalicelib.render.typesetting import FontSet, IncompletePage
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.ground import FINE, ground_page, latent_mask, screen_mask, screens
from chalicelib.render.typesetting.ink import scan_lines
from chalicelib.render.typesetting.palette import BLACK, TINT, WHITE
from tests.page_codes import draw
from tests.unit.render.factories import document, household, resident
from tests.unit.render.finished import Finished


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


def _with_one_screen_over_the_other(page: Finished) -> None:
    image = page.image
    white = image.point(lambda colour: 255 if colour == WHITE else 0, "1")
    image.paste(TINT, (0, 0), ImageChops.logical_and(white, screen_mask(image.size, FINE)))
    page.image = image


def _without_the_words_dots(page: Finished) -> None:
    image = page.image
    there = image.point(lambda colour: 255 if colour == TINT else 0, "1")
    image.paste(WHITE, (0, 0), ImageChops.logical_and(there, latent_mask(page.fonts)))
    page.image = image


@pytest.mark.parametrize(
    ("damage", "part"),
    [
        (_without_ground, "ground pattern"),
        (_with_a_hole_in_the_ground, "ground pattern"),
        (_with_another_word, "ground pattern|latent word"),
        (_with_one_screen_everywhere, "latent word"),
        (_with_one_screen_over_the_other, "ground pattern"),
        (_without_the_words_dots, "latent word"),
    ],
)
def test_a_damaged_ground_is_refused(finished: Finished, damage: Callable[[Finished], None], part: str) -> None:
    """A page without its ground, with a hole in it, or without the latent word is never issued."""
    damage(finished)
    with pytest.raises(IncompletePage, match=part):
        finished.check()


def test_a_template_without_the_word_is_refused(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ground is looked at when a template is made, so that no page is drawn on one without the word."""
    fine = scan_lines(screens(latent_mask(fonts), FINE, FINE))
    monkeypatch.setattr("chalicelib.render.typesetting.template.ground_lines", lambda _fonts: fine)
    with pytest.raises(IncompletePage, match="latent word"):
        draw(document(household(resident())), FontSet(fonts.faces[:1] * 2))
