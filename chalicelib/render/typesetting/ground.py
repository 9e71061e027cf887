"""The ground pattern (地紋) of a page, with 複写 latent in it: even on the original, legible on a copy.

Two screens of one solid ink with the same share of it, 1/9. The ground has single dots 3 pixels apart, finer than a
copier resolves; the word has dots of 2 by 2 pixels 6 apart, which it keeps. A copier blurs, then takes whatever is
light for paper: the fine dots vanish, the coarse ones stay. This deters; it proves nothing. A scanner that leaves
tones alone shows no word, and no printer is known before its calibration sheet was printed and copied
(docs/ground-pattern.md). The simulated copier of the tests holds both screens to figures.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from PIL import Image, ImageChops

from chalicelib.render.typesetting.fonts import FontSet
from chalicelib.render.typesetting.geometry import HEIGHT, WIDTH
from chalicelib.render.typesetting.ink import scan_lines
from chalicelib.render.typesetting.palette import RGB, TINT, WHITE


class Screen(NamedTuple):
    """Square dots of `dot` pixels, `pitch` pixels apart."""

    dot: int
    pitch: int


FINE, COARSE = Screen(1, 3), Screen(2, 6)

_WORD = "複写"
# In cells of the coarse screen, 0.38 mm: 36 mm high, so that the closest strokes stay 3 cells wide and apart.
_SIZE = 94
# What repeats over the page, in cells: two rows of the word, 105 by 49 mm, the second shifted by half, so that a part
# torn from anywhere shows some of it. A page takes the more bytes the closer they stand.
_TILE_ACROSS, _ROW = 276, 128
# Mincho's horizontal strokes are too thin for a screen: every stroke is spread over so many cells.
_BOLDER_ACROSS, _BOLDER_DOWN = 2, 3
_BASELINE = 0.88


@functools.lru_cache(maxsize=2)
def ground_lines(fonts: FontSet) -> bytes:
    """Return the scan lines of an empty page with its ground pattern.

    Raises:
        MissingGlyph: The fonts cannot draw the latent word.
    """
    return scan_lines(ground_page(fonts))


def ground_page(fonts: FontSet) -> Image.Image:
    """Draw an empty page with its ground pattern, a palette image.

    Raises:
        MissingGlyph: The fonts cannot draw the latent word.
    """
    page = _tiled(screens(_tile_mask(fonts), FINE, COARSE))
    page.putpalette([level for colour in RGB for level in colour])
    return page


def latent_mask(fonts: FontSet) -> Image.Image:
    """Return where the word's screen stands: a bi-level mask of the page, whole cells of the coarse screen."""
    return _tiled(_tile_mask(fonts))


def latent_rows(fonts: FontSet, every: int) -> Image.Image:
    """Return the first and every so many rows on of `latent_mask`, as far as there are whole steps."""
    tile = _tile_mask(fonts)
    rows = Image.new("1", (WIDTH, HEIGHT // every))
    for number in range(rows.height):
        top = number * every % tile.height
        row = tile.crop((0, top, tile.width, top + 1))
        for left in range(0, WIDTH, tile.width):
            rows.paste(row, (left, number))
    return rows


def screens(word: Image.Image, ground: Screen, coarse: Screen) -> Image.Image:
    """Return the one screen with the other where the bi-level mask is set, in the size of the mask."""
    dots = screen_mask(word.size, ground)
    dots.paste(screen_mask(word.size, coarse), (0, 0), word)
    image = Image.new("P", word.size, WHITE)
    image.paste(TINT, (0, 0), dots)
    return image


def _tiled(tile: Image.Image) -> Image.Image:
    page = Image.new(tile.mode, (WIDTH, HEIGHT))
    for top in range(0, HEIGHT, tile.height):
        for left in range(0, WIDTH, tile.width):
            page.paste(tile, (left, top))
    return page


def screen_mask(size: tuple[int, int], screen: Screen) -> Image.Image:
    """Return the dots of a screen as a bi-level mask.

    Each dot stands in the middle of its cell, so that no gap shows where two screens meet.
    """
    image = Image.new("1", size)
    before = (screen.pitch - screen.dot) // 2
    for left in range(before, image.width, screen.pitch):
        image.paste(255, (left, before, left + screen.dot, before + screen.dot))
    filled = screen.pitch
    while filled < image.height:
        image.paste(image.crop((0, 0, image.width, filled)), (0, filled))
        filled *= 2
    return image


def _tile_mask(fonts: FontSet) -> Image.Image:
    word = _word(fonts)
    cells = Image.new("1", (_TILE_ACROSS, 2 * _ROW))
    cells.paste(word, ((_TILE_ACROSS - word.width) // 2, 0))
    second = Image.new("1", cells.size)
    second.paste(cells, (0, _ROW))
    cells.paste(255, (0, 0), ImageChops.offset(second, _TILE_ACROSS // 2, 0))
    return cells.resize((cells.width * COARSE.pitch, cells.height * COARSE.pitch), Image.Resampling.NEAREST)


def _word(fonts: FontSet) -> Image.Image:
    characters = fonts.characters(_WORD, "ground pattern")
    word = Image.new("1", (_SIZE * len(characters), _SIZE))
    for number, character in enumerate(characters):
        glyph = fonts.glyph(character, _SIZE)
        if not glyph.ink:
            continue
        left, top = number * _SIZE + glyph.left, round(_SIZE * _BASELINE) + glyph.top
        for across in range(_BOLDER_ACROSS):
            for down in range(_BOLDER_DOWN):
                word.paste(255, (left + across, top + down - 1), glyph.mask)
    return word
