"""Where glyphs stand: most texts are placed at once, as fitting them would."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.render.typesetting import FontSet, TextTooLong
from chalicelib.render.typesetting.fitting import Align, Style, fit
from chalicelib.render.typesetting.geometry import Box, pt
from chalicelib.render.typesetting.placing import place_at_once, place_glyphs

_EM = pt(12)
_ALPHABET = "架空町g　 1２（ー辻"
_TEXTS = st.lists(st.sampled_from((*_ALPHABET, "辻\U000e0102")), max_size=9).map("".join)


@settings(max_examples=400)
@given(
    text=_TEXTS,
    align=st.sampled_from(get_args(Align)),
    width=st.integers(_EM // 2, 10 * _EM),
    height=st.integers(_EM // 4, 2 * _EM),
)
def test_a_text_placed_at_once_stands_where_fitting_puts_it(
    fonts: FontSet, text: str, align: Align, width: int, height: int
) -> None:
    """Whatever the text, its cell and its alignment: the same glyphs, pen, gap and baseline, or no answer."""
    fonts.characters("".join(_ALPHABET), "test")
    box, style = Box(100, 200, 100 + width, 200 + height), Style(size=12, smallest=6, lines=2, align=align)
    placed = place_at_once(fonts, text, box, style)
    if placed is not None:
        setting = fit(fonts, fonts.characters(text, "test"), box, style, "test")
        assert [placed] == place_glyphs(fonts, setting, box, align)


@pytest.mark.parametrize(("text", "at_once"), [("架空　町", True), ("　架空", False), ("架空　", False), ("　", False),
                                               ("", False), ("架" * 11, False), ("辻\U000e0102", False)])  # fmt: skip
def test_only_what_needs_no_fitting_is_placed_at_once(fonts: FontSet, text: str, *, at_once: bool) -> None:
    """Spaces around a text, more than a line holds and variants are left to fitting."""
    fonts.characters(_ALPHABET, "test")
    placed = place_at_once(fonts, text, Box(0, 0, 10 * _EM, 2 * _EM), Style(size=12, smallest=6, lines=2))
    assert (placed is not None) == at_once


def test_what_was_never_met_is_not_placed_at_once(fonts: FontSet) -> None:
    """A character that no text had before is looked up first, so that a forbidden one is refused as ever."""
    style, box = Style(size=12, smallest=6), Box(0, 0, 10 * _EM, 2 * _EM)
    for text in ("架\u202e", "架\n", "架\U000e0102\U000e0102"):
        assert place_at_once(FontSet(fonts.faces), text, box, style) is None
        assert place_at_once(fonts, text, box, style) is None


def test_a_text_that_is_too_small_for_its_cell_is_not_placed(fonts: FontSet) -> None:
    """A cell lower than the smallest size takes no text, at once or otherwise."""
    fonts.characters("架", "test")
    box, style = Box(0, 0, 10 * _EM, pt(6) - 1), Style(size=12, smallest=6)
    assert place_at_once(fonts, "架", box, style) is None
    with pytest.raises(TextTooLong):
        fit(fonts, fonts.characters("架", "test"), box, style, "test")


@pytest.mark.parametrize("width", range(9 * _EM, 9 * _EM + 7))
@pytest.mark.parametrize("align", get_args(Align))
def test_a_line_ends_where_its_alignment_says(fonts: FontSet, align: Align, width: int) -> None:
    """Spread, the first glyph's cell begins and the last one's ends with the box; else the free room is beside them."""
    box, style = Box(100, 200, 100 + width, 200 + _EM), Style(size=12, smallest=6, align=align)
    setting = fit(fonts, fonts.characters("架空町一二三", "test"), box, style, "test")
    (line,) = place_glyphs(fonts, setting, box, align)
    *before, last = (glyph.advance for glyph in line.glyphs)
    end = round(line.left + sum(before) + len(before) * line.gap) + last
    left, right = line.left - box.left, box.right - end
    free = 0 if align == "spread" else width - sum(before) - last
    assert left + right == free
    assert left == {"left": 0, "right": free, "spread": 0, "centre": free // 2}[align]
