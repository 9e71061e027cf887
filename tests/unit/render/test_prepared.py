"""Prepared glyphs: the same ink as the font draws, or none at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from chalicelib.render.typesetting import FontSet, FontsUnusable
from chalicelib.render.typesetting.fonts import Face
from chalicelib.render.typesetting.geometry import pt
from chalicelib.render.typesetting.glyph import Glyph
from chalicelib.render.typesetting.prepared import PreparedGlyphs, encode
from tests.unit.render.factories import document, household, resident
from tests.unit.render.plain import plain_pages

_SIZES = tuple(map(pt, (9, 10, 10.5, 11, 12, 15)))
_SHA = bytes(32)


@pytest.fixture(scope="module")
def drawing(fonts: FontSet, font_directory: Path) -> Face:
    """Return a face without prepared glyphs."""
    return Face(font_directory / "10-ipamj-mincho.ttf", fonts.faces[0].coverage)


@pytest.mark.parametrize("size", _SIZES)
def test_prepared_glyphs_are_what_the_font_draws(
    size: int, fonts: FontSet, font_directory: Path, drawing: Face
) -> None:
    """Kanji, kana, digits, marks and spaces of every size: ink, place and advance are the same to the pixel."""
    prepared = PreparedGlyphs(font_directory / "10-ipamj-mincho.glyphs", fonts.faces[0].coverage.font_sha256)
    for character in map(ord, "亜架空腕アっー、（｝０Ａｇ１jQ -　"):
        found = prepared.glyph(character, size)
        assert found == drawing.glyph(character, size, 100)
        assert prepared.advance(character, size) == drawing.advance(character, size)


def test_a_page_is_the_same_without_them(fonts: FontSet, drawing: Face) -> None:
    """Which glyphs were prepared cannot be seen on a page."""
    made = document(household(resident()))
    (with_them,), (without,) = plain_pages(made, fonts), plain_pages(made, FontSet((drawing,)))
    assert with_them.tobytes() == without.tobytes()


def test_what_was_not_prepared_is_drawn(fonts: FontSet, drawing: Face) -> None:
    """A character, size or condensation that is not in the file has ink all the same."""
    (rare, variant) = fonts.characters("鷗辻\U000e0102", "test")
    for character, size, percent in ((rare, 56, 100), (variant, 56, 100), (rare, 57, 100), (rare, 56, 80)):
        assert fonts.glyph(character, size, percent) == drawing.glyph(character.code_point, size, percent)


def _file(tmp_path: Path) -> Path:
    glyph = Glyph(b"\xff", 4, 1, -52, 56)
    path = tmp_path / "x.glyphs"
    path.write_bytes(encode(_SHA, [56], [0x67B6], lambda _character, _size: glyph))
    return path


def test_a_damaged_glyph_is_not_taken(tmp_path: Path) -> None:
    """One flipped bit of its ink, and the font draws it."""
    path = _file(tmp_path)
    assert PreparedGlyphs(path, _SHA).glyph(0x67B6, 56)
    path.write_bytes(path.read_bytes()[:-1] + b"\xfe")
    assert PreparedGlyphs(path, _SHA).glyph(0x67B6, 56) is None


@pytest.mark.parametrize("at", [72, 80, 84, 90, 94])
def test_a_damaged_table_is_refused(tmp_path: Path, at: int) -> None:
    """A flipped bit in what says of which size and character a glyph is, or where its ink: it could be another one."""
    path = _file(tmp_path)
    damaged = bytearray(path.read_bytes())
    damaged[at] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(FontsUnusable):
        PreparedGlyphs(path, _SHA)


def test_glyphs_of_another_font_are_refused(tmp_path: Path, font_directory: Path) -> None:
    """A file made with another font, or cut short, stops the fonts from being opened (R7)."""
    path = _file(tmp_path)
    with pytest.raises(FontsUnusable, match="do not belong"):
        PreparedGlyphs(path, b"\1" * 32)
    whole = path.read_bytes()
    for length in (40, 76, 90):
        path.write_bytes(whole[:length])
        with pytest.raises(FontsUnusable, match=r"cut short|damaged"):
            PreparedGlyphs(path, _SHA)
    shutil.copytree(font_directory, tmp_path / "fonts")
    path.replace(tmp_path / "fonts" / "10-ipamj-mincho.glyphs")
    with pytest.raises(FontsUnusable):
        FontSet.open(tmp_path / "fonts")
