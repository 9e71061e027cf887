"""The page's code as ink, and the check of it, wherever it stands and whatever is beside it."""

from __future__ import annotations

import pytest
from PIL import Image

from chalicelib.render.typesetting import IncompletePage, code
from chalicelib.render.typesetting.code_check import check_code
from chalicelib.render.typesetting.forms.furniture import CODE
from chalicelib.render.typesetting.geometry import HEIGHT, WIDTH, Box
from chalicelib.render.typesetting.ink import STRIDE, Ink, scan_lines
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.palette import BLACK, WHITE
from tests.unit.render.independent_qr import independent_modules

CONTENT = "KOFU2:" + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:" * 20
_CORNER = Box(WIDTH - code.SIZE, HEIGHT - code.SIZE, WIDTH, HEIGHT)
PLACES = [CODE, *(Box(left, 801, left + code.SIZE, 801 + code.SIZE) for left in (0, 2, 1003)), _CORNER]


def _black_but_for(place: Box) -> bytes:
    page = Image.new("P", (WIDTH, HEIGHT), BLACK)
    page.paste(WHITE, place)
    return scan_lines(page)


def _with_code(place: Box) -> Lines:
    """Draw a code on paper that is black all round, of which the code's scan lines are the page's own."""
    own = Ink(bytes(place.height), 1, place.top, 1)
    return Lines(_black_but_for(place), [own, code.ink(code.modules(CONTENT), place)])


@pytest.mark.parametrize("place", PLACES)
def test_every_module_is_a_square_of_whole_pixels(place: Box) -> None:
    """The ink is that of the code drawn module by module, and nothing beside it; it passes the check."""
    lines = _with_code(place)
    modules = Image.new("P", (code.ACROSS, code.ACROSS), WHITE)
    for row, line in enumerate(independent_modules(CONTENT), start=code.QUIET):
        for column, dark in enumerate(line, start=code.QUIET):
            modules.putpixel((column, row), BLACK if dark else WHITE)
    plain = modules.resize((code.SIZE, code.SIZE), Image.Resampling.NEAREST)
    assert lines.crop(place).tobytes() == plain.tobytes()
    check_code(lines, place, code.modules(CONTENT))


@pytest.mark.parametrize("number", range(len(PLACES)))
def test_no_module_may_be_of_another_colour(number: int) -> None:
    """One pixel in the middle of any module, quiet zone included, that has another of the four colours: refused."""
    place, modules = PLACES[number], code.modules(CONTENT)
    lines = _with_code(place)
    for module in range(number, code.ACROSS**2, len(PLACES)):
        row, column = divmod(module, code.ACROSS)
        top, left = (at + code.MODULE // 2 for at in (place.top + row * code.MODULE, place.left + column * code.MODULE))
        _change(lines, left, top, 1 + module % 3)
        with pytest.raises(IncompletePage, match="code"):
            check_code(lines, place, modules)
        _change(lines, left, top, 1 + module % 3)
    check_code(lines, place, modules)


@pytest.mark.parametrize("row", [0, 3, code.ACROSS - 1])
def test_the_quiet_zone_is_looked_at_where_it_is_the_templates(row: int) -> None:
    """A dot above or below the code, in scan lines that the page has no copy of, is seen like any other."""
    place = Box(0, 810, code.SIZE, 810 + code.SIZE)
    modules = code.modules(CONTENT)
    top = place.top + row * code.MODULE + code.MODULE // 2
    clean, dirty = Image.new("P", (WIDTH, HEIGHT), WHITE), Image.new("P", (WIDTH, HEIGHT), WHITE)
    dirty.putpixel((place.left + code.MODULE // 2, top), 1)
    assert all(stretch.own is None for stretch in Lines(scan_lines(clean)).stretches)
    check_code(Lines(scan_lines(clean), [code.ink(modules, place)]), place, modules)
    with pytest.raises(IncompletePage, match="code"):
        check_code(Lines(scan_lines(dirty), [code.ink(modules, place)]), place, modules)


def _change(lines: Lines, left: int, top: int, bits: int) -> None:
    """Invert bits of a pixel."""
    stretch = next(stretch for stretch in lines.stretches if stretch.own)
    assert isinstance(stretch.lines, bytearray)
    stretch.lines[(top - stretch.top) * STRIDE + 1 + left // 4] ^= bits << 2 * (3 - left % 4)
