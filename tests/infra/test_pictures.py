"""The picture of a page in the README is made of the page itself."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from chalicelib.render.typesetting import FontSet
from infra import fonts as font_build
from infra.pictures.paper import take_page


def test_the_picture_is_a_page_of_today(tmp_path: Path) -> None:
    """A whole sheet, small, in few colours, with the code in its corner; the README shows a file of that name."""
    font_build.build(font_build.SOURCE, font_build.OUT)
    path = take_page(FontSet.open(font_build.OUT), tmp_path)
    with Image.open(path) as picture:
        assert picture.size == (827, 1169)
        colours = picture.convert("RGB").getcolors(16) or []
        code = picture.convert("L").crop((60, 977, 216, 1133)).tobytes()
    assert len(colours) > 4
    assert min(code) < 80
    assert f"docs/pictures/{path.name}" in Path("README.md").read_text(encoding="utf-8")
