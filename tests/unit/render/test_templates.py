"""Pages made from templates: the same pixels as drawn plainly, and nothing shared between two people."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.sealing import MAX_HAND_OVER
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.document import Document, Imprint
from chalicelib.render.typesetting import FontSet, IncompletePage, code, png, typesetter
from chalicelib.render.typesetting.forms import lay_out
from chalicelib.render.typesetting.geometry import HEIGHT, Box
from chalicelib.render.typesetting.ground import ground_page
from chalicelib.render.typesetting.ink import STRIDE, Placed, ink_of_line, scan_lines
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.palette import BLACK
from chalicelib.render.typesetting.sheet import Sheet
from chalicelib.render.typesetting.template import KEPT, Fixed, fixed_part, template_of
from infra.emulator.demo_city import build_city
from infra.specimens.cases import TODAY, Case, cases
from infra.specimens.desk import Desk
from tests.page_codes import draw
from tests.unit.render.factories import ISSUE, document, foreign_resident, household, resident
from tests.unit.render.plain import plain_pages


@pytest.fixture(scope="module")
def desk() -> Desk:
    """Open the desk of the demo city."""
    return Desk(build_city(24204, dt.date(2026, 11, 23)))


def decode(png: bytes) -> Image.Image:
    """Decode a page with Pillow."""
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and data of each chunk of a PNG, its checksum verified."""
    at = 8
    while at < len(png):
        size, kind = int.from_bytes(png[at : at + 4]), png[at + 4 : at + 8]
        data, checksum = png[at + 8 : at + 8 + size], png[at + 8 + size : at + 12 + size]
        assert zlib.crc32(kind + data) == int.from_bytes(checksum)
        yield kind, data
        at += 12 + size


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_every_specimen_is_what_plain_drawing_gives(case: Case, desk: Desk, fonts: FontSet) -> None:
    """Pixel by pixel, for every certificate, option and hard case of the gallery."""
    certificate = desk.document(case.kind, case.label, case.options)
    for page, plain in zip(draw(certificate, fonts), plain_pages(certificate, fonts), strict=True):
        assert decode(page).tobytes() == plain.tobytes()


def test_the_png_is_sound_to_the_last_checksum(fonts: FontSet) -> None:
    """Bands taken over and bands deflated anew are one stream, whose checksum is that of the page's own lines."""
    (page,) = draw(document(household(resident())), fonts)
    found = list(chunks(page))
    assert [kind for kind, _ in found if kind != b"IDAT"] == [b"IHDR", b"PLTE", b"pHYs", b"IEND"]
    lines = zlib.decompress(b"".join(data for kind, data in found if kind == b"IDAT"))
    assert lines == scan_lines(plain_pages(document(household(resident())), fonts)[0])


def test_a_page_deflated_again_is_the_same_page(fonts: FontSet) -> None:
    """What makes a long register fit its hand-over changes bytes and no pixel."""
    (page,) = draw(document(household(resident())), fonts)
    quick, thorough = (png.smaller(page, level) for level in png.SMALLER)
    assert len(thorough) < len(quick) < len(page) * 0.9
    for smaller in (quick, thorough):
        assert decode(smaller).tobytes() == decode(page).tobytes()
        assert [kind for kind, _ in chunks(smaller)] == [b"IHDR", b"PLTE", b"pHYs", b"IDAT", b"IEND"]


