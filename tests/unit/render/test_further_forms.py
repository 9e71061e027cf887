"""The layout of the certificates beside 住民票: nothing overlaps, crosses a rule or is left out, all of it is drawn."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from collections.abc import Callable
from itertools import combinations

import pytest
import zxingcpp
from PIL import Image, ImageChops

from chalicelib.protocol import page_code
from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.sealing import MAX_HAND_OVER
from chalicelib.registers.taxation import Levies
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.document import Document, Imprint
from chalicelib.render.typesetting import FontSet, IncompletePage, NoForm, typesetter
from chalicelib.render.typesetting.fitting import fit
from chalicelib.render.typesetting.forms import lay_out
from chalicelib.render.typesetting.geometry import HEIGHT, WIDTH, Box, mm
from chalicelib.render.typesetting.imprint import imprint_mask
from infra.emulator.demo_city.imprints import imprint
from tests.page_codes import ISSUER, codes, draw
from tests.unit.render.factories import ISSUANCE_ID, foreign_resident, household, municipality
from tests.unit.render.further_factories import (
    NON_TAXATION,
    TAXED,
    dependent,
    person,
    register,
    register_document,
    seal,
    seal_document,
    supplement,
    supplement_document,
    supplement_person,
    tax,
    tax_document,
)

DOCUMENTS: dict[str, Callable[[], Document]] = {
    "seal": lambda: seal_document(seal(imprint(("架空",), 250, "square"), notes=("備考",))),
    "foreign seal": lambda: seal_document(seal(katakana="シルバ", notes=("備考",)), household(foreign_resident())),
    "register": lambda: register_document(
        register(*(person(n, removed=n == 2, spouse="夫" if n == 1 else None) for n in range(1, 9)),
                 surname_furigana="カクウ")),
    "individual": lambda: register_document(register(person(1), person(2)), "p1"),
    "supplement": lambda: supplement_document(
        supplement(supplement_person(1, 30, notes=("備考",)), supplement_person(2)), domicile=True),
    "tax": lambda: tax_document(tax(notes=("備考",))),
    "no tax": lambda: tax_document(dependent(), NON_TAXATION),
}  # fmt: skip


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share a pixel."""
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom


@pytest.fixture(params=DOCUMENTS)
def document(request: pytest.FixtureRequest) -> Document:
    """Return each document in turn."""
    return DOCUMENTS[request.param]()


def test_texts_neither_overlap_nor_cross_a_rule(document: Document) -> None:
    """No cell shares a pixel with another or with a rule, and all lie on the page."""
    for page in document.pages:
        form = lay_out(document.certificate_type, page)
        boxes = [cell.box for cell in form.cells]
        assert [pair for pair in combinations(form.cells, 2) if overlap(pair[0].box, pair[1].box)] == []
        assert [(box, rule) for box in boxes for rule in form.rules if overlap(box, rule)] == []
        assert all(0 <= box.left < box.right <= WIDTH and 0 <= box.top < box.bottom <= HEIGHT for box in boxes)


def test_every_text_of_a_page_has_a_cell(document: Document) -> None:
    """What the document says is what the form sets: no text is left out or added."""
    for page in document.pages:
        placed = sorted((cell.place, cell.text) for cell in lay_out(document.certificate_type, page).cells)
        assert placed == sorted(page.texts())


def test_seal_and_code_have_their_places(document: Document) -> None:
    """The official seal touches the mayor's name alone; the code and the room of an imprint are free."""
    for page in document.pages:
        form = lay_out(document.certificate_type, page)
        assert [cell.place for cell in form.cells if overlap(cell.box, form.seal)] == ["issuer.name"]
        taken = [*form.rules, *(cell.box for cell in form.cells)]
        rooms = [form.code, *([form.imprint] if form.imprint else [])]
        assert not any(overlap(place, box) for place in rooms for box in taken)


def test_every_page_is_drawn_and_names_itself(document: Document, fonts: FontSet) -> None:
    """All pages pass the check of finished pages, and the code on each reads back as it was signed."""
    pages = draw(document, fonts)
    for number, page in enumerate(pages, start=1):
        (code,) = zxingcpp.read_barcodes(
            Image.open(io.BytesIO(page)).convert("L"), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        )
        assert code.text == codes(document)[number - 1]
        said = page_code.verify(code.text, ISSUER.jwks())
        assert (said.issuance_id, said.page, said.pages) == (ISSUANCE_ID, number, len(pages))


@pytest.mark.parametrize("name", ["seal", "register", "supplement", "tax"])
def test_a_page_of_other_blocks_is_refused(name: str) -> None:
    """Blocks of another certificate have no place on a form."""
    document = DOCUMENTS[name]()
    (other,) = DOCUMENTS["seal" if name == "tax" else "tax"]().pages
    with pytest.raises(NoForm):
        lay_out(document.certificate_type, other)
    with pytest.raises(NoForm):
        lay_out(document.certificate_type, dataclasses.replace(document.pages[0], blocks=()))


