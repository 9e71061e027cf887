"""The check of every page right after it was drawn (R10): what is not provably complete is not issued.

It looks at the scan lines of the page, not at what the drawing code meant to do: each glyph and each rule is black
where it belongs, the code says what it must, and all that stands on the template, which was looked at when it was made,
is still there: labels, attestation, official seal, the ground pattern with its latent word. Nothing else is there, not
a dot, such as of another name over the page's own.
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
from chalicelib.render.typesetting.geometry import HEIGHT, Box
from chalicelib.render.typesetting.imprint import imprint_mask, in_the_middle
from chalicelib.render.typesetting.ink import STRIDE, Ink, box_of
from chalicelib.render.typesetting.ink_check import check_glyphs, check_inks, check_rules
from chalicelib.render.typesetting.lines import BAND, Lines, Stretch
from chalicelib.render.typesetting.palette import BLACK
from chalicelib.render.typesetting.sheet import Drawn, Sheet
from chalicelib.render.typesetting.template import Template
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
    near = [ink for ink in own if ink.top < place.bottom]
    if not form.seal.contains(place) or any(place.meets(box_of(ink)) for ink in near):
        check_seal(lines, template.seal, form.seal)
    if sum([len(ink.rows) for ink in own]) > _MOST_OF_PAGE * STRIDE * HEIGHT:
        raise IncompletePage("ground pattern")


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
