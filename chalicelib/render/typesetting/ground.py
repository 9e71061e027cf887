"""The ground pattern (地紋) of a page.

A screen of single dots, 3 pixels apart: 11 % of a light ink, even to the eye. Copying loses dots this fine. A
latent word that appears in copies is a second screen with the same share of ink but coarser dots, and belongs
here: `ground_page` is the one place that says which of the page's pixels are tinted.
"""

from __future__ import annotations

import functools

from PIL import Image

from chalicelib.render.typesetting.geometry import HEIGHT, WIDTH
from chalicelib.render.typesetting.palette import RGB, TINT, WHITE

PITCH = 3


@functools.cache
def ground_page() -> Image.Image:
    """Return an empty page with its ground pattern: a palette image to copy, never to draw on."""
    row = Image.new("P", (WIDTH, PITCH), WHITE)
    for left in range(0, WIDTH, PITCH):
        row.putpixel((left, 0), TINT)
    page = Image.new("P", (WIDTH, HEIGHT), WHITE)
    page.putpalette([level for colour in RGB for level in colour])
    for top in range(0, HEIGHT, PITCH):
        page.paste(row, (0, top))
    return page
