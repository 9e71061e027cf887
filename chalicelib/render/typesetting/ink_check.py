"""The look at the ink of texts and rules in finished scan lines: part of R10."""

from __future__ import annotations

from collections.abc import Sequence

from bitarray import bitarray
from bitarray.util import subset

from chalicelib.render.typesetting.coverage import SELECTORS
from chalicelib.render.typesetting.errors import IncompletePage
from chalicelib.render.typesetting.ink import Ink
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.sheet import Drawn

Bytes = bytes | bytearray | memoryview


def check_inks(lines: Lines, drawn: Sequence[Drawn]) -> None:
    """Refuse texts of which a character other than a space has no glyph, or a glyph is not black all over.

    Raises:
        IncompletePage: See `part`.
    """
    for item in drawn:
        inked = "".join(item.text.split())
        characters = len(inked)
        if not SELECTORS.isdisjoint(inked):
            characters -= sum(map(SELECTORS.__contains__, inked))
        if item.glyphs != characters or (not item.inks) != (not characters):
            raise IncompletePage(f"glyphs of {item.place}")
    # All at once, for one look is quicker than many; one by one to say which.
    if not _are_black(lines, [ink for item in drawn for ink in item.inks]):
        lacking = [item.place for item in drawn if not _are_black(lines, item.inks)]
        raise IncompletePage(f"glyphs of {lacking[0]}")


def check_rules(lines: Lines, rules: Sequence[Ink]) -> None:
    """Refuse rules that are not black all over.

    Raises:
        IncompletePage: See `part`.
    """
    if not _are_black(lines, rules):
        raise IncompletePage("a rule")


def _are_black(lines: Lines, inks: Sequence[Ink]) -> bool:
    """Whether each piece has any ink, which its first row has to show, and all of it is among the page's black."""
    wanted: list[bytes] = []
    found: list[bytes] = []
    for ink in inks:
        if not ink.rows[0].strip(b"\0"):
            return False
        wanted += ink.rows
        found += lines.under(ink)
    return holds(b"".join(found), b"".join(wanted))


def holds(found: Bytes, wanted: Bytes) -> bool:
    """Whether every bit of `wanted` is set in `found`, which is as long."""
    return subset(bitarray(buffer=wanted), bitarray(buffer=found))
