"""The check of every page right after it was drawn (R10): what is not provably complete is not issued.

It looks at the scan lines of the page, not at what the drawing code meant to do: each glyph's ink is black where it
belongs, the seal's ink is there, the ground pattern with its latent word covers the page, the code says what it must.
The labels of a template are looked at when it is made; of what a template shows, each page is asked again for the
pattern, the seal, the attestation and the issuer's words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image

from chalicelib.render.document import Imprint, Page
from chalicelib.render.typesetting import code
from chalicelib.render.typesetting.coverage import SELECTORS
from chalicelib.render.typesetting.errors import IncompletePage
from chalicelib.render.typesetting.fonts import FontSet
from chalicelib.render.typesetting.forms import Form
from chalicelib.render.typesetting.geometry import HEIGHT, Box
from chalicelib.render.typesetting.ground_check import check_ground
from chalicelib.render.typesetting.imprint import imprint_mask, in_the_middle
from chalicelib.render.typesetting.ink import STRIDE, Ink
from chalicelib.render.typesetting.palette import BLACK, WHITE
from chalicelib.render.typesetting.sheet import Drawn, Sheet

_ESSENTIAL = ("title", "attestation", "issued_on", "issuer.title", "issuer.name", "reference", "page_label", "closing")
_LEAST_SEAL = 0.6
# The lower of each pixel's two bits. The seal's colour has the higher one alone, black has both.
_LOWER_BITS = b"\x55"


class Seal(NamedTuple):
    """The ink of an official seal and the part of the page that its mask takes."""

    ink: Ink
    place: Box


def check_template(sheet: Sheet, *, seal: Seal, room: Box, clear: Box) -> None:
    """Refuse a template that lacks a glyph, the seal, or the room for the code.

    Raises:
        IncompletePage: See `part`.
    """
    for drawn in sheet.drawn:
        _check_ink(sheet, drawn)
    _check_seal(sheet, seal, room)
    if sheet.crop(clear).histogram()[WHITE] != clear.width * clear.height:
        raise IncompletePage("room for the code")


def check_page(
    sheet: Sheet,
    fonts: FontSet,
    *,
    page: Page,
    form: Form,
    seal: Seal,
    fixed: Sequence[Drawn],
    modules: Image.Image,
) -> None:
    """Refuse a page that lacks a text, a glyph, the seal, the ground pattern, its word or the code.

    Args:
        sheet: The page as drawn.
        fonts: What it was drawn with.
        page: What it must show.
        form: Where.
        seal: Its official seal.
        fixed: What was drawn on its template.
        modules: Its code, one pixel a module.

    Raises:
        IncompletePage: See `part`.
    """
    if len(sheet.lines) != STRIDE * HEIGHT:
        raise IncompletePage("size")
    _check_texts((*fixed, *sheet.drawn), page)
    for drawn in (*(item for item in fixed if item.place in _ESSENTIAL), *sheet.drawn):
        _check_ink(sheet, drawn)
    _check_seal(sheet, seal, form.seal)
    _check_imprint(sheet, page.imprint, form.imprint)
    check_ground(sheet, fonts, clear=form.code)
    _check_code(sheet, form.code, modules)


def _check_texts(drawn: Sequence[Drawn], page: Page) -> None:
    """Every text of the page was drawn, as often as it stands there, and what every page must have is there."""
    there = Counter(page.texts())
    places = {place for place, _ in there}
    for place in _ESSENTIAL:
        if place not in places:
            raise IncompletePage(f"text of {place}")
    for place, _ in there - Counter((item.place, item.text) for item in drawn):
        raise IncompletePage(f"text of {place}")


def _check_ink(sheet: Sheet, drawn: Drawn) -> None:
    """Each character other than a space has a glyph, and all the ink of the glyphs is black."""
    inked = "".join(drawn.text.split())
    characters = len(inked) - sum(map(SELECTORS.__contains__, inked))
    if drawn.glyphs != characters or (not drawn.inks) != (not characters):
        raise IncompletePage(f"glyphs of {drawn.place}")
    if not all(_is_black(sheet, ink) for ink in drawn.inks):
        raise IncompletePage(f"glyphs of {drawn.place}")


def _is_black(sheet: Sheet, ink: Ink) -> bool:
    return ink.bits != 0 and sheet.under(ink) & ink.bits == ink.bits


def _check_seal(sheet: Sheet, seal: Seal, room: Box) -> None:
    """All the seal's ink is dark, in its room, and most of it in the seal's own colour: the rest lies under text."""
    lower = int.from_bytes(_LOWER_BITS * (seal.ink.width * seal.ink.height)) & seal.ink.bits
    under, ink = sheet.under(seal.ink), lower.bit_count()
    dark, black = (under & lower << 1).bit_count(), (under & under >> 1 & lower).bit_count()
    if not ink or not _contains(room, seal.place) or dark != ink or dark - black < ink * _LEAST_SEAL:
        raise IncompletePage("official seal")


def _check_imprint(sheet: Sheet, imprint: Imprint | None, room: Box | None) -> None:
    """The registered seal is there in its real size, every dot of it black and none beside it."""
    if (imprint is None) != (room is None):
        raise IncompletePage("imprint")
    if imprint is None or room is None:
        return
    mask = imprint_mask(imprint)
    place = in_the_middle(mask, room)
    ink = mask.histogram()[255]
    drawn = sheet.crop(room).histogram()[BLACK]
    if not ink or not _contains(room, place) or drawn != ink or sheet.crop(place).histogram(mask)[BLACK] != ink:
        raise IncompletePage("imprint")


def _contains(outer: Box, inner: Box) -> bool:
    across = outer.left <= inner.left and inner.right <= outer.right
    return across and outer.top <= inner.top and inner.bottom <= outer.bottom


def _check_code(sheet: Sheet, place: Box, modules: Image.Image) -> None:
    """Every module, read at its centre, is what it must be; the quiet zone is white."""
    middle = Box(place.left, place.top + code.MODULE // 2, place.right, place.bottom)
    found = sheet.crop(middle, every=code.MODULE).resize(modules.size, Image.Resampling.NEAREST)
    if found.tobytes() != modules.tobytes():
        raise IncompletePage("code")
