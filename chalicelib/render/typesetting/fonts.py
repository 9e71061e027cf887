"""The fonts of a page: an ordered list of faces, each with the table of what it draws exactly.

One font file cannot hold all characters of the national administrative set (65,535 glyphs are the limit), so a
character is drawn by the first face that covers it. Nothing falls back silently: no face, no page.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

from PIL import ImageFont

from chalicelib.render.typesetting.coverage import SELECTORS, Coverage, decode
from chalicelib.render.typesetting.errors import FontsUnusable, MissingGlyph
from chalicelib.render.typesetting.glyph import Glyph, draw_glyph
from chalicelib.render.typesetting.prepared import PreparedGlyphs
from chalicelib.render.typesetting.sequences import sequences

_CACHED_GLYPHS = 4096
_SPACES = frozenset(
    (
        *range(9, 14),
        *range(0x1C, 0x21),
        0x85,
        0xA0,
        0x1680,
        *range(0x2000, 0x200B),
        0x2028,
        0x2029,
        0x202F,
        0x205F,
        0x3000,
    )
)
_WHOLE = 100
# A character and the variation selector after it, if any.
_WITH_SELECTOR = re.compile(f".[{''.join(sorted(SELECTORS))}]?", re.DOTALL)
_Key = TypeVar("_Key")
_T = TypeVar("_T")


class Character(NamedTuple):
    """One drawn unit of a text: a face, by number, and the code point that draws it there."""

    face: int
    code_point: int

    def __repr__(self) -> str:
        return f"Character(face={self.face})"

    @property
    def is_space(self) -> bool:
        """Whether it leaves no ink."""
        return self.code_point in _SPACES


class Face:
    """One font file and its coverage table; sizes are in pixels per em."""

    def __init__(self, path: Path, coverage: Coverage, prepared: PreparedGlyphs | None = None) -> None:
        self.coverage = coverage
        self._path, self._prepared = path, prepared
        self._sized = functools.lru_cache(maxsize=64)(self._open)

    def _open(self, size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(self._path, size, layout_engine=ImageFont.Layout.BASIC)

    def advance(self, code_point: int, size: int) -> int:
        """Return the advance in whole pixels."""
        known = self._prepared.advance(code_point, size) if self._prepared else None
        return round(self._sized(size).getlength(chr(code_point))) if known is None else known

    def glyph(self, code_point: int, size: int, percent: int) -> Glyph:
        """Return a glyph, condensed to `percent`: the prepared one, or drawn."""
        known = self._prepared.glyph(code_point, size) if self._prepared and percent == _WHOLE else None
        if known is not None:
            return known
        advance = _condensed(self.advance(code_point, size), percent)
        return draw_glyph(self._sized(size), chr(code_point), advance, percent / _WHOLE)


def _condensed(advance: int, percent: int) -> int:
    return round(advance * percent / _WHOLE)


class _Kept(dict[_Key, _T]):
    """What was made of characters, up to a number; then all is forgotten and made anew."""

    def __init__(self, make: Callable[[_Key], _T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, character: _Key) -> _T:
        if len(self) >= _CACHED_GLYPHS:
            self.clear()
        made = self[character] = self._make(character)
        return made


class _Sized:
    """The advances and glyphs of a font set at one size, uncondensed; the glyphs also by what is written.

    Of `written` a character that was never resolved is no key.
    """

    def __init__(self, faces: tuple[Face, ...], resolved: Mapping[str, Character], size: int) -> None:
        self.advances = _Kept[Character, int](
            lambda character: faces[character.face].advance(character.code_point, size)
        )
        self.glyphs = _Kept[Character, Glyph](
            lambda character: faces[character.face].glyph(character.code_point, size, _WHOLE)
        )
        self.written = _Kept[str, Glyph](lambda piece: self.glyphs[resolved[piece]])


@dataclass(frozen=True, slots=True)
class FontSet:
    """The faces a page is drawn with, in order of preference."""

    faces: tuple[Face, ...]
    _resolved: dict[str, Character] = field(default_factory=dict, init=False, compare=False, repr=False)
    _sizes: dict[int, _Sized] = field(default_factory=dict, init=False, compare=False, repr=False)

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
        known = self._resolved
        try:
            return tuple(map(known.__getitem__, text))
        except KeyError:
            pieces = _WITH_SELECTOR.findall(text)
        return tuple([known.get(piece) or self._resolve(piece, place) for piece in pieces])

    def require(self, texts: Iterable[tuple[str, str]]) -> None:
        """Check that every text can be drawn; they come with their places.

        Raises:
            ForbiddenCharacter, MissingGlyph: As `characters`.
        """
        for place, text in texts:
            self.characters(text, place)

    def _resolve(self, piece: str, place: str) -> Character:
        """Find what draws a character, with or without a selector after it."""
        ((character, selector),) = sequences(piece, place)
        for number, face in enumerate(self.faces):
            code_point = face.coverage.code_point(character, selector)
            if code_point is not None:
                found = Character(number, code_point)
                if len(self._resolved) < _CACHED_GLYPHS:
                    self._resolved[piece] = found
                return found
        raise MissingGlyph(place)

    def advances(self, characters: Sequence[Character], size: int, percent: int) -> list[int]:
        """Return the advance of each character in whole pixels, condensed to `percent`."""
        whole = list(map(self._at(size).advances.__getitem__, characters))
        return whole if percent == _WHOLE else [_condensed(advance, percent) for advance in whole]

    def glyphs(self, characters: Sequence[Character], size: int, percent: int) -> list[Glyph]:
        """Return the glyph of each character, condensed horizontally to `percent`."""
        if percent == _WHOLE:
            return list(map(self._at(size).glyphs.__getitem__, characters))
        # Not kept: hardly anything is condensed alike, so that what were kept would be one person's name.
        drawn = {
            each: self.faces[each.face].glyph(each.code_point, size, percent) for each in dict.fromkeys(characters)
        }
        return [drawn[each] for each in characters]

    def glyphs_at_once(self, text: str, size: int) -> list[Glyph] | None:
        """Return the glyph of each character of a text, None when one was not met before or has a selector."""
        try:
            return list(map(self._at(size).written.__getitem__, text))
        except KeyError:
            return None

    def glyph(self, character: Character, size: int, percent: int = _WHOLE) -> Glyph:
        """Return a character's glyph, condensed horizontally to `percent`."""
        return self.glyphs((character,), size, percent)[0]

    def _at(self, size: int) -> _Sized:
        sized = self._sizes.get(size)
        if sized is None:
            sized = self._sizes[size] = _Sized(self.faces, self._resolved, size)
        return sized


def _open_face(table: Path) -> Face:
    font = table.with_suffix(".ttf")
    if not font.is_file():
        raise FontsUnusable("a coverage table without its font")
    coverage = decode(table.read_bytes())
    with font.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").digest()
    if digest != coverage.font_sha256:
        raise FontsUnusable("a font and a coverage table that do not belong together")
    glyphs = table.with_suffix(".glyphs")
    return Face(font, coverage, PreparedGlyphs(glyphs, digest) if glyphs.is_file() else None)
