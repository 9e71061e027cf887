"""The fonts of a page: an ordered list of faces, each with the table of what it draws exactly.

One font file cannot hold all characters of the national administrative set (65,535 glyphs are the limit), so a
character is drawn by the first face that covers it. Nothing falls back silently: no face, no page.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from PIL import ImageFont

from chalicelib.render.typesetting.coverage import Coverage, decode
from chalicelib.render.typesetting.errors import FontsUnusable, MissingGlyph
from chalicelib.render.typesetting.glyph import Glyph, draw_glyph
from chalicelib.render.typesetting.sequences import sequences

_CACHED_GLYPHS = 4096
_WHOLE = 100


class Character(NamedTuple):
    """One drawn unit of a text: a face, by number, and the code point that draws it there."""

    face: int
    code_point: int

    @property
    def is_space(self) -> bool:
        """Whether it leaves no ink."""
        return chr(self.code_point).isspace()


class Face:
    """One font file and its coverage table; glyphs are cached, sizes are in pixels per em."""

    def __init__(self, path: Path, coverage: Coverage) -> None:
        self.coverage = coverage
        self._path = path
        self._natural_advance = functools.lru_cache(maxsize=_CACHED_GLYPHS)(self._measure)
        self._sized = functools.lru_cache(maxsize=64)(self._open)
        self.glyph = functools.lru_cache(maxsize=_CACHED_GLYPHS)(self._draw)
        self.advance = functools.lru_cache(maxsize=_CACHED_GLYPHS)(self._advance)

    def _open(self, size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(self._path, size, layout_engine=ImageFont.Layout.BASIC)

    def _measure(self, code_point: int, size: int) -> float:
        return self._sized(size).getlength(chr(code_point))

    def _advance(self, code_point: int, size: int, percent: int) -> int:
        """Return the advance in whole pixels, condensed to `percent`."""
        return round(self._natural_advance(code_point, size) * percent / _WHOLE)

    def _draw(self, code_point: int, size: int, percent: int) -> Glyph:
        advance = self.advance(code_point, size, percent)
        return draw_glyph(self._sized(size), chr(code_point), advance, percent / _WHOLE)


@dataclass(frozen=True, slots=True)
class FontSet:
    """The faces a page is drawn with, in order of preference."""

    faces: tuple[Face, ...]
    _resolved: dict[str, Character] = field(default_factory=dict, init=False, compare=False, repr=False)

    @classmethod
    def open(cls, directory: Path) -> FontSet:
        """Open every font of a directory that has a coverage table beside it, in the order of the file names.

        Reads each font file once to compare its SHA-256 with the one in the table.

        Raises:
            FontsUnusable: There is none, or a font and its table do not belong together.
        """
        tables = sorted(directory.glob("*.coverage"))
        if not tables:
            raise FontsUnusable("no coverage table: run the build step for fonts")
        return cls(tuple(_open_face(table) for table in tables))

    def characters(self, text: str, place: str) -> tuple[Character, ...]:
        """Resolve a text to what draws it exactly: variation sequences to their variants, nothing normalised.

        Raises:
            ForbiddenCharacter: A control, separator, surrogate, bidirectional control or lone selector.
            MissingGlyph: No face covers a character or sequence.
        """
        try:
            return tuple(map(self._resolved.__getitem__, text))
        except KeyError:
            return tuple(self._resolve(character, selector, place) for character, selector in sequences(text, place))

    def _resolve(self, character: int, selector: int | None, place: str) -> Character:
        for number, face in enumerate(self.faces):
            code_point = face.coverage.code_point(character, selector)
            if code_point is not None:
                found = Character(number, code_point)
                if selector is None and len(self._resolved) < _CACHED_GLYPHS:
                    self._resolved[chr(character)] = found
                return found
        raise MissingGlyph(place)

    def advance(self, character: Character, size: int, percent: int = _WHOLE) -> int:
        """Return a character's advance in whole pixels, condensed to `percent`."""
        return self.faces[character.face].advance(character.code_point, size, percent)

    def advances(self, characters: Sequence[Character], size: int, percent: int) -> list[int]:
        """Return the advance of each character."""
        faces = self.faces
        return [faces[face].advance(code_point, size, percent) for face, code_point in characters]

    def glyph(self, character: Character, size: int, percent: int = _WHOLE) -> Glyph:
        """Return a character's glyph, condensed horizontally to `percent`."""
        return self.faces[character.face].glyph(character.code_point, size, percent)


def _open_face(table: Path) -> Face:
    font = table.with_suffix(".ttf")
    if not font.is_file():
        raise FontsUnusable("a coverage table without its font")
    coverage = decode(table.read_bytes())
    with font.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").digest()
    if digest != coverage.font_sha256:
        raise FontsUnusable("a font and a coverage table that do not belong together")
    return Face(font, coverage)
