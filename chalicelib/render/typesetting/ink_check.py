"""The look at the ink of texts and rules in finished scan lines: part of R10."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.render.typesetting.coverage import SELECTORS
from chalicelib.render.typesetting.errors import IncompletePage
from chalicelib.render.typesetting.ink import Ink
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.sheet import Drawn


def check_glyphs(drawn: Sequence[Drawn]) -> None:
    """Refuse texts of which a character other than a space has no glyph, or another one has one.

    Raises:
        IncompletePage: See `part`.
    """
    for item in drawn:
        place, text, glyphs, inks = item
        characters = len(text) if text.isalnum() else _to_be_seen(text)
        if glyphs != characters or (not inks) != (not characters) or not all(map(_shows_any, inks)):
            raise IncompletePage(f"glyphs of {place}")


def _to_be_seen(text: str) -> int:
    """Return how many characters have a glyph with ink; letters and digits all have."""
    inked = "".join(text.split())
    selectors = 0 if SELECTORS.isdisjoint(inked) else sum(map(SELECTORS.__contains__, inked))
    return len(inked) - selectors


def _shows_any(ink: Ink) -> bool:
    """Whether there is any, which the first row has to show."""
    rows, _, _, width = ink
    return rows[:width] != bytes(width)


def check_inks(lines: Lines, drawn: Sequence[Drawn]) -> None:
    """Refuse texts of which a glyph is not black all over.

    Raises:
        IncompletePage: See `part`.
    """
    for item in drawn:
        if not all(map(lines.holds, item.inks)):
            raise IncompletePage(f"glyphs of {item.place}")


def check_rules(lines: Lines, rules: Sequence[Ink]) -> None:
    """Refuse rules that are not black all over.

    Raises:
        IncompletePage: See `part`.
    """
    if not all(map(lines.holds, rules)):
        raise IncompletePage("a rule")
