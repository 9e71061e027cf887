"""The QR code of a page that carries its signed statement: see `chalicelib.protocol.page_code`.

97 modules a side. A module is 6 pixels, 0.38 mm: below 0.32 mm readers begin to fail on scanned paper. Version and
place are the same on every page, so that a form keeps one space free whatever the code says.
"""

from __future__ import annotations

from PIL import Image

from chalicelib.protocol.errors import CannotBeRendered
from chalicelib.render.typesetting import qr
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.ink import PIXELS_PER_BYTE, Ink
from chalicelib.render.typesetting.palette import BLACK, WHITE

MODULE = 6
QUIET = 4
SIZE = (qr.SIDE + 2 * QUIET) * MODULE

_COLOURS = bytes((WHITE, BLACK)).ljust(256)


class CodeTooLong(CannotBeRendered):
    """The content does not fit the code."""


def modules(content: str) -> Image.Image:
    """Encode the content of a code: a palette image of one pixel a module, quiet zone included.

    Raises:
        CodeTooLong: It does not fit, or has characters that the alphanumeric mode has not.
    """
    try:
        encoded = qr.encode(content)
    except ValueError as error:
        raise CodeTooLong("the page code is full") from error
    side, beside = qr.SIDE + 2 * QUIET, bytes(QUIET)
    rows = [beside + encoded[at : at + qr.SIDE] + beside for at in range(0, len(encoded), qr.SIDE)]
    above = bytes(QUIET * side)
    return Image.frombytes("P", (side, side), b"".join((above, *rows, above)).translate(_COLOURS))


def ink(modules: Image.Image, place: Box) -> Ink:
    """Return a code in its place: each row of modules is packed once and stands there `MODULE` times."""
    before = place.left % PIXELS_PER_BYTE
    width = -(-(before + place.width) // PIXELS_PER_BYTE)
    rows = Image.new("P", (width * PIXELS_PER_BYTE, modules.height), WHITE)
    rows.paste(modules.resize((place.width, modules.height), Image.Resampling.NEAREST), (before, 0))
    packed = rows.tobytes("raw", "P;2")
    repeated = [packed[at : at + width] for at in range(0, len(packed), width) for _ in range(MODULE)]
    return Ink(repeated, 1 + place.left // PIXELS_PER_BYTE, place.top, width)
