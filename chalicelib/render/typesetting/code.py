"""The 2-D code at the foot of a page: which issuance, which page of how many (R4).

A QR code (ISO/IEC 18004), level Q, version 3, alphanumeric mode: `KOFU1/<issuance id>/<page>/<pages>`. A module is
6 pixels, 0.38 mm: below 0.32 mm readers begin to fail on scanned paper. The mask is fixed, because choosing one
costs more than drawing the rest of the code and reading does not depend on it.
"""

from __future__ import annotations

import segno

from chalicelib.protocol.errors import CannotBeRendered

MODULE = 6
QUIET = 4
_VERSION, _MODULES = 3, 29
SIZE = (_MODULES + 2 * QUIET) * MODULE


class TooManyPages(CannotBeRendered):
    """More pages than a code can number."""


Matrix = tuple[tuple[bool, ...], ...]
"""Rows of modules, dark is true, without the quiet zone."""


def payload(issuance_id: str, page: int, pages: int) -> str:
    """Return what the code says; the id is upper-case Crockford base 32."""
    return f"KOFU1/{issuance_id}/{page}/{pages}"


def matrix(content: str) -> Matrix:
    """Encode a payload.

    Raises:
        TooManyPages: It does not fit.
    """
    try:
        code = segno.make_qr(content, error="q", version=_VERSION, mode="alphanumeric", mask=2, boost_error=False)
    except segno.DataOverflowError as error:
        raise TooManyPages("the page code is full") from error
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)
