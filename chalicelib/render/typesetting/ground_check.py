"""The check that a page has its ground pattern with the latent word: part of R10.

A dot of the pattern is either there or under ink that was printed over it; where the pattern has none, none may be.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from PIL import Image, ImageChops

from chalicelib.render.typesetting.errors import IncompletePage
from chalicelib.render.typesetting.fonts import FontSet
from chalicelib.render.typesetting.geometry import HEIGHT, WIDTH, Box
from chalicelib.render.typesetting.ground import ground_lines, latent_rows
from chalicelib.render.typesetting.ink import STRIDE, scan_lines
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.palette import TINT

# A page is looked at in every 49th scan line, which meets every row of both screens' cells in turn.
_EVERY = 49
_TILES = 16
# Shares of the bytes with dots in them that no ink may have touched. A byte is four pixels: dense text touches half.
_LEAST_OF_PAGE, _LEAST_OF_TILE = 0.75, 0.2

_PIXEL = (1 << 2) - 1
_DOTS_ALONE = [sum(TINT << shift for shift in range(0, 8, 2) if byte >> shift & _PIXEL == TINT) for byte in range(256)]
_IS_ZERO, _IS_NOT = [255] + [0] * 255, [0] + [255] * 255


class _Pattern(NamedTuple):
    """The pattern as bytes of scan lines: its dots, and which bytes have some, in the word, outside it, in each tile.

    `least_word` and `least_ground` are how many bytes of each must not have been touched.
    """

    dots: Image.Image
    dotted: Image.Image
    word: Image.Image
    ground: Image.Image
    least_word: float
    least_ground: float
    tiles: bytes


def check_ground(lines: Lines, fonts: FontSet, *, clear: Box) -> None:
    """Refuse a finished page without the pattern or without the word in it; `clear` is kept white for the code.

    Raises:
        IncompletePage: See `part`.
    """
    pattern = _pattern(fonts)
    dots = _rows(lines).point(_DOTS_ALONE)
    untouched = ImageChops.difference(dots, pattern.dots).point(_IS_ZERO)
    if untouched.histogram(pattern.ground)[255] < pattern.least_ground:
        raise IncompletePage("ground pattern")
    if untouched.histogram(pattern.word)[255] < pattern.least_word:
        raise IncompletePage("latent word")
    none_beside = ImageChops.lighter(untouched, pattern.dotted).getextrema() == (255, 255)
    if not none_beside or _has_hole(ImageChops.darker(untouched, pattern.dotted), pattern.tiles, clear):
        raise IncompletePage("ground pattern")


def _has_hole(untouched: Image.Image, tiles: bytes, clear: Box) -> bool:
    """Whether any tile of the page, but those the code stands on, has lost most of its dots."""
    rows = range(clear.top * _TILES // HEIGHT, (clear.bottom - 1) * _TILES // HEIGHT + 1)
    columns = range(clear.left * _TILES // WIDTH, (clear.right - 1) * _TILES // WIDTH + 1)
    return any(
        there < wanted * _LEAST_OF_TILE
        for number, (there, wanted) in enumerate(zip(_tiles(untouched), tiles, strict=True))
        if number // _TILES not in rows or number % _TILES not in columns
    )


def _tiles(image: Image.Image) -> bytes:
    return image.resize((_TILES, _TILES), Image.Resampling.BOX).tobytes()


@functools.lru_cache(maxsize=2)
def _pattern(fonts: FontSet) -> _Pattern:
    dots = _rows(Lines(ground_lines(fonts), ()))
    marked = Image.new("P", (WIDTH, dots.height))
    marked.paste(TINT, (0, 0), latent_rows(fonts, _EVERY))
    in_word = Image.frombytes("L", dots.size, scan_lines(marked)).point(_IS_NOT)
    dotted = dots.point(_IS_NOT)
    word, ground = ImageChops.darker(dotted, in_word), ImageChops.subtract(dotted, in_word)
    least_word, least_ground = (mask.histogram()[255] * _LEAST_OF_PAGE for mask in (word, ground))
    return _Pattern(dots, dotted, word, ground, least_word, least_ground, _tiles(dotted))


def _rows(lines: Lines) -> Image.Image:
    """Look at some of the scan lines as an image of bytes."""
    count = HEIGHT // _EVERY
    return Image.frombytes("L", (STRIDE, count), lines.read(0, 0, STRIDE, count * _EVERY, _EVERY))
