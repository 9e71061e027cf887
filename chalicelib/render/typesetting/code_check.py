"""The check that a finished page shows its code, read at the centre of every module, quiet zone included: R10."""

from __future__ import annotations

from chalicelib.render.typesetting.code import ACROSS, MODULE
from chalicelib.render.typesetting.errors import IncompletePage
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.palette import BLACK, WHITE

_COLOURS = bytes.maketrans(b"\0\1", bytes((WHITE, BLACK)))


def check_code(lines: Lines, place: Box, modules: bytes) -> None:
    """Refuse a page on which a module of the code is not what it must be, black or white.

    Raises:
        IncompletePage: See `part`.
    """
    left, top = place.left + MODULE // 2, place.top + MODULE // 2
    if lines.grid(left, top, MODULE, ACROSS, ACROSS) != modules.translate(_COLOURS):
        raise IncompletePage("code")
