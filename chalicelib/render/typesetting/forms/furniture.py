"""What stands on every certificate at the same place: title, attestation, issuer and seal, codes, numbers.

The seal overlaps the last character of the mayor's name, as it does on paper. The signed code, a square of 40 mm with
its quiet zone, stands at the lower left.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.render.document import Page
from chalicelib.render.typesetting import code, seal
from chalicelib.render.typesetting.fitting import Style
from chalicelib.render.typesetting.geometry import Box, box_mm, mm
from chalicelib.render.typesetting.sheet import Cell

LEFT, RIGHT = 15.0, 195.0
_FOOT = 288.0
CODE = Box(mm(LEFT), mm(_FOOT) - code.SIZE, mm(LEFT) + code.SIZE, mm(_FOOT))
"""The place of the signed code, with its quiet zone."""

_SEAL_LEFT, _SEAL_TOP = mm(169.4), mm(233)
SEAL = Box(_SEAL_LEFT, _SEAL_TOP, _SEAL_LEFT + seal.SIZE, _SEAL_TOP + seal.SIZE)

_NOTE_HEIGHT = 3.4
_PLACES: dict[str, tuple[Box, Style]] = {
    "title": (box_mm(60, 7, 150, 16), Style(size=20, smallest=14, align="centre")),
    "marker": (box_mm(150, 9, RIGHT, 15), Style(size=11, smallest=9, align="right")),
    "attestation": (box_mm(20, 227.2, RIGHT, 232.8), Style(size=12, smallest=10, condense=70)),
    "issued_on": (box_mm(28, 235, 90, 241), Style(size=12, smallest=10)),
    # Room for 職務代理者 with the office that they hold beside it, above the code.
    "issuer.title": (box_mm(29, 241, 131, 247.9), Style(size=14, smallest=9, lines=2, align="right")),
    "issuer.name": (box_mm(134, 240.5, 172, 248.4), Style(size=17, smallest=9, lines=2, align="right")),
    "seal_note": (box_mm(163, 257.5, 200, 261), Style(size=7.5, smallest=7, align="centre")),
    "reference": (box_mm(67, 283.5, 160, 288), Style(size=9, smallest=8)),
    "page_label": (box_mm(165, 283.5, RIGHT, 288), Style(size=11, smallest=9, align="right")),
}
_NOTES = (67.0, 268.0, RIGHT)
_NOTE_STYLE = Style(size=8, smallest=7)


Places = dict[str, tuple[Box, Style]]


def furniture(page: Page, places: Places | None = None) -> Iterator[Cell]:
    """Yield the cells that every certificate has, closing mark and content excepted.

    `places` says what a form puts elsewhere.
    """
    standing = _PLACES | (places or {})
    for place, text in (*page.head(), *page.foot()):
        if text and place in standing:
            yield Cell(place, text, *standing[place])
    left, top, right = _NOTES
    for number, note in enumerate(page.notes):
        line = top + number * _NOTE_HEIGHT
        yield Cell("notes", note, box_mm(left, line, right, line + _NOTE_HEIGHT), _NOTE_STYLE)
