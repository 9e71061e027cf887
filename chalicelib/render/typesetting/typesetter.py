"""From a document to its finished pages: each is drawn on its own, text by checked text, and checked when done."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.render.document import Document, Page
from chalicelib.render.typesetting import code, png
from chalicelib.render.typesetting.fonts import FontSet
from chalicelib.render.typesetting.forms import Form, lay_out
from chalicelib.render.typesetting.geometry import Box
from chalicelib.render.typesetting.imprint import imprint_mask, in_the_middle
from chalicelib.render.typesetting.ink import Mark, ink_of
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.page_check import check_page
from chalicelib.render.typesetting.sheet import Sheet
from chalicelib.render.typesetting.template import fixed_part, template_of

# Of the 4 MiB of a hand-over (`chalicelib.protocol.sealing`, whose cryptography drawing does not import).
_ROOM = 15 * 2**18


def typeset(document: Document, fonts: FontSet, codes: Sequence[str]) -> tuple[bytes, ...]:
    """Draw every page of a document with the content of its code, and check it.

    Returns:
        One PNG for each page, in order.

    Raises:
        CannotBeRendered: As one of its kinds: `MissingGlyph`, `ForbiddenCharacter`, `TextTooLong`, `NoForm`,
            `CodeTooLong`, `IncompletePage`. Nothing of the document is returned then.
        ValueError: There is not one code for each page.
    """
    if len(document.pages) > 1:
        # None is begun when the last cannot be drawn.
        fonts.require(document.texts())
    pages = tuple(
        typeset_page(document, page, fonts, content) for page, content in zip(document.pages, codes, strict=True)
    )
    for level in png.SMALLER:
        # A register of twenty pages has to fit one hand-over.
        if sum(map(len, pages)) >= _ROOM:
            pages = tuple(png.smaller(page, level) for page in pages)
    return pages


def typeset_page(document: Document, page: Page, fonts: FontSet, content: str) -> bytes:
    """Draw one page of a document, and check it.

    Raises:
        CannotBeRendered: As one of its kinds.
    """
    form = lay_out(document.certificate_type, page)
    template = template_of(fonts, fixed_part(form, page.issuer))
    sheet = Sheet()
    draw_own_part(sheet, fonts, form)
    if page.imprint and form.imprint:
        imprint = imprint_mask(page.imprint)
        place = in_the_middle(imprint, form.imprint)
        sheet.mark(ink_of(Mark(imprint, place.left, place.top)), "imprint")
    modules = draw_code(sheet, content, form.code)
    lines = Lines(template.lines, sheet.inks)
    check_page(lines, fonts, page=page, form=form, template=template, own=sheet, modules=modules)
    return png.encode(lines, template.bands)


def draw_own_part(sheet: Sheet, fonts: FontSet, form: Form) -> None:
    """Draw what is not on the template."""
    for rule in form.own_rules:
        sheet.rule(rule)
    for cell in form.own:
        sheet.write(fonts, cell)


def draw_code(sheet: Sheet, content: str, place: Box) -> bytes:
    """Draw the code into its place, which a template keeps white; return its modules."""
    modules = code.modules(content)
    sheet.mark(code.ink(modules, place), "code")
    return modules
