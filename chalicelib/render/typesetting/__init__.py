"""Typesetting: a `Document` becomes page images, or is refused; nothing is drawn approximately.

    typeset(document, FontSet.open(directory), codes) -> one PNG a page

A page is a 2-bit palette PNG, A4 portrait at 400 dpi, 3307 x 4677 pixels, text bi-level.
"""

from __future__ import annotations

from chalicelib.protocol.errors import CannotBeRendered
from chalicelib.render.typesetting.errors import (
    FontsUnusable,
    ForbiddenCharacter,
    IncompletePage,
    MissingGlyph,
    NoForm,
    TextTooLong,
)
from chalicelib.render.typesetting.fonts import FontSet
from chalicelib.render.typesetting.typesetter import typeset

__all__ = [
    "CannotBeRendered",
    "FontSet",
    "FontsUnusable",
    "ForbiddenCharacter",
    "IncompletePage",
    "MissingGlyph",
    "NoForm",
    "TextTooLong",
    "typeset",
]
