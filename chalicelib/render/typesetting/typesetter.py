"""From a document to its finished pages: check all text, draw each page on its own, check each page."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from chalicelib.render.document import Document, Page
from chalicelib.render.typesetting import code, png
from chalicelib.render.typesetting.fonts import FontSet
from chalicelib.render.typesetting.forms import lay_out
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.ground import ground_page, latent_mask
from chalicelib.render.typesetting.imprint import imprint_mask, in_the_middle
from chalicelib.render.typesetting.page_check import check_page
from chalicelib.render.typesetting.palette import BLACK, SEAL
from chalicelib.render.typesetting.seal import seal_mask
from chalicelib.render.typesetting.sheet import Sheet


def typeset(document: Document, fonts: FontSet, codes: Sequence[str]) -> tuple[bytes, ...]:
    """Draw every page of a document with the content of its code, and check it.

    Returns:
        One PNG for each page, in order.

    Raises:
        CannotBeRendered: As one of its kinds: `MissingGlyph`, `ForbiddenCharacter`, `TextTooLong`, `NoForm`,
            `CodeTooLong`, `IncompletePage`. Nothing of the document is returned then.
        ValueError: There is not one code for each page.
    """
    for place, text in document.texts():
        fonts.characters(text, place)
    return tuple(
        _typeset_page(document, page, fonts, content) for page, content in zip(document.pages, codes, strict=True)
    )


def _typeset_page(document: Document, page: Page, fonts: FontSet, content: str) -> bytes:
    form = lay_out(document.certificate_type, page)
    mask = seal_mask(fonts, page.issuer.seal_text)
    sheet = Sheet(ground_page(fonts))
    sheet.stamp(mask, form.seal, SEAL)
    for rule in form.rules:
        sheet.rule(rule)
    for cell in form.cells:
        sheet.write(fonts, cell)
    if page.imprint and form.imprint:
        imprint = imprint_mask(page.imprint)
        sheet.stamp(imprint, in_the_middle(imprint, form.imprint), BLACK)
    _draw_code(sheet, form.code, code.matrix(content))
    check_page(sheet, page=page, form=form, seal=mask, word=latent_mask(fonts), code_content=content)
    return png.encode(sheet.image)


def _draw_code(sheet: Sheet, place: Box, modules: code.Matrix) -> None:
    sheet.clear(place)
    small = Image.new("1", (len(modules), len(modules)))
    small.putdata([255 if dark else 0 for row in modules for dark in row])
    side = len(modules) * code.MODULE
    sheet.stamp(
        small.resize((side, side), Image.Resampling.NEAREST), place.shrunk(*[code.QUIET * code.MODULE] * 2), BLACK
    )
