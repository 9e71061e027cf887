"""戸籍の附票の写し: who, which addresses, what is left out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from chalicelib.protocol.errors import InvalidOption, NotEligible, SubjectMismatch
from chalicelib.registers.entries import Protection
from chalicelib.registers.supplements import AddressEntry, SupplementRecord
from chalicelib.render.certificates.family_register_supplement import reason_against
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.certificates.supplement_blocks import ROWS_PER_PAGE
from chalicelib.render.document import Block, Document
from tests.unit.render.factories import municipality, resident
from tests.unit.render.further_factories import supplement, supplement_document, supplement_person

PROTECTED = Protection(since=dt.date(2026, 1, 1), until=dt.date(2026, 12, 31))


def persons(document: Document) -> list[Block]:
    """Return the blocks of persons, page after page."""
    return [block for page in document.pages for block in page.blocks if block.kind == "supplement-person"]


def addresses(document: Document) -> list[str]:
    """Return the addresses printed, in their order."""
    return [field.text for block in persons(document) for field in block.fields if field.key.endswith("address")]


def test_nothing_is_shown_that_was_not_asked_for() -> None:
    """Without options, 本籍, 筆頭者, 住民票コード and 在外選挙人名簿 read 省略, and 氏名 stands there."""
    document = supplement_document(supplement(supplement_person(overseas_voter_at="三重県松阪市")))
    head, block = document.pages[0].blocks
    assert [field.text for field in head.fields] == ["省略", "省略", "平成２２年　４月１０日　編製"]
    assert (block.fields[0].label, block.fields[0].text) == ("氏名", "架空　一郎")
    assert (block.text("resident_record_code"), block.text("overseas_voter")) == ("省略", "省略")
    assert document.pages[0].flags == set()


def test_with_the_register_named_persons_have_only_given_names() -> None:
    """With 本籍・筆頭者 the person stands there with 名, since the surname is the head's."""
    document = supplement_document(supplement(), domicile=True)
    head, block = document.pages[0].blocks
    assert [field.text for field in head.fields[:2]] == ["三重県松阪市殿町１３４０番地１", "架空　一郎"]
    assert (block.fields[0].label, block.fields[0].text) == ("名", "一郎")


def test_codes_and_voters_are_shown_when_asked_for() -> None:
    """Each of the two options shows its item; the code makes the page one that calls for care."""
    record = supplement(supplement_person(overseas_voter_at="三重県松阪市"))
    code = supplement_document(record, resident_record_code=True)
    assert persons(code)[0].text("resident_record_code") == "１２３４５６７８９０３"
    assert persons(code)[0].text("overseas_voter") == "省略"
    assert code.pages[0].flags == {"resident-record-code"}
    assert persons(supplement_document(record, overseas_voter=True))[0].text("overseas_voter") == "三重県松阪市"


def test_all_addresses_stand_there_from_the_oldest() -> None:
    """Every address has its 住定日; of one that nobody knows the cell says so."""
    moved = (AddressEntry(address="甲町一番地"), AddressEntry(address="乙町二番地", since=dt.date(2019, 5, 1)))
    fields = persons(supplement_document(supplement(supplement_person(addresses=moved))))[0].fields[5:]
    assert [(field.label, field.text) for field in fields] == [
        ("住所", "甲町一番地"),
        ("住定日", "【空欄】"),
        ("住所", "乙町二番地"),
        ("住定日", "令和　元年　５月　１日"),
    ]


def test_who_was_removed_before_2022_has_no_birth_date() -> None:
    """Birth date and sex that the supplement does not have are empty, and 除籍日 says since when."""
    gone = supplement_person(2, resident_id=None, birth_date=None, sex=None, removed_on=dt.date(2021, 6, 2))
    block = persons(supplement_document(supplement(supplement_person(), gone)))[1]
    assert (block.text("birth_date"), block.text("sex"), block.text("removed")) == ("", "", "令和　３年　６月　２日")


def test_whole_and_part_are_marked() -> None:
    """（全部） with everybody, （一部） with those chosen; the 認証文 is the same."""
    record = supplement(supplement_person(1), supplement_person(2))
    whole, part = supplement_document(record), supplement_document(record, persons=("p2",))
    assert (whole.pages[0].marker, part.pages[0].marker) == ("（全部）", "（一部）")
    assert len(persons(part)) == 1
    assert whole.pages[0].attestation == "この写しは、戸籍の附票の原本と相違ないことを証明する。"


@pytest.mark.parametrize("moves", [1, 23, 24, 25, 70])
def test_a_long_history_goes_over_pages_and_names_the_person_again(moves: int) -> None:
    """No address is lost or repeated, and each page begins with whose addresses they are."""
    record = supplement(supplement_person(1, moves), supplement_person(2, 3))
    document = supplement_document(record)
    assert addresses(document) == [each.address for person in record.persons for each in person.addresses]
    assert all(page.blocks[1].text("name") for page in document.pages)
    headings = [block.heading for block in persons(document)]
    assert headings == ["１"] + ["１続"] * (headings.count("１続")) + ["２"] + ["２続"] * headings.count("２続")
    for page in document.pages:
        rows = sum(2 + sum(f.key == "address" for f in block.fields) for block in page.blocks[1:])
        assert rows <= ROWS_PER_PAGE


def test_who_does_not_fit_any_more_begins_a_page() -> None:
    """The addresses of one person are not torn apart where one page has room for them."""
    document = supplement_document(supplement(supplement_person(1, 20), supplement_person(2, 3)))
    assert [len(page.blocks) - 1 for page in document.pages] == [1, 1]
    assert [block.heading for block in persons(document)] == ["１", "２"]


def test_a_long_address_has_a_row_of_double_height() -> None:
    """An address beyond a row's length is set apart, and counts twice."""
    long = AddressEntry(address="架空町" * 30)
    record = supplement(supplement_person(addresses=(long,) * 13))
    document = supplement_document(record)
    assert {field.key for field in persons(document)[0].fields[5:]} == {"long_address", "since"}
    assert len(addresses(document)) == 13
    assert len(document.pages) == 2


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (supplement(), None),
        (supplement(entry_in_progress=True), Obstacle.ENTRY_IN_PROGRESS),
        (supplement(supplement_person(), supplement_person(2, protection=PROTECTED)), Obstacle.UNDER_PROTECTION),
        (supplement(supplement_person(2)), Obstacle.NOT_IN_REGISTER),
        (None, Obstacle.REGISTER_NOT_HELD),
    ],
)
def test_what_stops_a_supplement(record: SupplementRecord | None, reason: Obstacle | None) -> None:
    """Protection of anybody in the register stops its supplement; the rest as for registers."""
    assert reason_against(record, holder=resident(), home=municipality()) is reason


@pytest.mark.parametrize(
    ("record", "options", "error"),
    [
        (supplement(supplement_person(2)), {}, SubjectMismatch),
        (supplement(), {"persons": ("p9",)}, InvalidOption),
        (supplement(supplement_person(), supplement_person(2, protection=PROTECTED)), {"persons": ("p1",)},
         NotEligible),
    ],
)  # fmt: skip
def test_what_may_not_be_composed(record: SupplementRecord, options: dict[str, Any], error: type[Exception]) -> None:
    """Another's supplement, an unknown person, or somebody protected among those in it: nothing is composed."""
    with pytest.raises(error):
        supplement_document(record, **options)
