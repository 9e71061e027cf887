"""The check of a template once it is made (R10): labels, words of the office, seal, pattern, room for the code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.render.typesetting.errors import IncompletePage
from chalicelib.render.typesetting.fonts import FontSet
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.ground_check import check_ground
from chalicelib.render.typesetting.ink import Ink
from chalicelib.render.typesetting.ink_check import check_glyphs, check_inks
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.palette import WHITE
from chalicelib.render.typesetting.sheet import Drawn

_LEAST_SEAL = 0.6
# The lower of each pixel's two bits. The seal's colour has the higher one alone, black has both.
_LOWER_BITS = b"\x55"


class Seal(NamedTuple):
    """An official seal: its ink, the part of the page that its mask takes, the lower bit of each pixel with ink."""

    ink: Ink
    place: Box
    lower: int


def seal_of(ink: Ink, place: Box) -> Seal:
    """Return the seal that leaves this ink at this place."""
    return Seal(ink, place, int.from_bytes(_LOWER_BITS * len(ink.rows)) & int.from_bytes(ink.rows))


def check_template(
    lines: Lines, fonts: FontSet, drawn: Sequence[Drawn], *, seal: Seal, room: Box, clear: Box, printed: bool = False
) -> None:
    """Refuse a template that lacks a glyph, the seal in its room, the ground pattern, or `clear`, room for the code.

    On a page that was `printed` on that room is not looked at.

    Raises:
        IncompletePage: See `part`.
    """
    check_glyphs(drawn)
    check_inks(lines, drawn)
    check_seal(lines, seal, room)
    if not printed and lines.crop(clear).histogram()[WHITE] != clear.width * clear.height:
        raise IncompletePage("room for the code")
    check_ground(lines, fonts, clear=clear)


def check_seal(lines: Lines, seal: Seal, room: Box) -> None:
    """Refuse a seal that is not dark wherever it has ink, or has lost most of its colour to texts over it.

    Raises:
        IncompletePage: See `part`.
    """
    rows, left, top, width = seal.ink
    ink, found = seal.lower.bit_count(), int.from_bytes(lines.read(left, top, width, len(rows) // width))
    dark, black = (found & seal.lower << 1).bit_count(), (found & found >> 1 & seal.lower).bit_count()
    if not ink or not room.contains(seal.place) or dark != ink or dark - black < ink * _LEAST_SEAL:
        raise IncompletePage("official seal")
