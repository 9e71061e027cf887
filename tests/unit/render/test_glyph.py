"""A glyph is drawn whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import ImageFont

from chalicelib.render.typesetting import IncompletePage, glyph


@pytest.fixture(scope="module")
def font(font_directory: Path) -> ImageFont.FreeTypeFont:
    """Return the font at 60 pixels."""
    return ImageFont.truetype(next(font_directory.glob("*.ttf")), 60, layout_engine=ImageFont.Layout.BASIC)


@pytest.mark.parametrize(
    ("margin", "ems", "character"),
    [("_ABOVE", 0.7, "架"), ("_BELOW", 0.1, "ｇ"), ("_BESIDE", -0.2, "）"), ("_BESIDE", -0.2, "（")],
)
def test_a_glyph_that_its_cell_has_no_room_for_is_refused(
    font: ImageFont.FreeTypeFont, monkeypatch: pytest.MonkeyPatch, margin: str, ems: float, character: str
) -> None:
    """Where a stroke would be cut off, above, below or beside, there is no glyph; with room for it there is."""
    assert glyph.draw_glyph(font, character, 60, 1.0).ink
    monkeypatch.setattr(glyph, margin, ems)
    with pytest.raises(IncompletePage, match="room for a glyph"):
        glyph.draw_glyph(font, character, 60, 1.0)
