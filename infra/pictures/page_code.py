"""A page's code as an image of its own, for what is no page: other engines, films, paper that is simulated."""

from __future__ import annotations

from PIL import Image

from chalicelib.render.typesetting import code
from chalicelib.render.typesetting.geometry import HEIGHT, Box
from chalicelib.render.typesetting.ink import STRIDE
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.palette import BLACK

_PLACE = Box(0, 0, code.SIZE, code.SIZE)
_SIDE = code.SIZE // code.MODULE


def picture(content: str) -> Image.Image:
    """Return a code with its quiet zone, 0 for dark and 255 for light, one pixel a module."""
    lines = Lines(bytes(STRIDE * HEIGHT), [code.ink(code.modules(content), _PLACE)])
    modules = lines.crop(_PLACE).resize((_SIDE, _SIDE), Image.Resampling.NEAREST)
    return modules.point([0 if colour == BLACK else 255 for colour in range(256)], "L")
