"""Where the time of a page goes, and the least it could be: copying and deflating what was touched, at memory speed."""

from __future__ import annotations

import time
import zlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

from isal import isal_zlib

from chalicelib.render.document import Document
from chalicelib.render.typesetting import FontSet, png, typesetter
from chalicelib.render.typesetting.forms import lay_out
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.page_check import check_page
from chalicelib.render.typesetting.sheet import Sheet
from chalicelib.render.typesetting.template import fixed_part, template_of
from infra.bench.typesetting import ours

_T = TypeVar("_T")
Spent = defaultdict[str, list[float]]
FLOOR = "floor: copying the touched rows, deflating them, one checksum of them"


@dataclass
class Stages:
    """Median milliseconds of each stage and of the floor, and the share of the rows that were deflated anew."""

    milliseconds: dict[str, float]
    touched: float

    @property
    def whole(self) -> float:
        """All stages together."""
        return sum(time for name, time in self.milliseconds.items() if name != FLOOR)


def measure(fonts_directory: Path) -> Stages:
    """Draw the pages of the benchmark stage by stage."""
    fonts = FontSet.open(fonts_directory)
    spent: Spent = defaultdict(list)

    shares = [_one(document, content, fonts, spent) for document, content in zip(*ours.pages(), strict=True)]
    half = len(shares) // 2
    return Stages({name: median(times[half:]) for name, times in spent.items()}, median(shares))


def _one(document: Document, content: str, fonts: FontSet, spent: Spent) -> float:
    """Draw one page; return the share of its rows that was deflated anew."""

    def timed(name: str, act: Callable[[], _T]) -> _T:
        start = time.process_time()
        result = act()
        spent[name].append((time.process_time() - start) * 1000)
        return result

    page = document.pages[0]
    form = timed("form laid out", lambda: lay_out(document.certificate_type, page))
    template = timed("template found", lambda: template_of(fonts, fixed_part(form, page.issuer)))
    sheet = Sheet()
    timed("texts looked up, fitted and laid out of glyphs", lambda: typesetter.draw_own_part(sheet, fonts, form))
    modules = timed("code made", lambda: typesetter.draw_code(sheet, content, form.code))
    lines = timed("touched scan lines copied and printed on", lambda: Lines(template.lines, sheet.inks))
    timed(
        "page checked (R10)",
        lambda: check_page(lines, fonts, page=page, form=form, template=template, own=sheet, modules=modules),
    )
    timed("deflated and written", lambda: png.encode(lines, template.bands))
    touched = b"".join(stretch.lines for stretch in lines.stretches if stretch.own)
    timed(FLOOR, lambda: _floor(touched))
    return len(touched) / lines.size


def _floor(touched: bytes) -> None:
    isal_zlib.adler32(bytearray(touched))
    deflate = isal_zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflate.compress(touched)
    deflate.flush()
