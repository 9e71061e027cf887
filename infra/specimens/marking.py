"""Mark a finished page 見本 from corner to corner, so that nobody can use it as a certificate.

The outline keeps clear of the text: whoever looks through the gallery must be able to read every word.
"""

from __future__ import annotations

import functools
import io

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from chalicelib.render.typesetting import png
from chalicelib.render.typesetting.geometry import HEIGHT, WIDTH
from chalicelib.render.typesetting.ink import scan_lines
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.palette import BLACK, TINT
from infra.fonts import SOURCE

_TEXT = "見本"
_SIZE, _STROKE, _ANGLE = 1250, 6, 52
_CLEAR = 8
"""Pixels of a square: text is kept clear of by one to two of them."""


def marked(page: bytes) -> bytes:
    """Return a page (PNG as `render` makes it) with the mark: light letters under the text, their outline beside it."""
    image = Image.open(io.BytesIO(page))
    image.load()
    inside, outline = _masks()
    text = image.point([0] * BLACK + [255] + [0] * (255 - BLACK), "1")
    image.paste(TINT, (0, 0), inside)
    image.paste(BLACK, (0, 0), text)
    image.paste(BLACK, (0, 0), ImageChops.subtract(outline.convert("L"), _near(text)).convert("1"))
    lines = scan_lines(image)
    return png.encode(Lines(lines), png.Bands(lines))


def _near(text: Image.Image) -> Image.Image:
    """Return the surroundings of the text as a mask of grey levels, 0 or 255."""
    small = text.convert("L").reduce(_CLEAR).point([0] + [255] * 255).filter(ImageFilter.MaxFilter(3))
    return small.resize((small.width * _CLEAR, small.height * _CLEAR), Image.Resampling.NEAREST).crop(
        (0, 0, *text.size)
    )


@functools.cache
def _masks() -> tuple[Image.Image, Image.Image]:
    inside, whole = _letters(0), _letters(_STROKE)
    outline = whole.copy()
    outline.paste(0, (0, 0), inside)
    return ImageChops.logical_and(inside, _screen()), outline


def _letters(stroke: int) -> Image.Image:
    font = ImageFont.truetype(SOURCE, _SIZE, layout_engine=ImageFont.Layout.BASIC)
    # Square and as high as the page, so that nothing is cut off when it is turned.
    canvas = Image.new("L", (HEIGHT, HEIGHT))
    middle = HEIGHT / 2, HEIGHT / 2
    ImageDraw.Draw(canvas).text(middle, _TEXT, fill=255, font=font, anchor="mm", stroke_width=stroke)
    left = (HEIGHT - WIDTH) // 2
    turned = canvas.rotate(_ANGLE, Image.Resampling.BILINEAR).crop((left, 0, left + WIDTH, HEIGHT))
    return turned.point([0] * 128 + [255] * 128, "1")


@functools.cache
def _screen() -> Image.Image:
    """Return every other dot of every other line: letters that are lighter than the text on them."""
    cell = Image.new("1", (2, 2))
    cell.putpixel((0, 0), 1)
    screen = Image.new("1", (WIDTH, HEIGHT))
    row = Image.new("1", (WIDTH, 2))
    for left in range(0, WIDTH, 2):
        row.paste(cell, (left, 0))
    for top in range(0, HEIGHT, 2):
        screen.paste(row, (0, top))
    return screen