def test_pages_are_deflated_again_until_they_fit(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that fit stay as they are; others are deflated quickly, and thoroughly when that is not enough."""
    made = document(household(resident()))
    (page,) = draw(made, fonts)
    quick, thorough = (png.smaller(page, level) for level in png.SMALLER)
    for room, expected in ((len(page) + 1, page), (len(page), quick), (len(quick), thorough), (1, thorough)):
        monkeypatch.setattr(typesetter, "_ROOM", room)
        assert draw(made, fonts) == (expected,)


def test_a_dense_register_of_twenty_pages_fits_its_hand_over(desk: Desk, fonts: FontSet) -> None:
    """Twenty pages as full as the fullest of the demo city take less than a hand-over may have.

    Such pages differ in their number and code alone, so that two tell how large twenty are.
    """
    register = desk.document(CertificateType.FAMILY_REGISTER, "nine-in-register")
    pages = tuple(dataclasses.replace(register.pages[0], number=number) for number in (1, 2))
    drawn = draw(dataclasses.replace(register, pages=pages), fonts)
    assert 20 * max(len(png.smaller(page, png.SMALLER[-1])) for page in drawn) < MAX_HAND_OVER * 31 // 32


def _fixed(made: Document) -> Fixed:
    return fixed_part(lay_out(made.certificate_type, made.pages[0]), made.pages[0].issuer)


def test_two_people_share_a_template_and_nothing_of_theirs_is_on_it(fonts: FontSet) -> None:
    """The template of two residents' pages is one; none of their texts stands on it, and no page changes it."""
    one, other = document(household(resident())), document(household(resident(name="別人　花子", sex="女")))
    template = template_of(fonts, _fixed(one))
    before = bytearray(template.lines)
    draw(one, fonts)
    draw(other, fonts)
    assert template_of(fonts, _fixed(other)) is template
    assert template.lines == before
    fields = [item for made in (one, other) for page in made.pages for block in page.blocks for item in block.fields]
    own = {item.text for item in fields} - {item.label for item in fields}
    assert {"架空　一郎", "別人　花子", "カクウ　タロウ"} < own
    assert not own & {drawn.text for drawn in template.drawn}


def test_pages_of_two_people_differ_in_their_own_ink_alone(fonts: FontSet) -> None:
    """Where neither page has ink of its own both show the template, so no dot of one can be on the other."""
    one, other = (document(household(resident(name=name))) for name in ("架空　太郎", "別人　花子"))
    first, second = (decode(draw(made, fonts)[0]) for made in (one, other))
    expected = [plain_pages(made, fonts)[0] for made in (one, other)]
    assert [first.tobytes(), second.tobytes()] == [page.tobytes() for page in expected]
    assert first.tobytes() != second.tobytes()


def test_a_page_of_the_next_day_bears_its_date(fonts: FontSet) -> None:
    """The date stands on the template, and that of yesterday's is not taken for today's pages."""
    tomorrow = Issue(ISSUE.issuance_id, ISSUE.issued_on + dt.timedelta(days=1))
    one, other = (document(household(resident()), issue=issue) for issue in (ISSUE, tomorrow))
    assert template_of(fonts, _fixed(one)) is not template_of(fonts, _fixed(other))
    draw(one, fonts)
    assert decode(draw(other, fonts)[0]).tobytes() == plain_pages(other, fonts)[0].tobytes()


@pytest.mark.parametrize("part", ["rules", "cells", "seal_text", "seal_imprint", "seal", "code"])
def test_a_template_is_found_by_everything_that_stands_on_it(part: str) -> None:
    """Another rule, label, seal or place is another template."""
    fixed = _fixed(document(household(resident())))
    other: dict[str, Any] = {
        "rules": fixed.rules[1:],
        "cells": (fixed.cells[0]._replace(text="別"), *fixed.cells[1:]),
        "seal_text": "別市長之印",
        "seal_imprint": Imprint(8, 1, b"\x0f", 210, 210),
        "seal": Box(0, 0, 10, 10),
        "code": Box(0, 0, 10, 10),
    }
    assert dataclasses.replace(fixed, **{part: other[part]}) != fixed


def test_all_pages_of_a_register_share_a_template(desk: Desk) -> None:
    """What counts the pages stands on none: a template costs ten pages' time, and each would need its own."""
    register = desk.document(CertificateType.FAMILY_REGISTER, "nine-in-register")
    forms = [lay_out(register.certificate_type, page) for page in register.pages]
    assert len(forms) > 1
    assert len({fixed_part(form, register.pages[0].issuer) for form in forms}) == 1


def test_only_what_is_printed_is_fixed(fonts: FontSet) -> None:
    """A foreign resident's page has a template of its own, and what a page says stands on none."""
    national, foreign = (_fixed(document(household(each))) for each in (resident(), foreign_resident()))
    assert template_of(fonts, national) is not template_of(fonts, foreign)
    assert {cell.place for cell in national.cells if not cell.place.endswith(".label")} == {
        "title", "attestation", "issued_on", "issuer.title", "issuer.name", "seal_note", "closing",
    }  # fmt: skip


def test_a_template_without_a_rule_is_refused(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each rule of a template is looked for when it is made."""
    monkeypatch.setattr("chalicelib.render.typesetting.template.Lines", lambda ground, inks=(): Lines(ground, inks[1:]))
    with pytest.raises(IncompletePage, match="a rule"):
        draw(document(household(resident())), FontSet(fonts.faces[:1] * 2))


def test_a_template_with_a_text_where_the_code_belongs_is_refused(fonts: FontSet) -> None:
    """A template leaves the code and its quiet zone white paper."""
    (title,) = (cell for cell in _fixed(document(household(resident()))).cells if cell.place == "title")
    place = Box(title.box.left, title.box.top, title.box.left + code.SIZE, title.box.top + code.SIZE)
    with pytest.raises(IncompletePage, match="room for the code"):
        template_of(fonts, dataclasses.replace(_fixed(document(household(resident()))), code=place))


def test_templates_are_bounded() -> None:
    """A process keeps few templates, whatever it is asked for."""
    assert KEPT * STRIDE * HEIGHT < 128 * 2**20


def test_the_templates_of_a_day_are_all_kept(desk: Desk) -> None:
    """Every certificate, option and hard case of a day is drawn without any template being made a second time."""
    found = set()
    for case in cases():
        if case.today == TODAY:
            made = desk.document(case.kind, case.label, case.options, acting=case.acting)
            found |= {fixed_part(lay_out(made.certificate_type, page), page.issuer) for page in made.pages}
    assert len(found) <= KEPT


@pytest.mark.parametrize("gap", [-40, -3, -1, 0, 1, 2, 7])
@pytest.mark.parametrize("left", range(100, 104))
def test_glyphs_laid_side_by_side_are_as_pasted(fonts: FontSet, left: int, gap: int) -> None:
    """At every place within a byte, apart, in a shared byte or over each other, each glyph keeps all its ink."""
    plain, line, start = ground_page(fonts).copy(), [], left
    for character in fonts.characters("架一ｇ辻\U000e0102j漢", "test"):
        glyph = fonts.glyph(character, 67, 80)
        line.append(glyph._replace(left=0, advance=glyph.width))
        plain.paste(BLACK, (left, 300 + glyph.top), glyph.mask)
        left += glyph.width + gap
    laid, sheet = ink_of_line(Placed(line, start, gap, 300)), Sheet()
    assert laid
    sheet.mark(laid.ink, "test")
    assert Lines(scan_lines(ground_page(fonts)), sheet.inks).whole() == scan_lines(plain)


@pytest.mark.parametrize("left", range(100, 105))
@pytest.mark.parametrize("width", [1, 2, 3, 4, 5, 9, 40])
def test_a_rule_is_black_to_the_pixel(fonts: FontSet, left: int, width: int) -> None:
    """A rule of any width at any pixel fills its rectangle and nothing beside it, one row or many high."""
    plain = ground_page(fonts).copy()
    ground, sheet = scan_lines(plain), Sheet()
    for box in (Box(left, 50, left + width, 51), Box(left, 60, left + width, 95)):
        plain.paste(BLACK, box)
        sheet.rule(box)
    assert Lines(ground, sheet.inks).whole() == scan_lines(plain)
