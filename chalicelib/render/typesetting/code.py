"""The QR code of a page that carries its signed statement: see `chalicelib.protocol.page_code`.

97 modules a side. A module is 6 pixels, 0.38 mm: below 0.32 mm readers begin to fail on scanned paper. Version and
place are the same on every page, so that a form keeps one space free whatever the code says.
"""

from __future__ import annotations

from chalicelib.protocol.errors import CannotBeRendered
from chalicelib.render.typesetting import drawing, qr
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.ink import PIXELS_PER_BYTE, Ink

MODULE = 6
QUIET = qr.QUIET
ACROSS = qr.SIDE + 2 * QUIET
"""Modules a side with the quiet zone."""
SIZE = ACROSS * MODULE

# The rows of modules that may have ink: what is above and below them remains the template's.
_INKED = slice(QUIET * ACROSS, -QUIET * ACROSS)


class CodeTooLong(CannotBeRendered):
    """The content does not fit the code."""


def modules(content: str) -> bytes:
    """Encode the content of a code: `ACROSS` rows of as many modules, quiet zone included, dark 1 and light 0.

    Raises:
        CodeTooLong: It does not fit, or has characters that the alphanumeric mode has not.
    """
    try:
        return qr.encode(content)
    except ValueError as error:
        raise CodeTooLong("the page code is full") from error


def ink(modules: bytes, place: Box) -> Ink:
    """Return a code in its place."""
    first, before = divmod(place.left, PIXELS_PER_BYTE)
    rows = drawing.dots(modules[_INKED], ACROSS, MODULE, before)
    width = len(rows) // (qr.SIDE * MODULE)
    return Ink(rows, 1 + first, place.top + QUIET * MODULE, width)
