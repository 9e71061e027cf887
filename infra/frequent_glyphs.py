"""Which glyphs are drawn when the fonts are made, and not when a page needs them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import PIL

from chalicelib.render import typesetting
from chalicelib.render.typesetting import coverage, prepared
from chalicelib.render.typesetting.fonts import Face
from chalicelib.render.typesetting.geometry import pt

# Of the texts of the specimens, 999 of 1,000 characters are of these: ASCII, and JIS X 0208 up to row 47, where its
# kanji of the first level end.
FREQUENT = "".join(
    {chr(code) for code in range(0x20, 0x7F)}
    | {bytes((0xA0 + row, 0xA0 + column)).decode("euc_jp", "ignore") for row in range(1, 48) for column in range(1, 95)}
)
# The sizes that most of the forms' texts are set in, uncondensed.
_SIZES = tuple(map(pt, (9, 10, 10.5, 11, 12, 15)))
_WHOLE = 100
_DRAWING = ("glyph.py", "prepared.py")


def draw(font: Path, table: Path, font_sha256: bytes, characters: str) -> bytes:
    """Draw these characters, as far as the font has them, and write the file of their glyphs."""
    face = Face(font, coverage.decode(table.read_bytes()))
    known = [character for character in map(ord, sorted(characters)) if face.coverage.code_point(character) is not None]
    return prepared.encode(font_sha256, _SIZES, known, lambda character, size: face.glyph(character, size, _WHOLE))


def drawn_with() -> dict[str, str]:
    """Return what glyphs are drawn with: when any of it changes they are drawn again."""
    directory = Path(typesetting.__file__).parent
    sources = {name: hashlib.sha256((directory / name).read_bytes()).hexdigest() for name in _DRAWING}
    return sources | {"Pillow": PIL.__version__}
