"""Several fonts one after another: a character is drawn by the first that has it, and by no other."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

from chalicelib.render.typesetting import FontSet, MissingGlyph, coverage
from chalicelib.render.typesetting.fonts import Character
from infra import fonts as font_build
from infra.coverage import Repertoire, chain, figures, read

_SECOND = Path("/usr/share/fonts/truetype/hanazono/HanaMinB.ttf")
# In Hanazono Mincho B, and not in IPAmj Mincho.
_FURTHER = 0x2A702


@pytest.fixture(scope="module")
def both(font_directory: Path, tmp_path_factory: pytest.TempPathFactory) -> FontSet:
    """Open the built font and, after it, a font of another maker."""
    directory = tmp_path_factory.mktemp("fonts")
    for path in font_directory.iterdir():
        (directory / path.name).symlink_to(path)
    (directory / "20-hanazono.ttf").symlink_to(_SECOND)
    table = coverage.encode(hashlib.sha256(_SECOND.read_bytes()).digest(), read(_SECOND).characters, ())
    (directory / "20-hanazono.coverage").write_bytes(table)
    return FontSet.open(directory)


def test_what_the_first_font_lacks_the_second_draws(both: FontSet, fonts: FontSet) -> None:
    """A character beyond the first font is refused by it alone, and drawn with ink by the chain."""
    with pytest.raises(MissingGlyph):
        fonts.characters(chr(_FURTHER), "name")
    (character,) = both.characters(chr(_FURTHER), "name")
    assert character.face == 1
    assert both.glyph(character, 60).ink


def test_what_the_first_font_has_no_other_draws(both: FontSet, fonts: FontSet) -> None:
    """Kanji and variants of the first font look as they do without a second one."""
    text = "架空辻\U000e0102\U00020000"
    assert [each.face for each in both.characters(text, "name")] == [0] * 4
    for one, other in zip(both.characters(text, "name"), fonts.characters(text, "name"), strict=True):
        assert both.glyph(one, 60).mask.tobytes() == fonts.glyph(other, 60).mask.tobytes()


def test_a_chain_has_what_any_of_its_fonts_has() -> None:
    """The figures of a chain are those of all its fonts together."""
    one, other = Repertoire(frozenset({1, 2}), frozenset({(1, 9)})), Repertoire(frozenset({2, 3}), frozenset({(3, 9)}))
    assert chain((one, other)) == Repertoire(frozenset({1, 2, 3}), frozenset({(1, 9), (3, 9)}))


def test_the_figures_of_a_font_are_counted_by_their_numbers() -> None:
    """IPAmj Mincho names its glyphs by MJ number: each is printed by a character, a sequence or, a few, by nothing."""
    found = figures(font_build.SOURCE)
    # 辻 has two figures; the character alone is one of them, VS19 and VS20 ask for either.
    alone, varied, other = (_printed_by(found, text) for text in (0x8FBB, (0x8FBB, 0xE0102), (0x8FBB, 0xE0103)))
    assert [len(each) for each in (alone, varied, other)] == [1, 1, 1]
    assert varied != other
    assert len(found) == 59_161
    assert sum(not (each.characters or each.sequences) for each in found.values()) == 34


def _printed_by(found: dict[str, Repertoire], text: int | tuple[int, int]) -> set[str]:
    return {name for name, each in found.items() if text in each.characters or text in each.sequences}


def test_a_condensed_text_leaves_no_glyph_behind(fonts: FontSet) -> None:
    """Glyphs that any page may need are kept; those of one long name, condensed, would be that name."""
    (character,) = fonts.characters("鷗", "test")
    assert fonts.glyph(character, 56) is fonts.glyph(character, 56)
    assert fonts.glyph(character, 56, 85) is not fonts.glyph(character, 56, 85)


def test_few_glyphs_are_kept(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many characters a process meets, what it keeps of them is bounded, and each is still itself."""
    monkeypatch.setattr("chalicelib.render.typesetting.fonts._CACHED_GLYPHS", 5)
    fresh, texts = FontSet(fonts.faces), ("架空一郎", "別人花子", "辻\U000e0102漢字", "架空一郎")
    for text in texts:
        characters = fresh.characters(text, "test")
        assert characters == fonts.characters(text, "test")
        assert fresh.glyphs(characters, 56, 100) == fonts.glyphs(characters, 56, 100)
        assert fresh.advances(characters, 56, 100) == fonts.advances(characters, 56, 100)
    sized = fresh._sizes[56]  # noqa: SLF001 - what is kept shows nowhere else
    kept = len(fresh._resolved), len(sized.glyphs), len(sized.advances)  # noqa: SLF001 - the same
    assert max(kept) <= 5


def test_spaces_are_what_unicode_takes_for_them() -> None:
    """What leaves no ink is a space in the sense of Unicode, and nothing else."""
    spaces = {code for code in range(sys.maxunicode + 1) if Character(0, code).is_space}
    assert spaces == {code for code in range(sys.maxunicode + 1) if chr(code).isspace()}
