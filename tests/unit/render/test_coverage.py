"""The table of what a font draws, and the build step that makes font and table."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from chalicelib.render.typesetting import FontSet
from chalicelib.render.typesetting.coverage import Coverage, decode, encode
from chalicelib.render.typesetting.errors import FontsUnusable
from infra import fonts as font_build

SHA = bytes(range(32))


@pytest.fixture(scope="module")
def coverage(font_directory: Path) -> Coverage:
    """Read the table of the built font."""
    return decode((font_directory / "10-ipamj-mincho.coverage").read_bytes())


def test_a_table_reads_back_as_it_was_written() -> None:
    """Characters, sequences and the font's digest survive; what was not written is not covered."""
    table = decode(encode(SHA, {0x41, 0x4E00, 0x2FFFF}, {(0x8FBB, 0xE0102), (0x8FBB, 0xFE00), (0x4E00, 0xE01EF)}))
    assert table.font_sha256 == SHA
    assert [table.code_point(character) for character in (0x41, 0x42, 0x4E00, 0x2FFFF, 0x30000, 0x10FFFF)] == [
        0x41,
        None,
        0x4E00,
        0x2FFFF,
        None,
        None,
    ]
    assert table.sequences == {(0x4E00, 0xE01EF): 0xF0000, (0x8FBB, 0xFE00): 0xF0001, (0x8FBB, 0xE0102): 0xF0002}


@pytest.mark.parametrize("size", [0, 20, 47, 50, -1])
def test_a_cut_table_is_refused(size: int) -> None:
    """A table cut short anywhere is no table."""
    with pytest.raises(FontsUnusable):
        decode(encode(SHA, {0x41, 0x4E00}, {(0x8FBB, 0xE0102)})[:size])


def test_a_foreign_file_is_refused() -> None:
    """What does not begin as a table of this version is no table."""
    with pytest.raises(FontsUnusable):
        decode(b"KOFUCOV0" + encode(SHA, {0x41}, set())[8:])


def test_every_sequence_of_the_source_is_drawn_by_its_own_glyph(coverage: Coverage, font_directory: Path) -> None:
    """Each of the 11,474 variation sequences has a private code point whose glyph is the source's for it."""
    with TTFont(font_build.SOURCE, lazy=True) as source, TTFont(font_directory / "10-ipamj-mincho.ttf") as built:
        best, drawn = source.getBestCmap(), built.getBestCmap()
        table = next(table for table in source["cmap"].tables if table.format == 14)
        expected = {
            (character, selector): source.getGlyphID(glyph or best[character])
            for selector, pairs in table.uvsDict.items()
            for character, glyph in pairs
        }
        found = {pair: built.getGlyphID(drawn[place]) for pair, place in coverage.sequences.items()}
    assert len(expected) == 11_474
    assert found == expected


def test_characters_a_register_needs_are_covered(coverage: Coverage) -> None:
    """Every kanji of JIS X 0213, kana, and the two spaces are covered."""
    kanji = [bytes((lead, trail)) for lead in (*range(0x81, 0xA0), *range(0xE0, 0xFD)) for trail in range(0x40, 0xFD)]
    texts = {decoded for pair in kanji if len(decoded := pair.decode("shift_jis_2004", "ignore")) == 1}
    texts = {text for text in texts if ord(text) >= 0x3400}
    assert len(texts) > 10_000
    assert [text for text in texts | set("あンー 　ＡaZ9９") if coverage.code_point(ord(text)) is None] == []


@pytest.mark.parametrize(
    "character", [0xF860, 0xE000, 0xF0000, 0x3099, 0x200B, 0x0000, 0xD800, 0x3164, 0xE0100, 0x10FFFF]
)
def test_what_leaves_no_exact_ink_is_not_covered(coverage: Coverage, character: int) -> None:
    """Private, blank, combining, control and unassigned code points are not covered, though some are mapped."""
    assert coverage.code_point(character) is None


def test_a_font_and_a_foreign_table_are_refused(tmp_path: Path, font_directory: Path) -> None:
    """A font file that is not byte for byte the one its table was made from does not open (R7)."""
    for path in font_directory.iterdir():
        shutil.copy(path, tmp_path)
    with (tmp_path / "10-ipamj-mincho.ttf").open("r+b") as font:
        font.seek(1_000_000)
        font.write(b"\0\1\2\3")
    with pytest.raises(FontsUnusable, match="belong together"):
        FontSet.open(tmp_path)


def test_no_fonts_are_refused(tmp_path: Path) -> None:
    """An empty directory, or a table without its font, does not open."""
    with pytest.raises(FontsUnusable, match="build step"):
        FontSet.open(tmp_path)
    (tmp_path / "10-x.coverage").write_bytes(encode(SHA, {0x41}, set()))
    with pytest.raises(FontsUnusable, match="without its font"):
        FontSet.open(tmp_path)


def test_the_build_does_nothing_twice(tmp_path: Path, font_directory: Path) -> None:
    """Outputs from the same source and tool are left alone; a changed output is made again."""
    shutil.copytree(font_directory, tmp_path, dirs_exist_ok=True)
    assert font_build.build(font_build.SOURCE, tmp_path) is False
    table = tmp_path / "10-ipamj-mincho.coverage"
    digest = hashlib.sha256(table.read_bytes()).digest()
    table.write_bytes(b"damaged")
    assert font_build.build(font_build.SOURCE, tmp_path, "架空") is True
    assert hashlib.sha256(table.read_bytes()).digest() == digest
    assert len(list(tmp_path.iterdir())) == 4


def test_a_newer_tool_makes_the_fonts_again(
    tmp_path: Path, font_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outputs of another version of the build step do not count as up to date."""
    out, made = tmp_path / "out", list[Path]()

    def make(_source: Path, where: Path, *_: object) -> None:
        made.append(where)
        shutil.copytree(font_directory, where, dirs_exist_ok=True)

    shutil.copytree(font_directory, out)
    monkeypatch.setattr(font_build, "_make", make)
    assert font_build.build(font_build.SOURCE, out) is False
    monkeypatch.setattr(font_build, "TOOL_VERSION", font_build.TOOL_VERSION + 1)
    assert font_build.build(font_build.SOURCE, out) is True
    assert len(made) == 1


def test_a_missing_source_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the source font, the command fails and names the Debian package to install."""
    monkeypatch.setattr("sys.argv", ["fonts", "--source", str(tmp_path / "none.ttf"), "--out", str(tmp_path / "out")])
    assert font_build.main() == 1
    assert "fonts-ipamj-mincho" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
