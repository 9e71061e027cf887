"""The check that a template has the ground pattern with the latent word: part of R10. Pages are held to their template.

A dot of the pattern is either there or under ink that was printed over it; where the pattern has none, none may be.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from operator import lt
from typing import NamedTuple

from PIL import Image, ImageChops

from chalicelib.render.typesetting.errors import IncompletePage
from chalicelib.render.typesetting.fonts import FontSet
from chalicelib.render.typesetting.geometry import HEIGHT, WIDTH, Box
from chalicelib.render.typesetting.ground import ground_lines, latent_rows
from chalicelib.render.typesetting.ink import PIXELS_PER_BYTE, STRIDE, scan_lines
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.palette import TINT

# A page is looked at in every 49th scan line, which meets every row of both screens' cells in turn.
_EVERY = 49
_TILES = 16
# The bytes and the scan lines of a tile; the last ones have fewer.
_ACROSS, _DOWN = -(-STRIDE // _TILES), -(-(HEIGHT // _EVERY) // _TILES)
# Shares of the bytes with dots in them that no ink may have touched. A byte is four pixels: dense text touches half.
_LEAST_OF_PAGE, _LEAST_OF_TILE = 0.75, 0.2

_PIXEL = (1 << 2) - 1
_DOTS_ALONE = bytes(
    sum(TINT << shift for shift in range(0, 8, 2) if byte >> shift & _PIXEL == TINT) for byte in range(256)
)
# What a byte is of: the ground's screen, the word's, or neither, where no dot may be. The dots of two bytes never
# differ by the difference of two of these.
OF_GROUND, OF_WORD, OF_NEITHER = 0, 2, 100
_DOTTED = [255 if number in {OF_GROUND, OF_WORD} else 0 for number in range(256)]


class _Pattern(NamedTuple):
    """The pattern as bytes of scan lines: of what each is, less its dots; how many are of each.

    So a byte with all its dots, and none beside them, gives what it is of when they are added. `least` says for each
    tile how much of it must show dots, of 255.
    """

    without_dots: Image.Image
    ground: int
    word: int
    neither: int
    least: tuple[float, ...]


def check_ground(lines: Lines, fonts: FontSet, *, clear: Box) -> None:
    """Refuse scan lines without the pattern or without the word in it; `clear` is the room of the code.

    Raises:
        IncompletePage: See `part`.
    """
    pattern = _pattern(fonts)
    untouched = ImageChops.add_modulo(_dots(lines), pattern.without_dots)
    counts = untouched.histogram()
    if counts[OF_GROUND] < pattern.ground * _LEAST_OF_PAGE:
        raise IncompletePage("ground pattern")
    if counts[OF_WORD] < pattern.word * _LEAST_OF_PAGE:
        raise IncompletePage("latent word")
    if counts[OF_NEITHER] != pattern.neither or _has_hole(untouched.point(_DOTTED), pattern.least, clear):
        raise IncompletePage("ground pattern")


def _has_hole(untouched: Image.Image, least: Sequence[float], clear: Box) -> bool:
    """Whether any tile of the page, but those the code stands on, has lost most of its dots."""
    rows = range(clear.top // _EVERY // _DOWN, (clear.bottom - 1) // _EVERY // _DOWN + 1)
    first, last = (1 + pixel // PIXELS_PER_BYTE for pixel in (clear.left, clear.right - 1))
    columns = range(first // _ACROSS, last // _ACROSS + 1)
    return any(
        number // _TILES not in rows or number % _TILES not in columns
        for number, lacking in enumerate(map(lt, _tiles(untouched), least))
        if lacking
    )


def _tiles(image: Image.Image) -> bytes:
    return image.reduce((_ACROSS, _DOWN)).tobytes()


@functools.lru_cache(maxsize=2)
def _pattern(fonts: FontSet) -> _Pattern:
    dots = _dots(Lines(ground_lines(fonts), ()))
    marked = Image.new("P", (WIDTH, dots.height))
    marked.paste(TINT, (0, 0), latent_rows(fonts, _EVERY))
    in_word = Image.frombytes("L", dots.size, scan_lines(marked))
    kinds = in_word.point([OF_GROUND] + [OF_WORD] * 255)
    kinds.paste(OF_NEITHER, (0, 0), dots.point([255] + [0] * 255))
    counts = kinds.histogram()
    least = tuple(dotted * _LEAST_OF_TILE for dotted in _tiles(kinds.point(_DOTTED)))
    return _Pattern(
        ImageChops.subtract_modulo(kinds, dots), counts[OF_GROUND], counts[OF_WORD], counts[OF_NEITHER], least
    )


def _dots(lines: Lines) -> Image.Image:
    """Return the dots in some of the scan lines, as an image of their bytes."""
    count = HEIGHT // _EVERY
    rows = lines.read(0, 0, STRIDE, count * _EVERY, _EVERY)
    return Image.frombuffer("L", (STRIDE, count), rows.translate(_DOTS_ALONE), "raw", "L", 0, 1)
