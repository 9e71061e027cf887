"""住民票の写し: what stands in a member's place."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from chalicelib.protocol.errors import CannotBeRendered
from chalicelib.registers.entries import FormerName, Resident
from chalicelib.render.certificates.resident_block import NOT_ATTESTED
from chalicelib.render.certificates.resident_record import ResidentRecordOptions
from chalicelib.render.document import Block, Document
from tests.unit.render.factories import (
    EVERYTHING,
    NOTHING,
    document,
    foreign_resident,
    household,
    resident,
)

OMITTED = "省略"


def member(made: Document, number: int = 1) -> Block:
    """Return the block of the number-th member."""
    return made.pages[(number - 1) // 4].blocks[(number - 1) % 4 + 1]


def test_a_national_has_every_item_of_the_form() -> None:
    """With every option, each item of 世帯連記式 is printed in the words and digits of the form."""
    former = FormerName(name="仮名", furigana="カメイ")
    block = member(document(household(resident(former_name=former, notes=("備考一", "備考二")))))
    assert {field.key: field.text for field in block.fields} == {
        "furigana": "カクウ　タロウ",
        "name": "架空　一郎",
        "former_name_furigana": "カメイ",
        "former_name": "仮名",
        "individual_number": "１２３４５６７８９０１１",
        "resident_record_code": "１２３４５６７８９０１",
        "became_resident": "平成２５年　６月１０日　転入",
        "address_since": "令和　元年　５月　１日",
        "notified_on": "平成２５年　６月１２日",
        "previous_address": "三重県津市架空町１丁目２番３号",
        "birth_date": "昭和６０年　４月　１日",
        "sex": "男",
        "relationship": "世帯主",
        "domicile": "三重県松阪市殿町１３４０番地１",
        "domicile_head": "架空　一郎",
        "notes": "備考一　備考二",
    }


def test_items_not_on_record_stay_empty() -> None:
    """What the books do not have is an empty cell, not 省略."""
    block = member(document(household(resident(domicile=None))))
    for key in ("former_name_furigana", "former_name", "domicile", "domicile_head", "notes"):
        assert block.text(key) == "", key


@pytest.mark.parametrize("key", ["address_since", "notified_on", "previous_address"])
def test_who_came_from_nowhere_else_has_that_said(key: str) -> None:
    """When and from where somebody came reads 【空欄】 where nothing is on record: nobody can write it in."""
    nothing: dict[str, Any] = {key: None}
    assert member(document(household(resident(**nothing)))).text(key) == "【空欄】"


def test_a_foreign_resident_became_one_on_a_day_of_its_own() -> None:
    """第30条の45 has 外国人住民となった年月日 in the place of 住民となった年月日."""
    labels = {
        kind: next(field.label for field in member(document(household(each))).fields if field.key == "became_resident")
        for kind, each in (("national", resident()), ("foreign", foreign_resident()))
    }
    assert labels == {"national": "住民となった年月日", "foreign": "外国人住民となった年月日"}


@pytest.mark.parametrize(
    ("entry", "name", "former"),
    [
        (resident(furigana=None), NOT_ATTESTED, ""),
        (resident(former_name=FormerName(name="仮名")), "カクウ　タロウ", NOT_ATTESTED),
        (resident(furigana="カクウ　【名空欄】"), "カクウ　【名空欄】", ""),
    ],
)
def test_a_reading_that_is_not_certified_is_struck_out(entry: Resident, name: str, former: str) -> None:
    """Asterisks, so that nobody writes one in; a reading that is certified in part stands as the books have it."""
    block = member(document(household(entry)))
    assert (block.text("furigana"), block.text("former_name_furigana")) == (name, former)


def test_a_foreign_residents_name_has_no_certified_reading() -> None:
    """Readings are certified through the family register, which foreign residents are not in."""
    assert member(document(household(foreign_resident()))).text("furigana") == NOT_ATTESTED


@pytest.mark.parametrize(
    ("option", "keys"),
    [
        ("relationship", {"relationship"}),
        ("domicile", {"domicile", "domicile_head"}),
        ("individual_number", {"individual_number"}),
        ("resident_record_code", {"resident_record_code"}),
    ],
)
def test_an_option_governs_its_items_and_no_others(option: str, keys: set[str]) -> None:
    """An item that was not asked for reads 省略; asking for one option shows its items alone."""
    record = household(resident())
    shown = member(document(record, options=ResidentRecordOptions(**{option: True})))
    none, everything = member(document(record, options=NOTHING)), member(document(record, options=EVERYTHING))
    for field in everything.fields:
        if field.key in keys:
            assert (none.text(field.key), shown.text(field.key)) == (OMITTED, field.text)
        else:
            assert shown.text(field.key) == none.text(field.key), field.key


def test_the_head_of_the_household_is_left_out_with_the_relationship() -> None:
    """世帯主 and 続柄 are one option: without it, neither stands on the paper."""
    record = household(resident(1), resident(2))
    assert document(record, options=NOTHING).pages[0].blocks[0].text("head") == OMITTED
    assert document(record, options=EVERYTHING).pages[0].blocks[0].text("head") == "架空　一郎"


def test_omitted_items_of_a_document_are_not_in_it() -> None:
    """A document without options holds no individual number, record code, domicile or relationship anywhere."""
    texts = " ".join(text for _, text in document(household(resident()), options=NOTHING).texts())
    for secret in ("１２３４５６７８９０１", "12345678901", "世帯主　"):
        assert secret not in texts
    assert texts.count("殿町") == 1  # the address; the domicile in the same street is gone


def test_a_foreign_resident_has_the_items_of_article_30_45_and_no_domicile() -> None:
    """在留カード等 items stand where 本籍・筆頭者 stand for nationals; dates of immigration law are western."""
    block = member(document(household(foreign_resident())))
    texts = {field.key: field.text for field in block.fields}
    assert block.kind == "foreign-resident"
    assert not {"domicile", "domicile_head", "former_name"} & set(texts)
    assert texts["birth_date"] == "１９８５年　４月　１日"
    assert texts["became_resident"] == "平成２５年　６月１０日　転入"
    items = ("nationality", "residence_class", "residence_status", "period_of_stay", "expires_on", "card_number")
    values = ["ブラジル", "中長期在留者", "定住者", "３年", "２０２８年　４月２３日", "AB12345678CD"]
    assert [texts[key] for key in items] == values


def test_foreign_items_are_left_out_together() -> None:
    """Without the option, all six items of 第30条の45 read 省略."""
    block = member(document(household(foreign_resident()), options=NOTHING))
    items = ("nationality", "residence_class", "residence_status", "period_of_stay", "expires_on", "card_number")
    assert {block.text(key) for key in items} == {OMITTED}


def test_an_alias_is_never_left_out() -> None:
    """通称 is printed with no option at all, and beside the name where the name stands as head of the household."""
    record = household(foreign_resident())
    assert member(document(record, options=NOTHING)).text("alias") == "山田　マリア"
    head = document(record, options=EVERYTHING).pages[0].blocks[0].text("head")
    assert head == "SILVA SANTOS MARIA（通称　山田　マリア）"


def test_names_are_printed_as_recorded() -> None:
    """Variation sequences, compatibility characters and half-width letters pass through unchanged."""
    name = "辻\U000e0102\ufa11　Ｅva"
    assert member(document(household(resident(name=name)))).text("name") == name


def test_a_date_before_the_gregorian_calendar_refuses_the_certificate() -> None:
    """No certificate is composed with a date that cannot be written truly."""
    with pytest.raises(CannotBeRendered):
        document(household(resident(birth_date=dt.date(1870, 1, 1))))
