"""The check of the official seal and of the code (R10): to the dot, and at their places."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from PIL import Image

from chalicelib.render.typesetting import FontSet, IncompletePage, code
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.palette import BLACK, SEAL, TINT, WHITE
from chalicelib.render.typesetting.seal import seal_mask
from tests.page_codes import draw
from tests.unit.render.factories import document, household, resident
from tests.unit.render.finished import Finished


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
    ],
)
def test_a_damaged_seal_or_code_is_refused(finished: Finished, damage: Callable[[Finished], None], part: str) -> None:
    """A page whose seal or code lacks a dot, stands elsewhere or is another is never issued."""
    damage(finished)
    with pytest.raises(IncompletePage, match=part):
        finished.check()


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
