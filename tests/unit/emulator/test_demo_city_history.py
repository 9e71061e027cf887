"""The dates and amounts of the demo city are those that its laws would give: nothing is to be corrected in them."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from chalicelib.registers.entries import Resident
from infra.emulator.demo_city import DemoCity, build_city
from infra.emulator.demo_city.assessing import wage_income
from infra.emulator.demo_city.entering import DAYS_TO_NOTIFY

_FOREIGN_RESIDENTS_SINCE = dt.date(2012, 7, 9)


@pytest.fixture(scope="module")
def city() -> DemoCity:
    """The city of the default seed on a fixed day."""
    return build_city(24204, dt.date(2026, 11, 23))


@pytest.fixture(scope="module")
def residents(city: DemoCity) -> list[Resident]:
    """Everybody in it."""
    return [resident for record in city.households for resident in record.residents]


def test_the_notification_is_that_of_becoming_a_resident(residents: list[Resident]) -> None:
    """届出日 (第7条 第8号) follows 住民となった年月日 within 14 days, also of those who moved inside the city later."""
    moved = [each for each in residents if each.address_since]
    assert len(moved) > 20
    for each in residents:
        assert each.notified_on is not None
        assert dt.timedelta(0) <= each.notified_on - each.became_resident.date < dt.timedelta(days=DAYS_TO_NOTIFY)


def test_only_who_moved_in_has_an_address_before(residents: list[Resident]) -> None:
    """転入前住所 is on record of those with the reason 転入 alone."""
    for each in residents:
        assert each.previous_address is None or each.became_resident.reason == "転入"


def test_nobody_was_a_foreign_resident_before_there_were_any(residents: list[Resident]) -> None:
    """外国人住民となった年月日 is 9 July 2012 at the earliest, and that of the law for those who were here before."""
    foreign = [each for each in residents if each.foreign]
    first = [each for each in foreign if each.became_resident.date == _FOREIGN_RESIDENTS_SINCE]
    assert all(each.became_resident.date >= _FOREIGN_RESIDENTS_SINCE for each in foreign)
    assert len(first) >= 3
    assert {(each.became_resident.reason, each.notified_on, each.previous_address) for each in first} == {
        ("改正法施行", _FOREIGN_RESIDENTS_SINCE, None)
    }


def test_who_lost_the_nationality_became_a_foreign_resident_by_that(city: DemoCity) -> None:
    """国籍喪失による経過滞在者 did not move in: losing the nationality is the reason."""
    assert city.resident_of("nationality-lost").became_resident.reason == "国籍喪失"


def test_a_supplement_knows_nothing_that_was_recorded_later(city: DemoCity) -> None:
    """Who left before 11 January 2022 has neither birth date nor sex there, before 27 May 2024 no record code."""
    removed = [each for record in city.supplements for each in record.persons if each.removed_on]
    seen = set()
    for each in removed:
        assert each.removed_on is not None
        known, coded = each.removed_on >= dt.date(2022, 1, 11), each.removed_on >= dt.date(2024, 5, 27)
        assert (bool(each.birth_date), bool(each.sex), bool(each.resident_record_code)) == (known, known, coded)
        seen.add((known, coded))
    assert seen == {(False, False), (True, False), (True, True)}


def test_children_of_the_same_parents_are_counted_once(city: DemoCity) -> None:
    """No two persons of a register are the same child, such as 長男, of the same parents."""
    for record in city.family_registers:
        places = Counter((each.father, each.mother, each.relationship) for each in record.persons)
        assert max(places.values()) == 1


def test_who_has_adoptive_parents_was_adopted(city: DemoCity) -> None:
    """養父 and 養母 in a register come with 養子縁組 among the person's own matters."""
    adopted = [each for record in city.family_registers for each in record.persons if each.adoptive_father]
    assert len(adopted) > 3
    assert all("養子縁組" in {entry.title for entry in each.entries} for each in adopted)


@pytest.mark.parametrize(
    ("receipts", "year", "income"),
    [
        (960_000, 2026, 310_000),
        (5_713_000, 2026, 4_129_600),
        (5_715_999, 2026, 4_129_600),
        (5_716_000, 2026, 4_132_800),
        (5_713_000, 2019, 4_029_600),
        (7_106_000, 2026, 5_295_400),
        (10_000_000, 2026, 8_050_000),
    ],
)
def test_wages_are_assessed_by_the_steps_of_the_table(receipts: int, year: int, income: int) -> None:
    """Below 6,600,000 yen the income of wages goes in steps of 4,000 yen of receipts (所得税法 別表第五)."""
    assert wage_income(receipts, year) == income
