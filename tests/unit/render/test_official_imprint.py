"""The municipality's own seal: the imprint in the settings is what stands on the page, in its real size."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops

from chalicelib.registers.seals import Imprint
from chalicelib.render.certificates.imprints import ImprintUnusable, printed_imprint
from chalicelib.render.typesetting import FontSet, IncompletePage
from chalicelib.render.typesetting.forms import lay_out
from chalicelib.render.typesetting.geometry import Box, mm
from chalicelib.render.typesetting.imprint import imprint_mask, in_the_middle
from chalicelib.render.typesetting.palette import SEAL
from infra.emulator.demo_city.imprints import imprint
from tests.page_codes import draw
from tests.unit.render.factories import document, household, municipality, resident

OWN = imprint(("松阪市", "長之印"), 210, "square")


def _page(fonts: FontSet, registered: Imprint) -> tuple[Image.Image, Box]:
    made = document(household(resident()), city=municipality(seal_imprint=registered))
    (page,) = draw(made, fonts)
    return Image.open(io.BytesIO(page)), lay_out(made.certificate_type, made.pages[0]).seal


def test_the_imprint_stands_in_its_place_dot_by_dot(fonts: FontSet) -> None:
    """21 mm across, in the middle of the room for a seal: every dot that no text covers is there, and no other one."""
    image, room = _page(fonts, OWN)
    mask = imprint_mask(printed_imprint(OWN))
    assert mask.size == (mm(21), mm(21))
    place = in_the_middle(mask, room)
    found = image.crop(place)
    inked = Image.frombytes("L", found.size, found.tobytes()).point(
        [255 * (value == SEAL) for value in range(256)], "1"
    )
    assert ImageChops.logical_and(inked, ImageChops.invert(mask)).getbbox() is None
    assert inked.histogram()[255] > 0.8 * mask.histogram()[255]
    assert image.crop(room).histogram()[SEAL] == found.histogram()[SEAL]


def test_a_seal_that_has_no_room_is_refused(fonts: FontSet) -> None:
    """An imprint larger than its place is no seal that lies beside text: the page is not sealed (R10)."""
    with pytest.raises(IncompletePage, match="official seal"):
        _page(fonts, imprint(("松阪市", "長之印"), 250, "square"))


def test_an_image_that_is_none_is_refused() -> None:
    """Nothing is drawn in place of an imprint that cannot be read."""
    with pytest.raises(ImprintUnusable):
        document(household(resident()), city=municipality(seal_imprint=Imprint(png=b"x", width=210, height=210)))
