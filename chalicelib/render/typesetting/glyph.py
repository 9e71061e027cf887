"""A glyph: its ink alone, packed as scan lines are, and where it stands from the pen."""

from __future__ import annotations

from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from chalicelib.render.typesetting.errors import IncompletePage

# Ink above this grey level of 255 becomes black. Below 128 it keeps the thin strokes of Mincho whole. Grey first,
# then a threshold: Pillow's own bi-level text shifts a glyph by a pixel depending on its neighbours.
_INK = 110
_THRESHOLD = bytes(255 if grey > _INK else 0 for grey in range(256))
# What a cell has above and below the baseline and to either side of the advance, in ems.
_ABOVE, _BELOW, _BESIDE = 1.1, 0.4, 0.4
_PIXELS_PER_BYTE = 4
_TO_MASK = [0] + [255] * 255


class Glyph(NamedTuple):
    """A glyph's ink and where it stands; `drawing.lay` knows these fields by their order.

    Attributes:
        ink: Its rows, each from a byte on; a set pixel is 3. Empty for a space.
        width: Pixels from the first one with ink to the last.
        left: The first of them, from where the pen starts.
        top: The first row with ink, from the baseline down: less than 0 above it.
        advance: What the pen moves on by.
    """

    ink: bytes
    width: int
    left: int
    top: int
    advance: int

    def __repr__(self) -> str:
        return f"Glyph(advance={self.advance})"

    @property
    def mask(self) -> Image.Image:
        """The ink alone, 0 or 255, with nothing around it.

        Raises:
            ValueError: There is none.
        """
        if not self.ink:
            raise ValueError("a space has no ink")
        across = bytes_across(self.width)
        size = across * _PIXELS_PER_BYTE, len(self.ink) // across
        image = Image.frombytes("P", size, self.ink, "raw", "P;2")
        return image.crop((0, 0, self.width, image.height)).point(_TO_MASK, "L")


def bytes_across(width: int) -> int:
    """Return how many bytes a row of so many pixels takes."""
    return -(-width // _PIXELS_PER_BYTE)


def draw_glyph(font: ImageFont.FreeTypeFont, text: str, advance: int, condensed: float) -> Glyph:
    """Draw one character, condensed horizontally to that share.

    Raises:
        IncompletePage: It is larger than its cell, so that a part of it would be lost.
    """
    size = round(font.size)
    above, beside = round(size * _ABOVE), round(size * _BESIDE)
    height, blank = above + round(size * _BELOW), Glyph(b"", 0, 0, 0, advance)
    cell = Image.new("L", (round(advance / condensed) + 2 * beside, height))
    ImageDraw.Draw(cell).text((beside, above), text, fill=255, font=font, anchor="ls")
    drawn = cell.getbbox()
    if drawn is None:
        return blank
    left, top, right, bottom = drawn
    if not (left and top and right < cell.width and bottom < height):
        raise IncompletePage("room for a glyph")
    grey = cell.crop((left, 0, right, height))
    left -= beside
    if condensed < 1:
        grey = grey.resize((max(1, round(grey.width * condensed)), height), Image.Resampling.BOX)
        left = round(left * condensed)
    mask = Image.frombytes("P", grey.size, grey.tobytes().translate(_THRESHOLD))
    inked = mask.getbbox()
    if inked is None:
        return blank
    first, top, end, _ = inked
    return Glyph(mask.crop(inked).tobytes("raw", "P;2"), end - first, left + first, top - above, advance)
