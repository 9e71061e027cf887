"""The QR code of a page (ISO/IEC 18004) that carries its signed statement: see `chalicelib.protocol.page_code`.

Version 20, level M, alphanumeric mode: 97 modules a side, room for 970 characters. A module is 6 pixels, 0.38 mm:
below 0.32 mm readers begin to fail on scanned paper. Version and place are the same on every page, so that a form
keeps one space free whatever the code says. The mask is fixed, because choosing one costs more than drawing the rest
of the code and reading does not depend on it.
"""

from __future__ import annotations

import segno

from chalicelib.protocol.errors import CannotBeRendered

MODULE = 6
QUIET = 4
_VERSION, _MODULES, _MASK = 20, 97, 2
SIZE = (_MODULES + 2 * QUIET) * MODULE


class CodeTooLong(CannotBeRendered):
    """The content does not fit the code."""


Matrix = tuple[tuple[bool, ...], ...]
"""Rows of modules, dark is true, without the quiet zone."""


def matrix(content: str) -> Matrix:
    """Encode the content of a code.

    Raises:
        CodeTooLong: It does not fit, or has characters that the alphanumeric mode has not.
    """
    try:
        code = segno.make_qr(content, error="m", version=_VERSION, mode="alphanumeric", mask=_MASK, boost_error=False)
    except (segno.DataOverflowError, ValueError) as error:
        raise CodeTooLong("the page code is full") from error
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)
