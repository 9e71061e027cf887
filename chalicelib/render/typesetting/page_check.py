"""The check of every page right after it was drawn (R10): what is not provably complete is not issued.

It looks at the scan lines of the page, not at what the drawing code meant to do: each glyph's ink is black where it
belongs, the seal's ink is there, the ground pattern with its latent word covers the page, the code says what it must.
The labels of a template are looked at when it is made; of what a template shows, each page is asked again for the
pattern, the seal, the title, the attestation, the date, the closing mark and the issuer's words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
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
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.palette import BLACK, WHITE
from chalicelib.render.typesetting.sheet import Drawn

_ESSENTIAL = ("title", "attestation", "issued_on", "issuer.title", "issuer.name", "reference", "page_label", "closing")
_LEAST_SEAL = 0.6
# The lower of each pixel's two bits. The seal's colour has the higher one alone, black has both.
_LOWER_BITS = b"\x55"
_BLACK_ALONE = bytes(byte & byte >> 1 & 0x55 | byte & byte << 1 & 0xAA for byte in range(256))


class Seal(NamedTuple):
    """An official seal.

    Attributes:
        ink: Its ink.
        place: The part of the page that its mask takes.
        lower: The lower bit of each pixel with ink.
        shown: What a template that was checked has where the ink is, texts over it included.
    """

    ink: Ink
    place: Box
    lower: int
    shown: bytes = b""


def seal_of(ink: Ink, place: Box) -> Seal:
    """Return the seal that leaves this ink at this place."""
    return Seal(ink, place, int.from_bytes(_LOWER_BITS * len(ink.packed)) & int.from_bytes(ink.packed))


def check_template(lines: Lines, drawn: Iterable[Drawn], *, seal: Seal, room: Box, clear: Box) -> None:
    """Refuse a template that lacks a glyph, the seal, or the room for the code.

    Raises:
        IncompletePage: See `part`.
    """
    _check_inks(lines, drawn)
    _check_seal(lines, seal, room)
    if lines.crop(clear).histogram()[WHITE] != clear.width * clear.height:
        raise IncompletePage("room for the code")


def check_page(
    lines: Lines,
    fonts: FontSet,
    *,
    page: Page,
    form: Form,
    seal: Seal,
    fixed: Sequence[Drawn],
    own: Sequence[Drawn],
    modules: Image.Image,
) -> None:
    """Refuse a page that lacks a text, a glyph, the seal, the ground pattern, its word or the code.

    Args:
        lines: The scan lines of the page, finished.
        fonts: What it was drawn with.
        page: What it must show.
        form: Where.
        seal: Its official seal.
        fixed: What was drawn on its template.
        own: What was drawn of its own.
        modules: Its code, one pixel a module.

    Raises:
        IncompletePage: See `part`.
    """
    if lines.size != STRIDE * HEIGHT:
        raise IncompletePage("size")
    _check_texts((*fixed, *own), page)
    _check_inks(lines, (*(item for item in fixed if item.place in _ESSENTIAL), *own))
    _check_seal(lines, seal, form.seal)
    _check_imprint(lines, page.imprint, form.imprint)
    check_ground(lines, fonts, clear=form.code)
    _check_code(lines, form.code, modules)


def _check_texts(drawn: Sequence[Drawn], page: Page) -> None:
    """The page's texts were drawn, as often as they stand there, and no other; what every page must have is there."""
    there = Counter(page.texts())
    places = {place for place, _ in there}
    for place in _ESSENTIAL:
        if place not in places:
            raise IncompletePage(f"text of {place}")
    printed = Counter([(item.place, item.text) for item in drawn])
    if printed != there:
        place, _ = next(iter((there - printed) + (printed - there)))
        raise IncompletePage(f"text of {place}")


def _check_inks(lines: Lines, drawn: Iterable[Drawn]) -> None:
    """Each character other than a space has a glyph, and all the ink of the glyphs is black."""
    for item in drawn:
        inked = "".join(item.text.split())
        characters = len(inked) - sum(map(SELECTORS.__contains__, inked))
        if item.glyphs != characters or (not item.inks) != (not characters):
            raise IncompletePage(f"glyphs of {item.place}")
        for ink in item.inks:
            if not _is_black(lines, ink):
                raise IncompletePage(f"glyphs of {item.place}")


def _is_black(lines: Lines, ink: Ink) -> bool:
    found, packed = b"".join(lines.under(ink)), ink.packed
    if not any(packed):
        return False
    # Mostly nothing else is black there. Where a rule or another text is, the ink has to be among it.
    if found.translate(_BLACK_ALONE) == packed:
        return True
    bits = int.from_bytes(packed)
    return int.from_bytes(found) & bits == bits


def _check_seal(lines: Lines, seal: Seal, room: Box) -> None:
    """All the seal's ink is dark, in its room, and most of it in the seal's own colour: the rest lies under text."""
    found, ink = b"".join(lines.under(seal.ink)), seal.lower.bit_count()
    if found == seal.shown and _contains(room, seal.place):
        return
    under = int.from_bytes(found)
    dark, black = (under & seal.lower << 1).bit_count(), (under & under >> 1 & seal.lower).bit_count()
    if not ink or not _contains(room, seal.place) or dark != ink or dark - black < ink * _LEAST_SEAL:
        raise IncompletePage("official seal")


def _check_imprint(lines: Lines, imprint: Imprint | None, room: Box | None) -> None:
    """The registered seal is there in its real size, every dot of it black and none beside it."""
    if (imprint is None) != (room is None):
        raise IncompletePage("imprint")
    if imprint is None or room is None:
        return
    mask = imprint_mask(imprint)
    place = in_the_middle(mask, room)
    ink = mask.histogram()[255]
    drawn = lines.crop(room).histogram()[BLACK]
    if not ink or not _contains(room, place) or drawn != ink or lines.crop(place).histogram(mask)[BLACK] != ink:
        raise IncompletePage("imprint")


def _contains(outer: Box, inner: Box) -> bool:
    across = outer.left <= inner.left and inner.right <= outer.right
    return across and outer.top <= inner.top and inner.bottom <= outer.bottom


def _check_code(lines: Lines, place: Box, modules: Image.Image) -> None:
    """Every module, read at its centre, is what it must be; the quiet zone is white."""
    middle = Box(place.left, place.top + code.MODULE // 2, place.right, place.bottom)
    found = lines.crop(middle, every=code.MODULE).resize(modules.size, Image.Resampling.NEAREST)
    if found.tobytes() != modules.tobytes():
        raise IncompletePage("code")