def test_the_frame_of_the_taxes_ends_with_the_last_one() -> None:
    """Before 森林環境税 there is a row less; no empty one is left that something could be written into."""
    bottoms = []
    for year, levies in ((2023, Levies()), (2026, TAXED)):
        issue = Issue(ISSUANCE_ID, dt.date(year, 7, 1))
        (page,) = tax_document(tax(fiscal_year=year, levies=levies), issue=issue).pages
        form = lay_out(CertificateType.INCOME_TAXATION, page)
        last = next(cell.box for cell in form.cells if cell.text == "年税額合計")
        bottoms.append(min(rule.top for rule in form.rules if rule.top > last.bottom and rule.height < rule.width))
        assert bottoms[-1] - last.bottom < mm(1)
    assert bottoms[0] < bottoms[1]


def test_an_acting_mayor_has_room_for_both_offices(fonts: FontSet) -> None:
    """職務代理者 and the office that they hold stand on one line, hardly narrower than the mayor's own title."""
    city = municipality(mayor_title="松阪市長職務代理者　松阪市副市長")
    (page,) = tax_document(tax(), city=city).pages
    form = lay_out(CertificateType.INCOME_TAXATION, page)
    cell = next(cell for cell in form.cells if cell.place == "issuer.title")
    setting = fit(fonts, fonts.characters(cell.text, cell.place), cell.box, cell.style, cell.place)
    assert len(setting.lines) == 1
    assert setting.percent >= 95


def test_there_is_room_for_the_largest_seal() -> None:
    """The room of the imprint takes a seal of 25 mm with some space around it."""
    document = DOCUMENTS["seal"]()
    room = lay_out(document.certificate_type, document.pages[0]).imprint
    assert room is not None
    assert min(room.width, room.height) > mm(30)


def test_a_page_that_should_have_no_imprint_is_refused(fonts: FontSet) -> None:
    """An imprint on a form without room for one is an error, not dropped in silence."""
    document = DOCUMENTS["tax"]()
    with_imprint = dataclasses.replace(document.pages[0], imprint=DOCUMENTS["seal"]().pages[0].imprint)
    with pytest.raises(IncompletePage) as refused:
        draw(dataclasses.replace(document, pages=(with_imprint,)), fonts)
    assert refused.value.part == "imprint"


@pytest.mark.parametrize("damage", ["shifted", "faded", "spotted"])
def test_a_page_with_a_wrong_imprint_is_refused(fonts: FontSet, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    """An imprint off by a dot, with ink missing or with ink added is not issued."""

    def damaged(imprint: Imprint) -> Image.Image:
        mask = imprint_mask(imprint)
        if damage == "shifted":
            return ImageChops.offset(mask, 1, 0)
        place = mask.convert("L").getbbox() or (0, 0, 0, 0)
        middle = (place[0], place[1] + (place[3] - place[1]) // 2)
        mask.paste(255 if damage == "spotted" else 0, (*middle, middle[0] + 40, middle[1] + 40))
        return mask

    monkeypatch.setattr(typesetter, "imprint_mask", damaged)
    with pytest.raises(IncompletePage) as refused:
        draw(seal_document(seal()), fonts)
    assert refused.value.part == "imprint"


@pytest.mark.parametrize("unusable", ["larger than its room", "without ink"])
def test_an_imprint_that_cannot_be_shown_is_refused(fonts: FontSet, unusable: str) -> None:
    """What a page drew of the imprint is all there, and still not what a certificate may show."""
    document = seal_document(seal())
    page = document.pages[0]
    assert page.imprint is not None
    room = lay_out(document.certificate_type, page).imprint
    assert room is not None
    blank = dataclasses.replace(page.imprint, packed=b"\xff" * len(page.imprint.packed))
    large = dataclasses.replace(page.imprint, width_tenths=room.width * 254 // 400 + 10)
    imprint = large if unusable == "larger than its room" else blank
    with pytest.raises(IncompletePage) as refused:
        draw(dataclasses.replace(document, pages=(dataclasses.replace(page, imprint=imprint),)), fonts)
    assert refused.value.part == "imprint"


def test_a_long_register_fits_its_hand_over(fonts: FontSet) -> None:
    """Twenty pages of a family register take less than a hand-over may have."""
    document = register_document(register(*(person(n % 9 + 1, person_id=f"p{n}", resident_id=None) for n in range(75)),
                                          person(1)))  # fmt: skip
    pages = draw(document, fonts)
    assert len(pages) >= 20
    assert sum(map(len, pages[:20])) < MAX_HAND_OVER
