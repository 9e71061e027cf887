"""What must hold of the image of an imprint, whoever's seal it is: it is printed 1:1."""

from __future__ import annotations

import math

from chalicelib.registers.bilevel_png import BilevelImage, NotBilevelPng, decode
from chalicelib.registers.date_checks import Problems
from chalicelib.registers.seals import Imprint

_MOST_DISTORTION = 0.02
_LEAST_DOTS_PER_MM = 11.8
"""300 dpi: below it, the strokes of a seal run together."""


def image_problems(field: str, imprint: Imprint) -> Problems:
    """Yield field and message of everything wrong with the image at `field`."""
    try:
        image = decode(imprint.png)
    except NotBilevelPng as error:
        yield field, f"expected a bi-level PNG: {error}"
        return
    if not _same_shape(image, imprint):
        yield field, "expected an image of the proportions of width and height"
    elif image.width < imprint.width / 10 * _LEAST_DOTS_PER_MM:
        yield field, "expected at least 300 dots an inch"
    if image.ink in {0, image.width * image.height}:
        yield field, "expected an image with ink and without"


def _same_shape(image: BilevelImage, imprint: Imprint) -> bool:
    # Sizes are whole tenths of a millimetre: a small imprint is that much off.
    slack = _MOST_DISTORTION + 0.5 / min(imprint.width, imprint.height)
    return math.isclose(image.width * imprint.height, image.height * imprint.width, rel_tol=slack)
