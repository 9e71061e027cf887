"""Kofu's own pages for the benchmark: document to PNG ready to seal, everything on; or the drawing alone."""

from __future__ import annotations

import itertools
import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from chalicelib.render.document import Document
from chalicelib.render.typesetting import FontSet, code, png, typeset
from chalicelib.render.typesetting.fitting import Setting, fit
from chalicelib.render.typesetting.forms import lay_out
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.ink import ink_of_line
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.placing import place_glyphs
from chalicelib.render.typesetting.sheet import Cell
from chalicelib.render.typesetting.template import Template, fixed_part, template_of
from infra.bench.typesetting.people import documents

SEED, PAGES = 20261123, 120
_CODE_CHARACTERS = 930
_BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def pages() -> tuple[list[Document], list[str]]:
    """Return documents of one page, each of another household, and as long a content for the code of each as signed."""
    dice = random.Random(SEED)  # noqa: S311 - stands for a signature, secures nothing
    contents = ["".join(dice.choices(_BASE45, k=_CODE_CHARACTERS)) for _ in range(PAGES)]
    return list(itertools.islice(documents(SEED), PAGES)), contents


class Given(NamedTuple):
    """What the peers are given of a page besides its pattern: texts fitted, the code's modules; all Kofu has ready."""

    template: Template
    texts: Sequence[tuple[Setting, Cell]]
    modules: bytes
    code: Box


def given(document: Document, fonts: FontSet, content: str) -> Given:
    """Prepare a page as it is prepared for the peers."""
    page = document.pages[0]
    form = lay_out(document.certificate_type, page)
    texts = [
        (fit(fonts, fonts.characters(cell.text, cell.place), cell.box, cell.style, cell.place), cell)
        for cell in form.own
    ]
    return Given(template_of(fonts, fixed_part(form, page.issuer)), texts, code.modules(content), form.code)


def draw_alone(page: Given, fonts: FontSet) -> bytes:
    """Draw what the peers draw, checking as little as they do."""
    lines = [line for setting, cell in page.texts for line in place_glyphs(fonts, setting, cell.box, cell.style.align)]
    inks = [laid.ink for laid in map(ink_of_line, lines) if laid and laid.glyphs]
    return png.encode(Lines(page.template.lines, [*inks, code.ink(page.modules, page.code)]), page.template.bands)


def main() -> None:
    """Draw the page that each line of the input names; answer milliseconds of CPU and in all, bytes."""
    made, contents = pages()
    fonts = FontSet.open(Path(sys.argv[1]))
    alone = sys.argv[3:] == ["alone"]
    ready = [given(document, fonts, content) for document, content in zip(made, contents, strict=True) if alone]
    for line in sys.stdin:
        number = int(line)
        start, worked = time.perf_counter(), time.process_time()
        if alone:
            page = draw_alone(ready[number], fonts)
        else:
            (page,) = typeset(made[number], fonts, contents[number : number + 1])
        spent = [(time.process_time() - worked) * 1000, (time.perf_counter() - start) * 1000]
        print(json.dumps([*spent, len(page)]), flush=True)
        Path(sys.argv[2]).write_bytes(page)


if __name__ == "__main__":
    main()
