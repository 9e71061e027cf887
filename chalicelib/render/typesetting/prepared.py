"""Glyphs that were drawn with the fonts, at build time: those that pages need most, in the sizes that forms use.

Drawing a glyph takes as long as checking two lines of text; reading one of these, a twentieth of that. The file stays
on disk, and only what is read comes into memory. A glyph is taken when its checksum is right, else the font draws it;
which character it is of, and where its ink and its checksum are, is held by the digest of the tables.

Layout of the file, little-endian:

    8 bytes    "KOFUGLY3"
    32 bytes   SHA-256 of the font file
    32 bytes   SHA-256 of the tables: of all that follows up to the ink
    4 bytes    n, number of sizes
    4 bytes    m, number of characters
    4 n bytes  the sizes, pixels per em
    4 m bytes  the characters
    20 n m     for each size, for each character: where its ink begins, its CRC-32, and of the glyph (see there)
               left, width, top, number of rows, and advance
    the rest   ink
"""

from __future__ import annotations

import hashlib
import mmap
import struct
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from chalicelib.render.typesetting.errors import FontsUnusable
from chalicelib.render.typesetting.glyph import Glyph, bytes_across

_MAGIC = b"KOFUGLY3"
_HEAD = struct.Struct("<8s32s32s")
_COUNTS = struct.Struct("<II")
_ENTRY = struct.Struct("<IIhHhHHxx")


class PreparedGlyphs:
    """The prepared glyphs of one font."""

    def __init__(self, path: Path, font_sha256: bytes) -> None:
        """Open a file of them.

        Raises:
            FontsUnusable: It is none, is cut short or damaged, or was made with another font.
        """
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        numbers_at = _HEAD.size + _COUNTS.size
        try:
            magic, digest, tables = _HEAD.unpack_from(self._data)
            sizes, characters = _COUNTS.unpack_from(self._data, _HEAD.size)
            numbers = struct.unpack_from(f"<{sizes + characters}I", self._data, numbers_at)
        except struct.error as error:
            raise FontsUnusable("prepared glyphs are cut short") from error
        if (magic, digest) != (_MAGIC, font_sha256):
            raise FontsUnusable("prepared glyphs that do not belong to the font")
        entries = numbers_at + 4 * (sizes + characters)
        ink = entries + sizes * characters * _ENTRY.size
        if hashlib.sha256(memoryview(self._data)[_HEAD.size : ink]).digest() != tables:
            raise FontsUnusable("prepared glyphs whose tables are damaged")
        self._sizes = {size: entries + number * characters * _ENTRY.size for number, size in enumerate(numbers[:sizes])}
        self._characters = {character: number * _ENTRY.size for number, character in enumerate(numbers[sizes:])}

    def advance(self, character: int, size: int) -> int | None:
        """Return a glyph's advance, None when it is not among them."""
        entry = self._entry(character, size)
        return entry[-1] if entry else None

    def glyph(self, character: int, size: int) -> Glyph | None:
        """Return a glyph, None when it is not among them."""
        entry = self._entry(character, size)
        if entry is None:
            return None
        start, checksum, left, width, top, rows, advance = entry
        ink = self._data[start : start + rows * bytes_across(width)]
        return Glyph(ink, width, left, top, advance) if zlib.crc32(ink) == checksum else None

    def _entry(self, character: int, size: int) -> tuple[int, ...] | None:
        if character not in self._characters or size not in self._sizes:
            return None
        return _ENTRY.unpack_from(self._data, self._sizes[size] + self._characters[character])


def encode(
    font_sha256: bytes, sizes: Sequence[int], characters: Sequence[int], draw: Callable[[int, int], Glyph]
) -> bytes:
    """Write a file of glyphs that `draw` makes of a character at a size."""
    numbers = struct.pack(f"<{len(sizes) + len(characters)}I", *sizes, *characters)
    counts = _COUNTS.pack(len(sizes), len(characters))
    start = _HEAD.size + len(counts) + len(numbers) + len(sizes) * len(characters) * _ENTRY.size
    entries, inks = [], []
    for size in sizes:
        for character in characters:
            glyph = draw(character, size)
            rows = len(glyph.ink) // (bytes_across(glyph.width) or 1)
            shape = glyph.left, glyph.width, glyph.top, rows, glyph.advance
            entries.append(_ENTRY.pack(start, zlib.crc32(glyph.ink), *shape))
            inks.append(glyph.ink)
            start += len(glyph.ink)
    tables = b"".join((counts, numbers, *entries))
    return b"".join((_HEAD.pack(_MAGIC, font_sha256, hashlib.sha256(tables).digest()), tables, *inks))
