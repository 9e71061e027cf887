"""Build step: make the fonts that `render` draws with from Debian's package fonts-ipamj-mincho.

    python -m infra.fonts [--source PATH] [--out build/fonts]

IPAmj Mincho is the one freely available font with the kanji of family and resident registers (52,605 kanji and
11,474 variation sequences). Three files come out:

- `10-ipamj-mincho.ttf`: the font with each variation sequence at a private code point of plane 15, so that
  drawing one glyph per character gives the exact variant without a shaping engine (which silently falls back to
  the default form where a library is missing or a sequence unknown);
- `10-ipamj-mincho.coverage`: which characters and sequences it draws (see
  `chalicelib.render.typesetting.coverage`), with the SHA-256 of that very font file. Mapped but blank glyphs
  other than spaces, combining marks, format and private characters are left out, so that they are refused;
- `10-ipamj-mincho.glyphs`: the glyphs that pages need most, drawn (see `chalicelib.render.typesetting.prepared`).

Licence: the source is under the IPA Font License Agreement v1.0. What comes out is a Derived Program in its
sense: it stays in the deployer's own build, it is not published. Whoever redistributes it has the duties of
article 3.1 (another name, the licence with it, a way back to the original). Images drawn with it are free.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from fontTools.ttLib import TTFont

from chalicelib.render.typesetting import coverage
from infra import frequent_glyphs

TOOL_VERSION = 2
SOURCE = Path("/usr/share/fonts/truetype/ipamj/ipamjm.ttf")
OUT = Path("build/fonts")
_FONT, _TABLE, _GLYPHS, _STAMP = (f"10-ipamj-mincho.{suffix}" for suffix in ("ttf", "coverage", "glyphs", "json"))
# Tables for shaping and vertical text: one glyph per character needs none of them.
_UNUSED_TABLES = ("GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx")
_UNDRAWABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Mc", "Me"}
_FORMAT_VARIATIONS, _FORMAT_FULL = 14, 12


class SourceFontMissing(Exception):
    """The source font is not installed."""


def build(source: Path, out: Path, frequent: str = frequent_glyphs.FREQUENT) -> bool:
    """Make font, table and glyphs in `out`, unless they are there from the same source and version of this step.

    Args:
        source: The source font.
        out: Where the files go.
        frequent: The characters to draw glyphs of.

    Returns:
        Whether anything was made.

    Raises:
        SourceFontMissing: There is no font at `source`.
    """
    if not source.is_file():
        raise SourceFontMissing(f"no font at {source}: install the Debian package fonts-ipamj-mincho, or give --source")
    made_from = {
        "source_sha256": _sha256(source),
        "tool_version": TOOL_VERSION,
        "drawn_with": frequent_glyphs.drawn_with(),
    }
    if _is_up_to_date(out, made_from):
        return False
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        _make(source, Path(scratch), made_from, frequent)
        # The stamp comes last: what it vouches for is in place before it is.
        for name in (_FONT, _TABLE, _GLYPHS, _STAMP):
            (Path(scratch) / name).replace(out / name)
    return True


def _make(source: Path, where: Path, made_from: dict[str, object], frequent: str) -> None:
    font_path, table_path = where / _FONT, where / _TABLE
    with TTFont(source, recalcTimestamp=False) as font:
        sequences = _sequences(font)
        characters = list(_drawable(font))
        _give_private_code_points(font, sequences)
        font.save(font_path)
    digest = bytes.fromhex(_sha256(font_path))
    table_path.write_bytes(coverage.encode(digest, characters, sequences))
    (where / _GLYPHS).write_bytes(frequent_glyphs.draw(font_path, table_path, digest, frequent))
    (where / _STAMP).write_text(json.dumps(made_from | {"outputs": _digests(where)}, indent=1))


def _is_up_to_date(out: Path, made_from: dict[str, object]) -> bool:
    if not all((out / name).is_file() for name in (_FONT, _TABLE, _GLYPHS, _STAMP)):
        return False
    return bool(json.loads((out / _STAMP).read_text()) == made_from | {"outputs": _digests(out)})


def _digests(where: Path) -> dict[str, str]:
    return {name: _sha256(where / name) for name in (_FONT, _TABLE, _GLYPHS)}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sequences(font: TTFont) -> dict[tuple[int, int], str]:
    """Map (character, selector) to a glyph name, blank glyphs left out."""
    best = font.getBestCmap()
    table = next(table for table in font["cmap"].tables if table.format == _FORMAT_VARIATIONS)
    found = {
        (character, selector): glyph or best[character]
        for selector, pairs in table.uvsDict.items()
        for character, glyph in pairs
    }
    return {pair: glyph for pair, glyph in found.items() if not _is_blank(font, glyph)}


def _drawable(font: TTFont) -> Iterator[int]:
    for character, glyph in font.getBestCmap().items():
        category = unicodedata.category(chr(character))
        if category not in _UNDRAWABLE and (category == "Zs" or not _is_blank(font, glyph)):
            yield character


def _is_blank(font: TTFont, glyph: str) -> bool:
    """Whether the glyph has no outline: read from the index, since parsing 61,179 outlines takes 20 seconds."""
    index, place = font["loca"], font.getGlyphID(glyph)
    return bool(index[place] == index[place + 1])


def _give_private_code_points(font: TTFont, sequences: dict[tuple[int, int], str]) -> None:
    table = next(table for table in font["cmap"].tables if table.format == _FORMAT_FULL)
    for place, pair in enumerate(coverage.ordered(sequences), start=coverage.FIRST_PRIVATE):
        table.cmap[place] = sequences[pair]
    font["cmap"].tables = [table]
    for tag in _UNUSED_TABLES:
        if tag in font:
            del font[tag]


def main() -> int:
    """Run the build step from the command line."""
    parser = argparse.ArgumentParser(prog="python -m infra.fonts", description="Make the fonts of the render function")
    parser.add_argument("--source", type=Path, default=SOURCE, help="ipamjm.ttf of fonts-ipamj-mincho")
    parser.add_argument("--out", type=Path, default=OUT, help="where the fonts go")
    arguments = parser.parse_args()
    try:
        made = build(arguments.source, arguments.out)
    except SourceFontMissing as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{arguments.out}: {'made' if made else 'up to date'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
