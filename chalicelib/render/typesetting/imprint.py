"""The imprint of a registered seal (印影), 1:1: so many dots as its real size has at the resolution of the page.

Whoever checks a deed lays its seal beside this one. Nothing scales a page afterwards, so that what is computed here
is what comes out of the printer, to a dot (0.06 mm).
"""

from __future__ import annotations

from PIL import Image

from chalicelib.render.document import Imprint
from chalicelib.render.typesetting.geometry import Box, mm

_TENTHS = 10
# Half of a dot's area decides: strokes keep their width whatever the resolution of the scan.
_INK = [255] * 128 + [0] * 128


def imprint_mask(imprint: Imprint) -> Image.Image:
    """Return the imprint as a bi-level mask, set where there is ink, in its real size at 400 dpi."""
    size = mm(imprint.width_tenths / _TENTHS), mm(imprint.height_tenths / _TENTHS)
    scan = Image.frombytes("1", (imprint.width, imprint.height), imprint.packed).convert("L")
    return scan.resize(size, Image.Resampling.BOX).point(_INK, "1")


def in_the_middle(mask: Image.Image, room: Box) -> Box:
    """Return where the mask stands in a room that it need not fill."""
    left = room.left + (room.width - mask.width) // 2
    top = room.top + (room.height - mask.height) // 2
    return Box(left, top, left + mask.width, top + mask.height)
