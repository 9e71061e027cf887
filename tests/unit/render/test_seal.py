"""The official seal."""

from __future__ import annotations

import pytest

from chalicelib.render.typesetting import FontSet
from chalicelib.render.typesetting.geometry import mm
from chalicelib.render.typesetting.seal import SIZE, seal_mask

TEXT = "架空県松阪市長職務代理者之印"


@pytest.mark.parametrize("length", range(1, len(TEXT) + 1))
def test_every_character_of_the_seal_is_cut(fonts: FontSet, length: int) -> None:
    """Whatever the number of characters, changing any one of them changes the seal."""
    text = TEXT[:length]
    seals = {seal_mask(fonts, f"{text[:place]}鬱{text[place + 1 :]}").tobytes() for place in range(length)}
    assert len(seals | {seal_mask(fonts, text).tobytes()}) == length + 1


def test_a_seal_is_24_mm_square_with_a_double_frame(fonts: FontSet) -> None:
    """The imprint is 24 mm on each side; from its edge inwards come frame, gap and frame."""
    seal = seal_mask(fonts, TEXT)
    assert seal.size == (SIZE, SIZE) == (mm(24), mm(24))
    edge = [bool(seal.getpixel((x, SIZE // 2))) for x in range(mm(1.9))]
    changes = [x for x in range(1, len(edge)) if edge[x] != edge[x - 1]]
    assert edge[0]
    assert len(changes) == 3


def test_the_first_character_stands_at_the_top_right(fonts: FontSet) -> None:
    """Columns run from the right: changing the first of six characters changes the top right corner alone."""
    one, other = seal_mask(fonts, "松阪市長之印"), seal_mask(fonts, "梅阪市長之印")
    difference = [(x, y) for x in range(SIZE) for y in range(SIZE) if one.getpixel((x, y)) != other.getpixel((x, y))]
    assert difference
    assert all(x > SIZE * 0.6 and y < SIZE * 0.55 for x, y in difference)
