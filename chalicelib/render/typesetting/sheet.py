"""What one page has of its own, before it is printed on its template: texts, rules, marks, each as ink at its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.render.typesetting.errors import IncompletePage
from chalicelib.render.typesetting.fitting import Style, fit
from chalicelib.render.typesetting.fonts import FontSet
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.ink import Ink, Placed, ink_of_line, ink_of_rule
from chalicelib.render.typesetting.placing import place_at_once, place_glyphs


class Cell(NamedTuple):
    """A text to set in a box; `place` says which text it is, without saying what it reads."""

    place: str
    text: str
    box: Box
    style: Style

    def __repr__(self) -> str:
        return f"Cell({self.place!r}, {self.box!r})"


class Drawn(NamedTuple):
    """What was drawn of a cell, in so many glyphs and line by line: kept for the check of the finished page."""

    place: str
    text: str
    glyphs: int
    inks: tuple[Ink, ...]

    def __repr__(self) -> str:
        return f"Drawn({self.place!r})"


class Sheet:
    """The ink of one page, and which texts and rules it is of."""

    def __init__(self) -> None:
        self.drawn: list[Drawn] = []
        self.rules: list[Ink] = []
        self.marks: list[Ink] = []

    @property
    def inks(self) -> list[Ink]:
        """All of it."""
        return [*self.rules, *[ink for item in self.drawn for ink in item.inks], *self.marks]

    def rule(self, line: Box) -> None:
        """Add a black rectangle."""
        self.rules.append(ink_of_rule(line))

    def write(self, fonts: FontSet, cell: Cell) -> None:
        """Set a text in its cell.

        Raises:
            ForbiddenCharacter, MissingGlyph, TextTooLong: See there.
            IncompletePage: A part of it would lie outside the page.
        """
        inks, glyphs = [], 0
        for line in _placed(fonts, cell):
            laid = ink_of_line(line)
            if laid is None:
                raise IncompletePage(f"glyphs of {cell.place}")
            if laid.glyphs:
                inks.append(laid.ink)
                glyphs += laid.glyphs
        self.drawn.append(Drawn(cell.place, cell.text, glyphs, tuple(inks)))

    def mark(self, ink: Ink | None, part: str) -> None:
        """Add ink.

        Raises:
            IncompletePage: There is none because some of `part` would lie outside the page.
        """
        if ink is None:
            raise IncompletePage(part)
        self.marks.append(ink)


def _placed(fonts: FontSet, cell: Cell) -> Sequence[Placed]:
    place, text, box, style = cell
    line = place_at_once(fonts, text, box, style)
    if line is not None:
        return (line,)
    setting = fit(fonts, fonts.characters(text, place), box, style, place)
    return place_glyphs(fonts, setting, box, style.align)
