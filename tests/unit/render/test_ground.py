"""The ground pattern and the word latent in it, judged by a simulated copier."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PIL import Image

from chalicelib.render.typesetting import FontSet
from chalicelib.render.typesetting.geometry import HEIGHT, WIDTH, mm
from chalicelib.render.typesetting.ground import COARSE, FINE, Screen, ground_page, latent_mask, screens
from chalicelib.render.typesetting.ground_check import OF_GROUND, OF_NEITHER, OF_WORD
from chalicelib.render.typesetting.palette import TINT, WHITE
from tests.unit.render.copier import Copier, Seen, copied, original, printed, seen

# The first character of a word of the page.
_PART = (240, 0, 840, 600)
_OFFICE = Copier()
_FLAT, _LEGIBLE, _DETECTED, _RATIO = 0.002, 0.010, 2.5, 50


def _judge(page: Image.Image, word: Image.Image, copier: Copier = _OFFICE) -> tuple[Seen, Seen]:
    """Print and copy a part of a page; return how the word shows on the print and on the copy."""
    ink = np.asarray(page.crop(_PART)) == TINT
    mask = word.crop(_PART)
    on_paper = printed(ink)
    return seen(original(on_paper), 300, mask), seen(copied(on_paper, copier), copier.dpi, mask)


def _hides_and_shows(paper: Seen, copy: Seen) -> bool:
    ratio = copy.contrast / max(paper.contrast, 1e-4)
    legible = copy.contrast >= _LEGIBLE and copy.detectability >= _DETECTED
    return paper.contrast <= _FLAT and legible and ratio >= _RATIO


def test_the_word_is_hidden_on_the_original_and_legible_on_a_copy(fonts: FontSet) -> None:
    """Contrast on paper at most 0.002; on an office copy at least 0.010, 50 times that, and above the noise."""
    assert _hides_and_shows(*_judge(ground_page(fonts), latent_mask(fonts)))


@pytest.mark.parametrize(
    "copier", [Copier(dpi=600, lens_mm=0.035), Copier(dpi=200, lens_mm=0.08), Copier(white=0.85)], ids=str
)
def test_other_copiers_show_it_too(fonts: FontSet, copier: Copier) -> None:
    """A sharp copier, a soft one and one set lighter show the word."""
    _, copy = _judge(ground_page(fonts), latent_mask(fonts), copier)
    assert copy.contrast >= _LEGIBLE


def test_one_screen_everywhere_shows_nothing(fonts: FontSet) -> None:
    """Control: without a second screen the test finds no word on the copy."""
    paper, copy = _judge(screens(latent_mask(fonts), FINE, FINE), latent_mask(fonts))
    assert copy.contrast < _LEGIBLE
    assert not _hides_and_shows(paper, copy)


def test_screens_of_unequal_tone_are_seen_on_the_original(fonts: FontSet) -> None:
    """Control: a word with more ink than the ground fails, because the paper itself shows it."""
    paper, copy = _judge(screens(latent_mask(fonts), FINE, Screen(2, 5)), latent_mask(fonts))
    assert paper.contrast > _FLAT
    assert not _hides_and_shows(paper, copy)


def test_a_copier_that_leaves_tones_alone_shows_nothing(fonts: FontSet) -> None:
    """Control, and a limit of the method: without a tone curve the copy hides the word as the original does."""
    paper, copy = _judge(ground_page(fonts), latent_mask(fonts), Copier(white=1.0, black=0.0))
    assert copy.contrast < _LEGIBLE
    assert not _hides_and_shows(paper, copy)


def test_the_word_takes_whole_cells_and_as_much_ink_as_the_ground(fonts: FontSet) -> None:
    """No dot is cut by the edge of the word, and both screens cover the same share of the paper."""
    assert (FINE.dot / FINE.pitch) == (COARSE.dot / COARSE.pitch)
    pixels, word = np.asarray(ground_page(fonts)), np.asarray(latent_mask(fonts))
    cells = word[: HEIGHT // 6 * 6, : WIDTH // 6 * 6].reshape(HEIGHT // 6, 6, WIDTH // 6, 6)
    assert ((cells.sum(axis=(1, 3)) % 36) == 0).all()
    assert (pixels == TINT)[word].mean() == pytest.approx(1 / 9, abs=2e-4)
    assert (pixels == TINT)[~word].mean() == pytest.approx(1 / 9, abs=2e-4)


def test_every_part_of_the_page_holds_the_word(fonts: FontSet) -> None:
    """Wherever 80 by 80 mm are cut out of the page, between a tenth and a half of them is word."""
    word, side = np.asarray(latent_mask(fonts)), mm(80)
    for top in range(0, HEIGHT - side, side // 2):
        for left in range(0, WIDTH - side, side // 2):
            assert 0.1 < word[top : top + side, left : left + side].mean() < 0.5


def test_the_ground_is_white_and_tint_to_the_edges(fonts: FontSet) -> None:
    """The pattern reaches every edge of the sheet and holds no other colour."""
    page = ground_page(fonts)
    assert {colour for _, colour in page.getcolors() or []} == {WHITE, TINT}
    for box in ((0, 0, WIDTH, 6), (0, HEIGHT - 6, WIDTH, HEIGHT), (0, 0, 6, HEIGHT), (WIDTH - 6, 0, WIDTH, HEIGHT)):
        assert page.crop(box).histogram()[TINT] > 0


def test_no_change_of_dots_counts_as_none() -> None:
    """Whatever dots a byte has lost or gained, adding it does not give the number of an untouched byte of any kind."""
    kinds = (OF_GROUND, OF_WORD, OF_NEITHER)
    dots = [byte for byte in range(256) if byte & 0x55 == byte]
    for kind, wanted, found in itertools.product(kinds, dots, dots):
        assert ((kind - wanted + found) % 256 in kinds) == (found == wanted)
