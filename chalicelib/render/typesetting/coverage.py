"""Which characters and variation sequences a font draws exactly: a table made with the font, checked before drawing.

Asking the font at run time gives false answers: a missing variant or compatibility character is drawn as its
default form, without any sign. The table is made by the build step from the very font file it names by SHA-256.

Layout of the table, little-endian:

    8 bytes   "KOFUCOV1"
    32 bytes  SHA-256 of the font file
    4 bytes   n, number of variation sequences
    4 bytes   m, bytes of the bitmap
    4 n bytes the sequences, ascending, each `character << 8 | selector number` (0 for VS1, 255 for VS256)
    m bytes   the bitmap: bit `c & 7` of byte `c >> 3` is set when the character c can be drawn

The font draws the i-th sequence at the private code point U+F0000 + i, so that simple one-glyph-per-character
layout gives the exact variant. Private code points of a text itself are never covered: what they mean differs
from one municipality to the next.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chalicelib.render.typesetting.errors import FontsUnusable

FIRST_PRIVATE = 0xF0000
_MAGIC = b"KOFUCOV1"
_BASIC_SELECTORS = range(0xFE00, 0xFE10)
_FURTHER_SELECTORS = range(0xE0100, 0xE01F0)
SELECTORS = frozenset(map(chr, (*_BASIC_SELECTORS, *_FURTHER_SELECTORS)))
"""All variation selectors."""

_HEAD = struct.Struct("<8s32sII")


@dataclass(frozen=True, slots=True)
class Coverage:
    """The table of one font: `sequences` maps (character, selector) to a private code point."""

    font_sha256: bytes
    characters: bytes
    sequences: dict[tuple[int, int], int]

    def code_point(self, character: int, selector: int | None = None) -> int | None:
        """Return the code point that draws this character or sequence, None when the font does not."""
        if selector is not None:
            return self.sequences.get((character, selector))
        byte = character >> 3
        covered = byte < len(self.characters) and self.characters[byte] >> (character & 7) & 1
        return character if covered else None


def selector_number(character: int) -> int | None:
    """Return 0 for VS1 (U+FE00) up to 255 for VS256 (U+E01EF), None for what is no variation selector."""
    if character in _BASIC_SELECTORS:
        return character - _BASIC_SELECTORS.start
    if character in _FURTHER_SELECTORS:
        return character - _FURTHER_SELECTORS.start + len(_BASIC_SELECTORS)
    return None


def selector_character(number: int) -> int:
    """Return the variation selector with this number, 0 to 255."""
    if number < len(_BASIC_SELECTORS):
        return _BASIC_SELECTORS[number]
    return _FURTHER_SELECTORS[number - len(_BASIC_SELECTORS)]


def ordered(sequences: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put (character, selector) pairs in the order of the table: the i-th is drawn at `FIRST_PRIVATE` + i."""
    return sorted(sequences)


def encode(font_sha256: bytes, characters: Iterable[int], sequences: Iterable[tuple[int, int]]) -> bytes:
    """Write the table of a font that draws these characters and (character, selector) sequences."""
    covered = sorted(characters)
    bitmap = bytearray((covered[-1] >> 3) + 1)
    for character in covered:
        bitmap[character >> 3] |= 1 << (character & 7)
    keys = [character << 8 | _number(selector) for character, selector in ordered(sequences)]
    head = _HEAD.pack(_MAGIC, font_sha256, len(keys), len(bitmap))
    return head + struct.pack(f"<{len(keys)}I", *keys) + bytes(bitmap)


def decode(data: bytes) -> Coverage:
    """Read a table.

    Raises:
        FontsUnusable: It is not one, or is cut short.
    """
    try:
        magic, digest, count, size = _HEAD.unpack_from(data)
        keys = struct.unpack_from(f"<{count}I", data, _HEAD.size)
    except struct.error as error:
        raise FontsUnusable("a coverage table is cut short") from error
    bitmap = data[_HEAD.size + 4 * count :]
    if magic != _MAGIC or len(bitmap) != size:
        raise FontsUnusable("not a coverage table of this version")
    return Coverage(digest, bitmap, dict(_numbered(keys)))


def _numbered(keys: tuple[int, ...]) -> Iterator[tuple[tuple[int, int], int]]:
    for place, key in enumerate(keys, start=FIRST_PRIVATE):
        yield (key >> 8, selector_character(key & 0xFF)), place


def _number(selector: int) -> int:
    number = selector_number(selector)
    if number is None:
        raise ValueError("not a variation selector")
    return number
