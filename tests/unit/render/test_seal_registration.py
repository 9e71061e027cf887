"""印鑑登録証明書: whose seal, in its real size, or why not."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from PIL import Image

from chalicelib.protocol.errors import NotEligible, SubjectMismatch
from chalicelib.registers.entries import FormerName
from chalicelib.registers.seals import Imprint, SealAbolition
from chalicelib.render.certificates.imprints import ImprintUnusable
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.certificates.seal_registration import reason_against
from chalicelib.render.typesetting import FontSet
from chalicelib.render.typesetting.forms import lay_out
from chalicelib.render.typesetting.geometry import mm
from chalicelib.render.typesetting.imprint import imprint_mask
from infra.emulator.demo_city.bilevel import encode
from infra.emulator.demo_city.imprints import Shape, imprint
from tests.page_codes import draw
from tests.unit.render.factories import ISSUE, foreign_resident, household, resident
from tests.unit.render.further_factories import seal, seal_document

TODAY = ISSUE.issued_on
TOMORROW = TODAY + dt.timedelta(days=1)


def test_a_national_is_named_with_the_former_surname() -> None:
    """Name, 旧氏, birth date in the era and address stand there; sex does not."""
    page = seal_document(seal(), household(resident(former_name=FormerName(name="仮名")))).pages[0]
    assert [(field.label, field.text) for field in page.blocks[0].fields] == [
        ("印影", ""),
        ("氏名", "架空　一郎"),
        ("旧氏", "仮名"),
        ("生年月日", "昭和６０年　４月　１日"),
        ("住所", "三重県松阪市殿町１３４０番地１"),
        ("備考", ""),
    ]
    assert page.attestation == "この写しは、登録された印影と相違ないことを証明する。"


def test_a_foreign_resident_is_named_with_alias_and_katakana() -> None:
    """The name is followed by 通称 and 氏名の片仮名表記, the birth date is western."""
    block = seal_document(seal(katakana="シルバ　マリア"), household(foreign_resident())).pages[0].blocks[0]
    assert [(field.label, field.text) for field in block.fields[1:5]] == [
        ("氏名", "SILVA SANTOS MARIA"),
        ("通称", "山田　マリア"),
        ("氏名の片仮名表記", "シルバ　マリア"),
        ("生年月日", "１９８５年　４月　１日"),
    ]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"abolished": SealAbolition(date=TODAY, reason="亡失")}, Obstacle.SEAL_ABOLISHED),
        ({"abolished": SealAbolition(date=TOMORROW, reason="転出")}, None),
        ({"suspended": True}, Obstacle.SEAL_SUSPENDED),
        ({"entry_in_progress": True}, Obstacle.ENTRY_IN_PROGRESS),
    ],
)
def test_what_stops_a_seal(changes: dict[str, Any], reason: Obstacle | None) -> None:
    """Abolition counts from its day on; a stopped or unfinished registration is not certified, nor composed."""
    assert reason_against(seal(**changes), on=TODAY) is reason
    if reason is not None:
        with pytest.raises(NotEligible) as refused:
            seal_document(seal(**changes))
        assert refused.value.reason == reason


def test_no_seal_is_a_reason() -> None:
    """Somebody without a registration is told so."""
    assert reason_against(None, on=TODAY) is Obstacle.NO_SEAL


def test_nobody_gets_the_seal_of_another() -> None:
    """A registration of another resident, or a holder who has left, is refused."""
    with pytest.raises(SubjectMismatch):
        seal_document(seal(resident_id="r2"), household(resident(1), resident(2)))
    with pytest.raises(SubjectMismatch):
        seal_document(seal(), household(resident(died_on=TODAY)))


@pytest.mark.parametrize(("tenths", "shape"), [(81, "round"), (120, "oval"), (180, "round"), (250, "square")])
def test_the_imprint_is_printed_in_its_real_size(fonts: FontSet, tenths: int, shape: Shape) -> None:
    """On the finished page the ink in the room of the imprint is as wide and high as the seal, to a dot."""
    registered = imprint(("架空", "一郎"), tenths, shape)
    document = seal_document(seal(registered))
    (page,) = draw(document, fonts)
    room = lay_out(document.certificate_type, document.pages[0]).imprint
    assert room is not None
    drawn = Image.open(io.BytesIO(page)).crop(room).point([0, 0, 0, 255] + [0] * 252, "L")
    left, top, right, bottom = drawn.getbbox() or (0, 0, 0, 0)
    assert abs(right - left - mm(registered.width / 10)) <= 1
    assert abs(bottom - top - mm(tenths / 10)) <= 1


def test_a_scan_at_400_dpi_is_printed_dot_by_dot() -> None:
    """An image with exactly the dots of its real size is not resampled."""
    image = Image.effect_noise((mm(12), mm(12)), 80).point([0] * 128 + [255] * 128, "1")
    document = seal_document(seal(Imprint(png=encode(image), width=120, height=120)))
    assert document.pages[0].imprint is not None
    mask = imprint_mask(document.pages[0].imprint)
    assert mask.tobytes() == image.point([255] + [0] * 255, "1").tobytes()


def test_an_imprint_that_is_no_image_refuses_the_certificate() -> None:
    """What the import should have refused is refused again before it is drawn."""
    with pytest.raises(ImprintUnusable):
        seal_document(seal(Imprint(png=b"no image", width=120, height=120)))


def test_a_document_does_not_show_the_imprint_in_words() -> None:
    """Neither the page nor the imprint puts the image into a repr."""
    document = seal_document(seal())
    assert document.pages[0].imprint is not None
    assert "packed" not in repr(document)
    assert "packed" not in repr(document.pages[0].imprint)
