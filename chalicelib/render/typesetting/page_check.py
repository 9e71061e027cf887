"""The check of every page right after it was drawn (R10): what is not provably complete is not issued.

It looks at the scan lines of the page, not at what the drawing code meant to do: each glyph and each rule is black
where it belongs, the code says what it must, and all that stands on the template, which was looked at when it was made,
is still there: labels, attestation, official seal, the ground pattern with its latent word. Nothing else is there, not
a dot, such as of another name over the page's own. What is the page's own is what its form has, each text in its cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from chalicelib.render.document import Imprint, Page
from chalicelib.render.typesetting import packed
from chalicelib.render.typesetting.code_check import check_code
from chalicelib.render.typesetting.errors import IncompletePage
from chalicelib.render.typesetting.fonts import FontSet
from chalicelib.render.typesetting.forms import Form
from chalicelib.render.typesetting.geometry import HEIGHT, Box, pt
from chalicelib.render.typesetting.imprint import imprint_mask, in_the_middle
from chalicelib.render.typesetting.ink import PIXELS_PER_BYTE, STRIDE, Ink, box_of, ink_of_rule
from chalicelib.render.typesetting.ink_check import check_glyphs, check_inks, check_rules
from chalicelib.render.typesetting.lines import BAND, Lines, Stretch
from chalicelib.render.typesetting.palette import BLACK
from chalicelib.render.typesetting.sheet import Cell, Drawn, Sheet
from chalicelib.render.typesetting.template import Template, fixed_part
from chalicelib.render.typesetting.template_check import check_seal, check_template

_ESSENTIAL = ("title", "attestation", "issued_on", "issuer.title", "issuer.name", "reference", "page_label", "closing")
# The share of a page that its own texts and rules may take: the pattern has to be seen.
_MOST_OF_PAGE = 0.5


def check_page(
    lines: Lines,
    fonts: FontSet,
    *,
    page: Page,
    form: Form,
    template: Template,
    own: Sheet,
    modules: bytes,
) -> None:
    """Refuse a page that lacks a text, a glyph, the seal, the ground pattern, its word or the code.

    Args:
        lines: The scan lines of the page, finished.
        fonts: What it was drawn with.
        page: What it must show.
        form: Where.
        template: What it was drawn on.
        own: What was drawn of its own.
        modules: Its code, as `code.modules` has it.

    Raises:
        IncompletePage: See `part`.
    """
    if lines.size != STRIDE * HEIGHT:
        raise IncompletePage("size")
    _check_texts(page, template, own.drawn)
    check_glyphs(own.drawn)
    check_code(lines, form.code, modules)
    _check_imprint(lines, page.imprint, form.imprint)
    inks = own.inks
    if not _is_exact(lines, template, inks):
        check_inks(lines, own.drawn)
        check_rules(lines, own.rules)
        check_template(lines, fonts, template.drawn, seal=template.seal, room=form.seal, clear=form.code, printed=True)
        raise IncompletePage("ink that is not its own, or something of its template")
    _check_covering(lines, template, form, inks)
    _check_form(page, form, template, own)


def _check_texts(page: Page, template: Template, own: Sequence[Drawn]) -> None:
    """The page's texts were drawn, as often as they stand there, and no other; what every page must have is there."""
    there = dict(Counter(page.texts()))
    places = {place for place, _ in there}
    for place in _ESSENTIAL:
        if place not in places:
            raise IncompletePage(f"text of {place}")
    printed = template.texts.copy()
    for place, text, *_ in own:
        printed[place, text] = printed.get((place, text), 0) + 1
    if printed != there:
        lost, strange = Counter(there), Counter(printed)
        place, _ = next(iter((lost - strange) + (strange - lost)))
        raise IncompletePage(f"text of {place}")


def _is_exact(lines: Lines, template: Template, own: Sequence[Ink]) -> bool:
    """Whether a page has every bit of its template and of its own ink, none of which is a filter type, and no other."""
    inks: dict[Stretch, list[Ink]] = {stretch: [] for stretch in lines.stretches if stretch.lines is not template.lines}
    for ink in own:
        stretch = lines.stretch_of(ink)
        if stretch not in inks or not ink.left:
            return False
        inks[stretch].append(ink)
    return all(
        packed.is_exact(stretch.part(), stretch.part_of(template.lines), STRIDE, stretch.first * BAND, here)
        for stretch, here in inks.items()
    )


def _check_covering(lines: Lines, template: Template, form: Form, own: Sequence[Ink]) -> None:
    """What the page has of its own leaves the seal its colour, and most of the pattern to be seen."""
    place = template.seal.place
    near = [ink for ink in own if ink.top < place.bottom and ink.bottom > place.top]
    if not form.seal.contains(place) or any(place.meets(box_of(ink)) for ink in near):
        check_seal(lines, template.seal, form.seal)
    if sum([len(ink.rows) for ink in own]) > _MOST_OF_PAGE * STRIDE * HEIGHT:
        raise IncompletePage("ground pattern")


def _check_form(page: Page, form: Form, template: Template, own: Sheet) -> None:
    """The template is that of the form and the office; rules, texts and marks are the form's, and stand where it says.

    Else what is on no form, or in the row of somebody else, could be ink of the page's own.
    """
    if template.fixed != fixed_part(form, page.issuer):
        raise IncompletePage("the template of its form and office")
    if own.rules != [ink_of_rule(line) for line in form.own_rules]:
        raise IncompletePage("a rule of its form")
    if len(own.marks) != 1 + (form.imprint is not None):
        raise IncompletePage("marks of its form alone")
    if not _stand_in_their_cells(own.drawn, form.own):
        raise IncompletePage("a text in its cell")


def _stand_in_their_cells(own: Sequence[Drawn], cells: Sequence[Cell]) -> bool:
    """Whether the texts are those of the cells, and no ink is farther outside than a glyph reaches: half an em."""
    for (place, text, _, inks), (its_place, its_text, (left, top, right, bottom), style) in zip(
        own, cells, strict=True
    ):
        reach = pt(style.size) // 2
        for rows, first, above, width in inks:
            start = (first - 1) * PIXELS_PER_BYTE
            if start < left - reach or start + width * PIXELS_PER_BYTE > right + reach:
                return False
            if above < top - reach or above + len(rows) // width > bottom + reach:
                return False
        if place != its_place or text != its_text:
            return False
    return True


def _check_imprint(lines: Lines, imprint: Imprint | None, room: Box | None) -> None:
    """The registered seal is there in its real size, every dot of it black and none beside it."""
    if (imprint is None) != (room is None):
        raise IncompletePage("imprint")
    if imprint is None or room is None:
        return
    mask = imprint_mask(imprint)
    place = in_the_middle(mask, room)
    ink = mask.histogram()[255]
    drawn = lines.crop(room).histogram()[BLACK]
    if not ink or not room.contains(place) or drawn != ink or lines.crop(place).histogram(mask)[BLACK] != ink:
        raise IncompletePage("imprint")
