"""Fit a text into its cell: condense, then break into lines, then refuse. Never clip, never leave anything out.

Condensing (長体) is what registers' own printers do with a long name; the limit keeps dense kanji legible.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from chalicelib.render.typesetting.breaking import break_evenly, break_lines, without_spaces_around
from chalicelib.render.typesetting.errors import TextTooLong
from chalicelib.render.typesetting.fonts import Character, FontSet
from chalicelib.render.typesetting.geometry import Box, pt

Align = Literal["left", "centre", "right", "spread"]

_STEP = 5
_CROWDED = 0.95
_WHOLE = 100
PITCH = 1.06
"""Line pitch in ems: characters of successive lines must not touch."""


class Style(NamedTuple):
    """How a text is set. Sizes in points; `condense` is the narrowest a glyph may get, in percent.

    A text in several lines may be set smaller, down to `smallest`, to fit the height of its cell.
    """

    size: float
    smallest: float
    lines: int = 1
    condense: int = 60
    align: Align = "left"


class Setting(NamedTuple):
    """A fitted text: its lines, the size in pixels per em, the condensation in percent."""

    lines: tuple[tuple[Character, ...], ...]
    size: int
    percent: int


def fit(fonts: FontSet, characters: Sequence[Character], box: Box, style: Style, place: str) -> Setting:
    """Set a text in as few lines as possible and as wide as possible.

    Raises:
        TextTooLong: It does not fit at the smallest size, the narrowest shape and the most lines.
    """
    width = box.right - box.left
    for count in range(1, style.lines + 1):
        size = size_of_lines(box, style, count)
        if size is None:
            break
        for percent in range(_WHOLE, style.condense - 1, -_STEP):
            advances = fonts.advances(characters, size, percent)
            if sum(advances) <= width:
                return Setting((without_spaces_around(characters),), size, percent)
            if max(advances) > width:
                continue
            lines = break_lines(characters, advances, width)
            if len(lines) <= count:
                if style.align == "centre" and len(lines) > 1:
                    lines = break_evenly(characters, advances, width)
                return Setting(lines, size, percent)
    raise TextTooLong(place)


def size_of_lines(box: Box, style: Style, count: int) -> int | None:
    """Return the size in which that many lines are set, None when it would be too small.

    Several lines that fill the height keep a little off the rules.
    """
    height = box.bottom - box.top
    if count > 1:
        height = int(height * _CROWDED / (1 + (count - 1) * PITCH))
    size = min(pt(style.size), height)
    return size if size >= pt(style.smallest) else None
