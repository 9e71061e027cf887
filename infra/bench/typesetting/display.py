"""What a page shows, as a list that any engine can draw: runs of text with size and place, rules, the code.

The peers get it ready: fitting and breaking the texts, which Kofu's own time includes, costs them nothing.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from chalicelib.render.document import Document
from chalicelib.render.typesetting import FontSet, code
from chalicelib.render.typesetting.coverage import FIRST_PRIVATE
from chalicelib.render.typesetting.fitting import fit
from chalicelib.render.typesetting.fonts import Character
from chalicelib.render.typesetting.forms import Form, lay_out
from chalicelib.render.typesetting.ground import ground_page
from chalicelib.render.typesetting.palette import SEAL, WHITE
from chalicelib.render.typesetting.placing import place_lines
from chalicelib.render.typesetting.seal import seal_mask
from chalicelib.render.typesetting.sheet import Cell
from infra.pictures.page_code import picture

Page = dict[str, Any]


def write(documents: list[Document], contents: list[str], fonts: FontSet, directory: Path) -> None:
    """Write `pages.json` and `background.png` (pattern, seal, room for the code) for documents of one page each."""
    directory.mkdir(parents=True, exist_ok=True)
    pages = [_page(document, content, fonts) for document, content in zip(documents, contents, strict=True)]
    (directory / "pages.json").write_text(json.dumps(pages, ensure_ascii=False))
    form = lay_out(documents[0].certificate_type, documents[0].pages[0])
    background = ground_page(fonts).copy()
    background.paste(SEAL, form.seal, seal_mask(fonts, documents[0].pages[0].issuer.seal_text))
    background.paste(WHITE, form.code)
    background.save(directory / "background.png", dpi=(400, 400))


def _page(document: Document, content: str, fonts: FontSet) -> Page:
    form = lay_out(document.certificate_type, document.pages[0])
    fixed = [(cell.place, cell.text) for cell in form.fixed]
    return {
        "form": hashlib.sha256(repr((form.rules, fixed)).encode()).hexdigest(),
        "rules": form.rules,
        "runs": [
            run
            for cells, is_fixed in ((form.fixed, True), (form.own, False))
            for cell in cells
            for run in _runs(cell, fonts, is_fixed=is_fixed)
        ],
        "code": _code(form, content),
    }


def _runs(cell: Cell, fonts: FontSet, *, is_fixed: bool) -> list[list[Any]]:
    setting = fit(fonts, fonts.characters(cell.text, cell.place), cell.box, cell.style, cell.place)
    return [
        [
            "".join(_recorded(fonts, character) for character in line.characters),
            "".join(chr(character.code_point) for character in line.characters),
            round(line.left, 2),
            line.baseline,
            setting.size,
            setting.percent,
            round(line.gap, 2),
            is_fixed,
        ]
        for line in place_lines(fonts, setting, cell.box, cell.style.align)
    ]


def _recorded(fonts: FontSet, character: Character) -> str:
    """Return a character as registers have it: a variant as its base and selector."""
    number = character.code_point - FIRST_PRIVATE
    if number < 0:
        return chr(character.code_point)
    return "".join(map(chr, list(fonts.faces[character.face].coverage.sequences)[number]))


def _code(form: Form, content: str) -> list[Any]:
    modules = picture(content)
    side, values = modules.width, modules.tobytes()
    return [
        form.code.left,
        form.code.top,
        side,
        code.MODULE,
        ["".join("0" if value else "1" for value in values[row * side : (row + 1) * side]) for row in range(side)],
    ]
