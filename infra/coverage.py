"""Which characters each font chain prints: `make coverage` writes docs/coverage.md.

The administrative set itself (行政事務標準文字, 69,839 characters) and the list of the Moji_Joho collection come from
no package registry. What can be had stands in for them: the character repertoires of JIS X 0213 and cp932 that Python
carries, the CJK blocks of Unicode's own data in Python, and what the IPAmj font says of itself, which is made by the
keepers of that collection: its variation sequences, and the numbers of 文字情報基盤 (MJ文字図形名) that are its glyphs'
names.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont

from infra import fonts as font_build

_DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "coverage.md"
_HANAZONO = Path("/usr/share/fonts/truetype/hanazono")
_FORMAT_VARIATIONS = 14
_BMP_AND_MORE = range(0x80, 0x40000)

_MJ_NAME = re.compile(r"mj\d{6}")
_ADMINISTRATIVE = 69_839
"""行政事務標準文字, which contain those of 文字情報基盤 and more (Digital Agency)."""

Sequence = tuple[int, int]


class Repertoire(NamedTuple):
    """What a font file draws: characters, and variation sequences as (character, selector)."""

    characters: frozenset[int]
    sequences: frozenset[Sequence]


def read(path: Path) -> Repertoire:
    """Read a font's own tables."""
    with TTFont(path, lazy=True) as font:
        tables = [table for table in font["cmap"].tables if table.format == _FORMAT_VARIATIONS]
        sequences = {
            (character, selector)
            for table in tables
            for selector, pairs in table.uvsDict.items()
            for character, _ in pairs
        }
        return Repertoire(frozenset(font.getBestCmap()), frozenset(sequences))


def figures(path: Path) -> dict[str, Repertoire]:
    """Return the figures of 文字情報基盤 that a font has, by number, each with the texts that print it."""
    with TTFont(path, lazy=True) as font:
        best = font.getBestCmap()
        texts: dict[str, tuple[set[int], set[Sequence]]] = {
            name: (set(), set()) for name in font.getGlyphOrder() if _MJ_NAME.fullmatch(name)
        }
        for character, name in best.items():
            if name in texts:
                texts[name][0].add(character)
        for table in font["cmap"].tables:
            if table.format != _FORMAT_VARIATIONS:
                continue
            for selector, pairs in table.uvsDict.items():
                for character, name in pairs:
                    figure = name or best[character]
                    if figure in texts:
                        texts[figure][1].add((character, selector))
    return {name: Repertoire(frozenset(alone), frozenset(varied)) for name, (alone, varied) in texts.items()}


def chain(repertoires: Iterable[Repertoire]) -> Repertoire:
    """Return what several fonts draw together, each character by the first that has it."""
    characters: set[int] = set()
    sequences: set[Sequence] = set()
    for each in repertoires:
        characters |= each.characters
        sequences |= each.sequences
    return Repertoire(frozenset(characters), frozenset(sequences))


def _encoded(codec: str) -> frozenset[int]:
    def has(character: int) -> bool:
        try:
            return len(chr(character).encode(codec)) > 1
        except UnicodeEncodeError:
            return False

    return frozenset(filter(_is_kanji, filter(has, _BMP_AND_MORE)))


def _named(start: str) -> frozenset[int]:
    return frozenset(each for each in range(0x3400, 0x40000) if unicodedata.name(chr(each), "").startswith(start))


def _is_kanji(character: int) -> bool:
    return unicodedata.name(chr(character), "").startswith("CJK ")


SETS: dict[str, Callable[[], frozenset[int]]] = {
    "kanji of JIS X 0208 with the extensions of cp932": lambda: _encoded("cp932"),
    "kanji of JIS X 0213": lambda: _encoded("shift_jis_2004"),
    "kanji of JIS X 0212": lambda: _encoded("iso2022_jp_1") - _encoded("iso2022_jp"),
    "CJK unified ideographs": lambda: _named("CJK UNIFIED"),
    "CJK compatibility ideographs": lambda: _named("CJK COMPAT"),
}


def main() -> int:
    """Count and write; return the exit status."""
    own = read(font_build.SOURCE)
    chains = {"IPAmj Mincho": own}
    others = [read(path) for path in sorted(_HANAZONO.glob("*.ttf"))]
    if others:
        chains["IPAmj Mincho, then Hanazono Mincho A and B"] = chain((own, *others))
    text = _document(chains, own, figures(font_build.SOURCE))
    _DOCUMENT.write_text(text)
    print(text)
    return 0


def _document(chains: dict[str, Repertoire], moji_joho: Repertoire, mj: dict[str, Repertoire]) -> str:
    lines = [f"| | in all | {' | '.join(chains)} |", f"|---|---{'|---' * len(chains)}|"]
    for name, characters in ((name, of()) for name, of in SETS.items()):
        counts = (_share(len(characters & each.characters), len(characters)) for each in chains.values())
        lines.append(f"| {name} | {len(characters):,} | {' | '.join(counts)} |")
    wanted = moji_joho.sequences
    counts = (_share(len(wanted & each.sequences), len(wanted)) for each in chains.values())
    lines.append(f"| variation sequences of the Moji_Joho collection | {len(wanted):,} | {' | '.join(counts)} |")
    found = [_printable(mj, each) for each in chains.values()]
    counts = (_share(each, len(mj)) for each in found)
    lines.append(f"| figures of 文字情報基盤, by their numbers in IPAmj Mincho | {len(mj):,} | {' | '.join(counts)} |")
    table = "\n".join(lines)
    return f"""# What the fonts can print

Written by `make coverage` from the font files themselves; Unicode {unicodedata.unidata_version}.

{table}

What no font of the chain has is refused before anything is drawn, with the place of the form and without the character
(`MissingGlyph`); nothing is drawn in a similar shape. A municipality adds a font by putting it and its table into the
fonts' directory after the first (`20-...ttf`, `20-...coverage`): a character is drawn by the first that has it.

A figure of 文字情報基盤 can be printed when a character or a variation sequence stands for it. {len(mj) - found[0]} of
those in IPAmj Mincho have neither: no text can ask for them, so none is printed for another.

The administrative standard characters (行政事務標準文字, {_ADMINISTRATIVE:,}) contain those of 文字情報基盤 and are
more than one font file can number. Neither their list nor the fonts of the others come from a package registry. So they
can not be counted here, only bounded: IPAmj Mincho alone prints {_share(found[0], _ADMINISTRATIVE)} of them at most.
Who runs this gets the fonts from the Digital Agency and adds them as above.

Sequences and figures are counted as of IPAmj Mincho 005.01, the version that Debian has; its makers are at 006.01.
"""


def _printable(mj: dict[str, Repertoire], printed: Repertoire) -> int:
    """Return how many of the figures some text prints that the fonts have."""
    return sum(
        not (each.characters.isdisjoint(printed.characters) and each.sequences.isdisjoint(printed.sequences))
        for each in mj.values()
    )


def _share(found: int, wanted: int) -> str:
    return f"{found:,} ({found / wanted:.1%})" if wanted else "0"


if __name__ == "__main__":
    sys.exit(main())
