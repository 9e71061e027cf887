"""What the code of a page says is what stands on that page, and what a recipient of it compares."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from typing import Any

import pytest

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.errors import CannotBeRendered
from chalicelib.protocol.page_code import PageStatement
from chalicelib.protocol.page_fields import LABELS
from chalicelib.protocol.page_text import folded, text_digest
from chalicelib.render.document import Document
from chalicelib.render.page_statements import digested_texts, imprint_digest, page_statements
from infra.emulator.demo_city import DemoCity, build_city
from infra.specimens.cases import cases
from infra.specimens.desk import Desk
from tests.page_codes import ISSUED_AT
from tests.unit.render.factories import EVERYTHING, NOTHING, document, household, municipality, resident
from tests.unit.render.further_factories import tax, tax_document

_T = CertificateType
ESSENTIAL: dict[CertificateType, set[str]] = {
    _T.RESIDENT_RECORD: {"住所", "氏名", "生年月日"},
    _T.RESIDENT_RECORD_ENTRIES: {"住所", "氏名", "生年月日"},
    _T.SEAL_REGISTRATION: {"住所", "氏名", "生年月日"},
    _T.FAMILY_REGISTER: {"本籍", "筆頭者", "名", "生年月日"},
    _T.FAMILY_REGISTER_SUPPLEMENT: {"氏名", "生年月日"},
    _T.INCOME_TAXATION: {"年度", "氏名", "生年月日", "合計所得金額", "課税標準額", "年税額合計"},
    _T.TAXATION: {"年度", "氏名", "生年月日", "課税標準額", "年税額合計"},
    _T.NON_TAXATION: {"年度", "氏名", "生年月日", "年税額合計"},
}


@pytest.fixture(scope="module")
def city() -> DemoCity:
    """Make the demo city on a fixed day."""
    return build_city(24204, dt.date(2026, 11, 23))


def _said(statement: PageStatement) -> list[tuple[str, str]]:
    return [(LABELS[field.label], field.text) for field in statement.fields]


def _statements(made: Document) -> tuple[PageStatement, ...]:
    return page_statements(made, ISSUED_AT)


@pytest.mark.parametrize("kind", CertificateType)
def test_what_a_recipient_compares_is_said(city: DemoCity, kind: CertificateType) -> None:
    """The first page of each certificate of the gallery says whose it is and what it certifies."""
    desk = Desk(city)
    for case in (case for case in cases() if case.kind is kind):
        first = _statements(desk.document(kind, case.label, case.options))[0]
        assert {label for label, _ in _said(first)} >= ESSENTIAL[kind] or first.left_out


@pytest.mark.parametrize("kind", CertificateType)
def test_nothing_is_said_that_does_not_stand_there(city: DemoCity, kind: CertificateType) -> None:
    """Every text that a code carries is on its own page, apart from widths and spaces."""
    desk = Desk(city)
    for case in (case for case in cases() if case.kind is kind):
        made = desk.document(kind, case.label, case.options)
        for page, statement in zip(made.pages, _statements(made), strict=True):
            on_page = "\n".join(folded(text) for _, text in page.texts())
            assert all(text in on_page for _, text in _said(statement))
            assert statement.text_sha256 == text_digest(digested_texts(page))
            assert (statement.page, statement.pages) == (page.number, len(made.pages))
            assert (statement.issuance_id, statement.municipality) == (made.issuance_id, made.municipality)


@pytest.mark.parametrize("number", [{"individual_number": "987654321098"}, {"resident_record_code": "98765432103"}])
def test_a_number_that_was_blacked_out_cannot_be_computed(number: dict[str, Any]) -> None:
    """Pages that differ in a number alone have the same code: nobody can try numbers against its digest."""
    one, other = (document(household(each), options=EVERYTHING) for each in (resident(), resident(**number)))
    assert {text for _, text in one.texts()} != {text for _, text in other.texts()}
    assert _statements(one) == _statements(other)


def test_any_other_item_that_was_blacked_out_can_be_guessed() -> None:
    """What docs/page-code.md warns of: with all else known, one guess at 続柄 fits the digest and the others do not."""
    (said,) = _statements(document(household(resident(), resident(2, relationship="養子")), options=EVERYTHING))
    guesses = ("子", "妻", "養子", "同居人")
    tried = (document(household(resident(), resident(2, relationship=each)), options=EVERYTHING) for each in guesses)
    fits = [_statements(made)[0].text_sha256 == said.text_sha256 for made in tried]
    assert fits == [False, False, True, False]
    assert not {"続柄", "性別", "本籍"} & {label for label, _ in _said(said)}


def test_every_other_text_is_in_the_digest() -> None:
    """A change of any other text changes the digest."""
    one, other = (document(household(each), options=EVERYTHING) for each in (resident(), resident(notes=("備考",))))
    assert _statements(one)[0].text_sha256 != _statements(other)[0].text_sha256


def test_a_household_is_said_person_by_person() -> None:
    """The address, then name and birth date of each on this page and of nobody else; what was not asked for is not."""
    made = document(household(*(resident(number) for number in range(1, 6))), options=NOTHING)
    first, second = map(_said, _statements(made))
    assert first[:3] == [
        ("住所", "三重県松阪市殿町1340番地1"),
        ("氏名", "架空 一郎"),
        ("生年月日", "昭和60年 4月 1日"),
    ]
    assert [text for label, text in first if label == "氏名"] == ["架空 一郎", "架空 二郎", "架空 三郎", "架空 四郎"]
    assert [text for label, text in second if label == "氏名"] == ["架空 五郎"]
    assert "省略" not in {text for _, text in first + second}


@pytest.mark.parametrize(
    ("name", "prefecture", "taxes"),
    [
        ("松阪市", "三重県", ["市民税", "県民税"]),
        ("菰野町", "三重県", ["町民税", "県民税"]),
        ("大衡村", "宮城県", ["村民税", "県民税"]),
        ("足立区", "東京都", ["特別区民税", "都民税"]),
        ("八王子市", "東京都", ["市民税", "都民税"]),
        ("旭川市", "北海道", ["市民税", "道民税"]),
        ("堺市", "大阪府", ["市民税", "府民税"]),
    ],
)
def test_a_tax_is_said_by_the_name_it_is_levied_under(name: str, prefecture: str, taxes: list[str]) -> None:
    """The code names and sums the taxes of a town, a ward, a metropolis as the sheet does, whoever levies them."""
    (said,) = map(_said, _statements(tax_document(tax(), city=municipality(name=name, prefecture=prefecture))))
    sums = ["155,700", "103,800", "1,000", "260,500"]
    assert said[-4:] == list(zip([*taxes, "森林環境税（国税）", "年税額合計"], sums, strict=True))


def test_every_sheet_of_a_register_says_whose_it_is(city: DemoCity) -> None:
    """本籍 and 筆頭者 come first in the code of each sheet, those with matters alone included."""
    made = Desk(city).document(_T.FAMILY_REGISTER, "nine-in-register")
    heads = {tuple(_said(said)[:2]) for said in _statements(made)}
    assert len(made.pages) > 10
    assert heads == {(("本籍", "三重県松阪市殿町9234番地"), ("筆頭者", "須賀 作右衛門"))}


def test_the_longest_field_gives_way(city: DemoCity) -> None:
    """An address beyond the room of a code is counted as left out; the names are still said."""
    case = next(case for case in cases() if case.label == "long-address" and case.kind is _T.RESIDENT_RECORD)
    (statement,) = _statements(Desk(city).document(case.kind, case.label, case.options))
    assert statement.left_out == 1
    assert {"氏名", "生年月日"} <= {label for label, _ in _said(statement)}
    assert "住所" not in {label for label, _ in _said(statement)}


def test_an_imprint_is_digested_with_its_size(city: DemoCity) -> None:
    """The seal's certificate says the SHA-256 of width, height and pixels; no other certificate does."""
    desk = Desk(city)
    made = desk.document(_T.SEAL_REGISTRATION, "ordinary")
    imprint = made.pages[0].imprint
    assert imprint is not None
    size = imprint.width.to_bytes(2, "big") + imprint.height.to_bytes(2, "big")
    assert _statements(made)[0].imprint_sha256 == hashlib.sha256(size + imprint.packed).digest()
    assert imprint_digest(dataclasses.replace(imprint, width=imprint.width + 1)) != imprint_digest(imprint)
    assert _statements(desk.document(_T.RESIDENT_RECORD, "ordinary"))[0].imprint_sha256 == b""


def test_a_text_that_is_none_refuses_the_certificate_and_is_not_quoted() -> None:
    """A lone surrogate cannot be digested: the refusal names the rule, and no cause of it quotes the text."""
    with pytest.raises(CannotBeRendered) as refused:
        _statements(document(household(resident(name="架\ud800空"))))
    assert "架" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__
