"""The check of every page right after it was drawn (R10): what is not provably complete is not issued.

It looks at the finished image, not at what the drawing code meant to do: each glyph's ink is black where it
belongs, the seal's ink is there, the ground pattern with its latent word covers the page, the code says what it must.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from PIL import Image, ImageChops

from chalicelib.render.document import Imprint, Page
from chalicelib.render.typesetting import code
from chalicelib.render.typesetting.errors import IncompletePage
from chalicelib.render.typesetting.forms import Form
from chalicelib.render.typesetting.geometry import HEIGHT, PAGE, WIDTH, Box
from chalicelib.render.typesetting.ground import COARSE, screen_mask
from chalicelib.render.typesetting.imprint import imprint_mask, in_the_middle
from chalicelib.render.typesetting.palette import BLACK, SEAL, TINT, WHITE
from chalicelib.render.typesetting.sequences import sequences
from chalicelib.render.typesetting.sheet import Drawn, Sheet

_ESSENTIAL = ("title", "attestation", "issued_on", "issuer.title", "issuer.name", "reference", "page_label", "closing")
# The page is looked at in tiles; an even ground has 11 % of tint, of which text, seal and code cover a part.
_TILES = 16
_LEAST_TINT = 0.02
_LEAST_TINT_OF_PAGE = 0.09
_LEAST_SEAL = 0.6
_LEAST_WORD = 0.75


def check_page(
    sheet: Sheet, *, page: Page, form: Form, seal: Image.Image, word: Image.Image, code_content: str
) -> None:
    """Refuse a page that lacks a text, a glyph, the seal, the ground pattern, its word or the code.

    Raises:
        IncompletePage: See `part`.
    """
    if sheet.image.mode != "P" or sheet.image.size != (WIDTH, HEIGHT):
        raise IncompletePage("size")
    _check_texts(sheet.drawn, page)
    for drawn in sheet.drawn:
        _check_ink(sheet.image, drawn)
    _check_seal(sheet.image, seal, form.seal)
    _check_imprint(sheet.image, page.imprint, form.imprint)
    _check_ground(sheet.image, form.code)
    _check_word(sheet.image, word)
    _check_code(sheet.image, form.code, code.matrix(code_content))


def _check_texts(drawn: list[Drawn], page: Page) -> None:
    """Every text of the page was drawn, as often as it stands there, and what every page must have is there."""
    there = Counter(page.texts())
    places = {place for place, _ in there}
    for place in _ESSENTIAL:
        if place not in places:
            raise IncompletePage(f"text of {place}")
    for place, _ in there - Counter((item.place, item.text) for item in drawn):
        raise IncompletePage(f"text of {place}")


def _check_ink(image: Image.Image, drawn: Drawn) -> None:
    """Each character other than a space has ink, inside the page, and all of it is black."""
    characters = [character for character, _ in sequences(drawn.text, drawn.place) if not chr(character).isspace()]
    if len(drawn.marks) != len(characters):
        raise IncompletePage(f"glyphs of {drawn.place}")
    for mark in drawn.marks:
        box = Box(mark.left, mark.top, mark.left + mark.mask.width, mark.top + mark.mask.height)
        under = image.crop(box).histogram(mark.mask)
        if not _contains(PAGE, box) or not under[BLACK] or sum(under) != under[BLACK]:
            raise IncompletePage(f"glyphs of {drawn.place}")


def _contains(outer: Box, inner: Box) -> bool:
    across = outer.left <= inner.left and inner.right <= outer.right
    return across and outer.top <= inner.top and inner.bottom <= outer.bottom


def _check_seal(image: Image.Image, seal: Image.Image, place: Box) -> None:
    """All the seal's ink is dark, and most of it in the seal's own colour: the rest lies under text."""
    ink = seal.histogram()[255]
    under = image.crop(place).histogram(seal)
    if not ink or under[SEAL] + under[BLACK] != ink or under[SEAL] < ink * _LEAST_SEAL:
        raise IncompletePage("official seal")


def _check_imprint(image: Image.Image, imprint: Imprint | None, room: Box | None) -> None:
    """The registered seal is there in its real size, every dot of it black and none beside it."""
    if (imprint is None) != (room is None):
        raise IncompletePage("imprint")
    if imprint is None or room is None:
        return
    mask = imprint_mask(imprint)
    place = in_the_middle(mask, room)
    ink = mask.histogram()[255]
    drawn = image.crop(room).histogram()[BLACK]
    if not ink or not _contains(room, place) or drawn != ink or image.crop(place).histogram(mask)[BLACK] != ink:
        raise IncompletePage("imprint")


def _check_ground(image: Image.Image, code_place: Box) -> None:
    counts = image.histogram()
    if counts[TINT] < WIDTH * HEIGHT * _LEAST_TINT_OF_PAGE:
        raise IncompletePage("ground pattern")
    for tile in _tiles():
        tint = image.crop(tile).histogram()[TINT]
        if not _overlap(tile, code_place) and tint < tile.width * tile.height * _LEAST_TINT:
            raise IncompletePage("ground pattern")


def _check_word(image: Image.Image, word: Image.Image) -> None:
    """Most dots of the latent word are there, and no dot between them: text, seal and code cover the rest."""
    dots = screen_mask(word.size, COARSE)
    between = ImageChops.logical_and(word, ImageChops.invert(dots))
    there = ImageChops.logical_and(word, dots)
    found = image.histogram(there)[TINT]
    if found < there.histogram()[255] * _LEAST_WORD or image.histogram(between)[TINT]:
        raise IncompletePage("latent word")


def _tiles() -> list[Box]:
    across = [WIDTH * step // _TILES for step in range(_TILES + 1)]
    down = [HEIGHT * step // _TILES for step in range(_TILES + 1)]
    return [Box(left, top, right, bottom) for left, right in pairwise(across) for top, bottom in pairwise(down)]


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def _check_code(image: Image.Image, place: Box, expected: code.Matrix) -> None:
    """Every module, read at its centre, is what the payload gives; the quiet zone is white."""
    modules = image.crop(place).resize((place.width // code.MODULE, place.height // code.MODULE))
    found = list(modules.get_flattened_data())
    if found != _colours(expected):
        raise IncompletePage("code")


def _colours(matrix: code.Matrix) -> list[int]:
    """Return the modules with their quiet zone, row by row, as colours of the palette."""
    side = len(matrix) + 2 * code.QUIET
    empty = [WHITE] * side
    rows = [empty] * code.QUIET
    for row in matrix:
        inner = [BLACK if dark else WHITE for dark in row]
        rows.append([WHITE] * code.QUIET + inner + [WHITE] * code.QUIET)
    rows += [empty] * code.QUIET
    return [colour for row in rows for colour in row]
