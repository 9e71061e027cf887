"""Fitting texts into cells: condensed, then broken, then refused; never clipped."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.render.typesetting import FontSet, TextTooLong
from chalicelib.render.typesetting.breaking import break_evenly, break_lines
from chalicelib.render.typesetting.fitting import Setting, Style, fit
from chalicelib.render.typesetting.fonts import Character
from chalicelib.render.typesetting.geometry import Box, pt

STYLE = Style(size=12, smallest=6, lines=2, condense=60)
EM = pt(12)
BOX = Box(0, 0, 10 * EM, 2 * EM)


def set_text(fonts: FontSet, text: str, box: Box = BOX, style: Style = STYLE) -> Setting:
    """Fit a text."""
    return fit(fonts, fonts.characters(text, "test"), box, style, "test")


def read(setting: Setting) -> list[str]:
    """Return the lines as texts."""
    return ["".join(chr(character.code_point) for character in line) for line in setting.lines]


def test_a_short_text_keeps_its_size(fonts: FontSet) -> None:
    """What fits is set at full size, uncondensed, in one line."""
    assert set_text(fonts, "架" * 10) == Setting((fonts.characters("架" * 10, "test"),), EM, 100)


@pytest.mark.parametrize(("length", "percent"), [(11, 90), (12, 80), (16, 60)])
def test_a_longer_text_is_condensed_just_enough(fonts: FontSet, length: int, percent: int) -> None:
    """One line is condensed in steps, no more than needed, down to the limit."""
    setting = set_text(fonts, "架" * length)
    assert (len(setting.lines), setting.size, setting.percent) == (1, EM, percent)


def test_a_still_longer_text_is_broken(fonts: FontSet) -> None:
    """Beyond the limit of condensing, the text goes into two lines that fit the height."""
    setting = set_text(fonts, "架" * 20)
    assert [len(line) for line in setting.lines] == [10, 10]
    assert setting.size * 2.06 <= BOX.height


def test_lines_are_set_smaller_where_the_cell_is_low(fonts: FontSet) -> None:
    """In a cell one line high, two lines are set smaller, down to the smallest size, else the text is refused."""
    low = Box(0, 0, 10 * EM, round(1.2 * EM))
    assert pt(6) <= set_text(fonts, "架" * 20, low).size < EM
    with pytest.raises(TextTooLong):
        set_text(fonts, "架" * 20, Box(0, 0, 10 * EM, EM))


def test_what_does_not_fit_is_refused(fonts: FontSet) -> None:
    """A text beyond the most lines at the narrowest shape is refused, and the refusal names the place."""
    with pytest.raises(TextTooLong) as refused:
        set_text(fonts, "架" * 40)
    assert refused.value.place == "test"


def test_a_cell_narrower_than_a_character_is_refused(fonts: FontSet) -> None:
    """Not even one character fits: refused, not drawn across the rule."""
    with pytest.raises(TextTooLong):
        set_text(fonts, "架", Box(0, 0, EM // 2, 4 * EM))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("架空市架空町一丁目１２３４５番地６７", ["架空市架空町一丁目", "１２３４５番地６７"]),
        ("架空市架空町一二三四（架空方）五六", ["架空市架空町一二三四", "（架空方）五六"]),
        ("架空市架空町一二三（架空方）五六", ["架空市架空町一二三", "（架空方）五六"]),
        ("架空市架空町一二三四　五六七八九十", ["架空市架空町一二三四", "五六七八九十"]),
        ("架空市架空町一二　三四五六七八九十", ["架空市架空町一二", "三四五六七八九十"]),
        ("架空市架空町一二三四、五六七八九十", ["架空市架空町一二三", "四、五六七八九十"]),
    ],
)
def test_lines_break_where_a_reader_expects(fonts: FontSet, text: str, lines: list[str]) -> None:
    """Numbers stay whole, brackets stay with what they hold, spaces vanish at a break, commas begin no line."""
    assert read(set_text(fonts, text, style=Style(size=12, smallest=6, lines=2, condense=100))) == lines


def test_words_stay_whole(fonts: FontSet) -> None:
    """A name in Latin letters breaks between words."""
    setting = set_text(fonts, "MARIA CAVALCANTI DE ALBUQUERQUE", Box(0, 0, 13 * EM, 3 * EM))
    assert [word for line in read(setting) for word in line.split()] == ["MARIA", "CAVALCANTI", "DE", "ALBUQUERQUE"]


texts = st.text(alphabet="架空町　 AZ１２、（）ー", max_size=60)


@settings(deadline=None)
@given(text=texts, width=st.integers(min_value=10, max_value=200))
def test_breaking_loses_no_character(text: str, width: int) -> None:
    """However a text is broken, its characters other than spaces come out in order, and no line is too wide."""
    characters = [Character(0, ord(character)) for character in text]
    lines = break_lines(characters, [10] * len(characters), width)
    kept = [character for line in lines for character in line if not character.is_space]
    assert kept == [character for character in characters if not character.is_space]
    assert all(len(line) * 10 <= width for line in lines)


@settings(deadline=None)
@given(text=texts.filter(lambda text: bool(text.strip())), width=st.integers(min_value=10, max_value=200))
def test_breaking_evenly_needs_no_more_lines(text: str, width: int) -> None:
    """Even lines are as many as full ones at most, and none is wider than the cell."""
    characters = [Character(0, ord(character)) for character in text]
    advances = [10] * len(characters)
    even = break_evenly(characters, advances, width)
    assert len(even) <= len(break_lines(characters, advances, width))
    assert all(len(line) * 10 <= width for line in even)
