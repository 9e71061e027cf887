"""Imprints of seals that nobody has: drawn, not scanned, but of the size and kind that residents register.

The strokes are those of Mincho, made bold. Real seals are cut in older scripts; what matters here is that strokes are
fine, frames touch the edge and sizes go from the smallest to the largest that may be registered.
"""

from __future__ import annotations

import functools
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

from chalicelib.registers.seals import Imprint
from infra.emulator.demo_city.bilevel import encode
from infra.fonts import SOURCE

Shape = Literal["round", "oval", "square"]

DPI = 600
_MM_PER_INCH = 25.4
_GLYPH = 400
# How much of the seal's sides the characters take: a square fits a circle with 0.71 of its diameter.
_FIELD: dict[Shape, float] = {"round": 0.74, "oval": 0.74, "square": 0.86}
_FRAME = 0.035
_BOLDER = 6


@functools.lru_cache(maxsize=256)
def imprint(columns: tuple[str, ...], tenths: int, shape: Shape = "round") -> Imprint:
    """Return an imprint `tenths` of a millimetre high; `columns` of characters run from the right.

    An oval seal is three quarters as wide as it is high.
    """
    width_tenths = tenths * 3 // 4 if shape == "oval" else tenths
    image = Image.new("L", (_pixels(width_tenths), _pixels(tenths)), 255)
    _draw_frame(image, shape)
    for number, column in enumerate(reversed(columns)):
        _draw_column(image, column, number, len(columns), _FIELD[shape])
    ink = image.point([0] * 128 + [255] * 128, "1")
    return Imprint(png=encode(ink), width=width_tenths, height=tenths)


def _pixels(tenths: int) -> int:
    return round(tenths / 10 / _MM_PER_INCH * DPI)


def _draw_frame(image: Image.Image, shape: Shape) -> None:
    box = (0, 0, image.width - 1, image.height - 1)
    weight = max(2, round(min(image.size) * _FRAME))
    draw = ImageDraw.Draw(image)
    if shape == "square":
        draw.rectangle(box, outline=0, width=weight)
    else:
        draw.ellipse(box, outline=0, width=weight)


def _draw_column(image: Image.Image, text: str, number: int, count: int, field: float) -> None:
    width, height = image.width * field / count, image.height * field / len(text)
    left = image.width * (1 - field) / 2 + number * width
    for row, character in enumerate(text):
        glyph = _glyph(character).resize((round(width * 0.92), round(height * 0.92)), Image.Resampling.BOX)
        top = image.height * (1 - field) / 2 + row * height
        place = round(left + width * 0.04), round(top + height * 0.04)
        image.paste(0, place, glyph)


@functools.lru_cache(maxsize=256)
def _glyph(character: str) -> Image.Image:
    """Return a character cut to its ink, bold: white on black, to be pasted through."""
    font = ImageFont.truetype(SOURCE, _GLYPH, layout_engine=ImageFont.Layout.BASIC)
    left, top, right, bottom = (round(edge) for edge in font.getbbox(character, stroke_width=_BOLDER))
    grey = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(grey).text((-left, -top), character, fill=255, font=font, stroke_width=_BOLDER)
    # A stroke like ー would fill the whole cell if it were stretched to it.
    square = Image.new("L", (max(grey.size),) * 2)
    square.paste(grey, ((square.width - grey.width) // 2, (square.height - grey.height) // 2))
    return square if min(grey.size) < max(grey.size) // 2 else grey
