"""What many pages have in common, drawn, packed and deflated once: pattern, official seal, date, rules, labels.

A template is looked up by everything that stands on it and by nothing else. Two pages share one only if its content is
the content of both, so it cannot carry anything from one page to another. It is never drawn on: each page has copies of
the scan lines that it prints on (`Lines`), and all others are taken over deflated (`png.encode`).
"""

from __future__ import annotations

import functools
import threading
from collections import Counter
from dataclasses import dataclass, field

from PIL import Image

from chalicelib.render.document import Imprint, Issuer
from chalicelib.render.typesetting import png
from chalicelib.render.typesetting.errors import IncompletePage
from chalicelib.render.typesetting.fonts import FontSet
from chalicelib.render.typesetting.forms import Form
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.ground import ground_lines
from chalicelib.render.typesetting.imprint import imprint_mask, in_the_middle
from chalicelib.render.typesetting.ink import PIXELS_PER_BYTE, STRIDE, Mark, ink_of
from chalicelib.render.typesetting.ink_check import check_rules
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.palette import SEAL, WHITE
from chalicelib.render.typesetting.seal import seal_mask
from chalicelib.render.typesetting.sheet import Cell, Drawn, Sheet
from chalicelib.render.typesetting.template_check import Seal, check_template, seal_of

# 4 MiB each. One is made for each certificate and arrangement of members and items, in the time of twenty pages or
# more; a day has two dozen.
KEPT = 32
_MAKING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Fixed:
    """Everything a template shows besides the pattern."""

    rules: tuple[Box, ...]
    cells: tuple[Cell, ...]
    seal_text: str
    seal_imprint: Imprint | None
    seal: Box
    code: Box


@dataclass(frozen=True, eq=False)
class Template:
    """What it was drawn by, scan lines, the same deflated in bands, the texts on them, the official seal."""

    fixed: Fixed = field(repr=False)
    lines: bytes = field(repr=False)
    bands: png.Bands = field(repr=False)
    drawn: tuple[Drawn, ...] = field(repr=False)
    seal: Seal = field(repr=False)

    @functools.cached_property
    def texts(self) -> dict[tuple[str, str], int]:
        """How often each text was drawn at its place."""
        return dict(Counter((item.place, item.text) for item in self.drawn))


def fixed_part(form: Form, issuer: Issuer) -> Fixed:
    """Return what of a form is the same on many pages."""
    return Fixed(form.fixed_rules, form.fixed, issuer.seal_text, issuer.imprint, form.seal, form.code)


def template_of(fonts: FontSet, fixed: Fixed) -> Template:
    """Draw a template, or return the one drawn before.

    Raises:
        ForbiddenCharacter, MissingGlyph, TextTooLong: A text of it cannot be set.
        IncompletePage: It lacks something of what it must show (R10).
    """
    # Threads that need the same one wait for it: making it twice would take them longer.
    with _MAKING:
        return _made(fonts, fixed)


@functools.lru_cache(maxsize=KEPT)
def _made(fonts: FontSet, fixed: Fixed) -> Template:
    mask = seal_mask(fonts, fixed.seal_text) if fixed.seal_imprint is None else imprint_mask(fixed.seal_imprint)
    place = in_the_middle(mask, fixed.seal)
    mark = Mark(mask, place.left, place.top)
    ink = ink_of(mark)
    if ink is None:
        raise IncompletePage("official seal")
    ground = _painted(ground_lines(fonts), mark, SEAL)
    ground = _painted(ground, Mark(Image.new("1", (fixed.code.width, fixed.code.height), 1), *fixed.code[:2]), WHITE)
    sheet = Sheet()
    for rule in fixed.rules:
        sheet.rule(rule)
    for cell in fixed.cells:
        sheet.write(fonts, cell)
    seal = seal_of(ink, place)
    lines = Lines(ground, sheet.inks)
    check_rules(lines, sheet.rules)
    check_template(lines, fonts, sheet.drawn, seal=seal, room=fixed.seal, clear=fixed.code)
    whole = lines.whole()
    return Template(fixed, whole, png.Bands(whole), tuple(sheet.drawn), seal)


def _painted(lines: bytes, mark: Mark, colour: int) -> bytes:
    """Return scan lines with a mask painted over them in another colour than black."""
    before = mark.left % PIXELS_PER_BYTE
    first, right = mark.left - before, mark.left + mark.mask.width
    width = -(-(right - first) // PIXELS_PER_BYTE)
    box = Box(first, mark.top, first + width * PIXELS_PER_BYTE, mark.top + mark.mask.height)
    part = Lines(lines).crop(box)
    part.paste(colour, (before, 0), mark.mask)
    painted, packed = bytearray(lines), part.tobytes("raw", "P;2")
    for row in range(part.height):
        at = (mark.top + row) * STRIDE + 1 + first // PIXELS_PER_BYTE
        painted[at : at + width] = packed[row * width : (row + 1) * width]
    return bytes(painted)
