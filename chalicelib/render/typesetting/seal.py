"""The official seal (公印): square, 24 mm, the characters in columns from the right, in a double frame.

The strokes are positive (朱文). Real seals are cut in 篆書: where the settings have the imprint of the municipality's
own, that is printed and not this one.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFilter

from chalicelib.render.typesetting.errors import IncompletePage
from chalicelib.render.typesetting.fonts import Character, FontSet
from chalicelib.render.typesetting.geometry import mm

SIZE = mm(24)
_OUTER, _GAP, _INNER = mm(0.9), mm(0.5), mm(0.3)
_FIELD = _OUTER + _GAP + _INNER + mm(0.6)
# Seal characters nearly touch: the ink of each fills this share of its cell.
_FILL = 0.92
_DRAWN_AT = 300
_INK = [0] * 128 + [255] * 128
# The thin strokes of Mincho are too thin for a seal: pixels of a square that spreads every stroke.
_BOLDER = 5


@functools.lru_cache(maxsize=8)
def seal_mask(fonts: FontSet, text: str) -> Image.Image:
    """Draw the seal as a bi-level mask, `SIZE` pixels square.

    Raises:
        ForbiddenCharacter, MissingGlyph: The text cannot be drawn exactly.
        IncompletePage: There is no text.
    """
    characters = [character for character in fonts.characters(text, "issuer.seal_text") if not character.is_space]
    if not characters:
        raise IncompletePage("official seal")
    mask = _frame()
    columns = _columns(characters)
    for number, members in enumerate(columns):
        _draw_column(mask, fonts, members, len(columns) - 1 - number, len(columns))
    return mask


def _columns(characters: Sequence[Character]) -> list[Sequence[Character]]:
    """Divide the characters into columns as square as can be; the first ones take what does not divide."""
    count = math.ceil(math.sqrt(len(characters)))
    height, taller = divmod(len(characters), count)
    ends = [number * height + min(number, taller) for number in range(count + 1)]
    return [characters[start:end] for start, end in pairwise(ends)]


def _frame() -> Image.Image:
    mask = Image.new("1", (SIZE, SIZE), 0)
    draw, end = ImageDraw.Draw(mask), SIZE - 1
    draw.rectangle((0, 0, end, end), outline=255, width=_OUTER)
    inset = _OUTER + _GAP
    draw.rectangle((inset, inset, end - inset, end - inset), outline=255, width=_INNER)
    return mask


def _draw_column(mask: Image.Image, fonts: FontSet, members: Sequence[Character], column: int, columns: int) -> None:
    """Draw a column; its characters share the height, so a column with fewer has taller ones, as on real seals."""
    side = SIZE - 2 * _FIELD
    width, height = side / columns, side / len(members)
    for row, character in enumerate(members):
        glyph = fonts.glyph(character, _DRAWN_AT)
        if not glyph.ink:
            continue
        fitted = glyph.mask.resize((round(width * _FILL), round(height * _FILL)), Image.Resampling.BOX)
        fitted = fitted.filter(ImageFilter.MaxFilter(_BOLDER))
        left = _FIELD + column * width + width * (1 - _FILL) / 2
        top = _FIELD + row * height + height * (1 - _FILL) / 2
        mask.paste(255, (round(left), round(top)), fitted.point(_INK, "1"))
