"""The plain way to draw a page, by which the fast way is measured: everything pasted onto one image in turn."""

from __future__ import annotations

from collections.abc import Hashable

from PIL import Image

from chalicelib.render.document import Document, Page
from chalicelib.render.typesetting import FontSet, code
from chalicelib.render.typesetting.fitting import fit
from chalicelib.render.typesetting.forms import lay_out
from chalicelib.render.typesetting.glyph import Glyph
from chalicelib.render.typesetting.ground import ground_page
from chalicelib.render.typesetting.imprint import imprint_mask, in_the_middle
from chalicelib.render.typesetting.palette import BLACK, SEAL, WHITE
from chalicelib.render.typesetting.placing import place_glyphs
from chalicelib.render.typesetting.seal import seal_mask
from tests.page_codes import codes
from tests.unit.render.independent_qr import independent_modules


def plain_pages(document: Document, fonts: FontSet) -> list[Image.Image]:
    """Draw every page of a document, unchecked, as palette images."""
    return [
        _plain_page(document, page, fonts, content)
        for page, content in zip(document.pages, codes(document), strict=True)
    ]


_masks: dict[Hashable, Image.Image] = {}


def _mask(glyph: Glyph) -> Image.Image:
    if glyph not in _masks:
        _masks[glyph] = glyph.mask
    return _masks[glyph]


def _plain_page(document: Document, page: Page, fonts: FontSet, content: str) -> Image.Image:
    form = lay_out(document.certificate_type, page)
    image = ground_page(fonts).copy()
    image.paste(SEAL, form.seal, seal_mask(fonts, page.issuer.seal_text))
    for rule in form.rules:
        image.paste(BLACK, rule)
    for cell in form.cells:
        setting = fit(fonts, fonts.characters(cell.text, cell.place), cell.box, cell.style, cell.place)
        for line in place_glyphs(fonts, setting, cell.box, cell.style.align):
            before = 0
            for number, glyph in enumerate(line.glyphs):
                pen = round(line.left + before + number * line.gap)
                if glyph.ink:
                    image.paste(BLACK, (pen + glyph.left, line.baseline + glyph.top), _mask(glyph))
                before += glyph.advance
    if page.imprint and form.imprint:
        mask = imprint_mask(page.imprint)
        image.paste(BLACK, in_the_middle(mask, form.imprint), mask)
    image.paste(WHITE, form.code)
    for row, modules in enumerate(independent_modules(content), start=code.QUIET):
        for column, dark in enumerate(modules, start=code.QUIET):
            left, top = form.code.left + column * code.MODULE, form.code.top + row * code.MODULE
            image.paste(BLACK if dark else WHITE, (left, top, left + code.MODULE, top + code.MODULE))
    return image
