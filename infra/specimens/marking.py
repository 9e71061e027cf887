"""Mark a finished page 見本 from corner to corner, so that nobody can use it as a certificate."""

from __future__ import annotations

import functools
import io

from PIL import Image, ImageDraw, ImageFont

from chalicelib.render.typesetting import png
from chalicelib.render.typesetting.geometry import HEIGHT, WIDTH
from chalicelib.render.typesetting.palette import BLACK, TINT
from infra.fonts import SOURCE

_TEXT = "見本"
_SIZE, _STROKE, _ANGLE = 1250, 8, 52


def marked(page: bytes) -> bytes:
    """Return a page (PNG as `render` makes it) with the mark: light letters under the text, their outline over it."""
    image = Image.open(io.BytesIO(page))
    image.load()
    inside, outline = _masks()
    text = image.point([0] * BLACK + [255] + [0] * (255 - BLACK), "1")
    image.paste(TINT, (0, 0), inside)
    image.paste(BLACK, (0, 0), text)
    image.paste(BLACK, (0, 0), outline)
    return png.encode(image)


@functools.cache
def _masks() -> tuple[Image.Image, Image.Image]:
    inside, whole = _letters(0), _letters(_STROKE)
    outline = whole.copy()
    outline.paste(0, (0, 0), inside)
    return inside, outline


def _letters(stroke: int) -> Image.Image:
    font = ImageFont.truetype(SOURCE, _SIZE, layout_engine=ImageFont.Layout.BASIC)
    # Square and as high as the page, so that nothing is cut off when it is turned.
    canvas = Image.new("L", (HEIGHT, HEIGHT))
    middle = HEIGHT / 2, HEIGHT / 2
    ImageDraw.Draw(canvas).text(middle, _TEXT, fill=255, font=font, anchor="mm", stroke_width=stroke)
    left = (HEIGHT - WIDTH) // 2
    turned = canvas.rotate(_ANGLE, Image.Resampling.BILINEAR).crop((left, 0, left + WIDTH, HEIGHT))
    return turned.point([0] * 128 + [255] * 128, "1")
