"""The demo city as a whole: deterministic, large enough, and a register file like any other."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.registers.entries import HouseholdRecord
from chalicelib.registers.family_registers import RegisteredPerson
from chalicelib.registers.file_format import read_register, write_register
from chalicelib.registers.register_file import is_current
from chalicelib.registers.settings_in_force import at
from infra.emulator.demo_city import DemoCity, build_city, card_holders, link, register_file
from infra.emulator.demo_city.__main__ import main
from infra.emulator.demo_city.matters import CONVERTED_ON

_SEED = 24204
_TODAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def city() -> DemoCity:
    """The city of the default seed on a fixed day."""
    return build_city(_SEED, _TODAY)


def _bytes(city: DemoCity) -> bytes:
    return b"".join(write_register(register_file(city)))


def test_the_city_is_large_enough(city: DemoCity) -> None:
    """There are at least 60 households and 150 residents, of all ages."""
    residents = [resident for record in city.households for resident in record.residents]
    decades = {(_TODAY - resident.birth_date).days // 3653 for resident in residents}
    assert len(city.households) >= 60
    assert len(residents) >= 150
    assert decades >= {*range(9), 10}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.dates(dt.date(2019, 6, 1), dt.date(2049, 12, 31)))
def test_the_city_is_a_register_without_errors(seed: int, today: dt.date) -> None:
    """Of any seed and any day, the city passes all checks of the format and comes back unchanged."""
    city = build_city(seed, today)
    file = read_register(write_register(register_file(city)))
    assert (file.settings, file.households) == (city.settings, city.households)
    assert (file.seals, file.family_registers) == (city.seals, city.family_registers)
    assert (file.supplements, file.taxation) == (city.supplements, city.taxation)


@pytest.mark.parametrize("today", [dt.date(2028, 2, 29), dt.date(2026, 12, 31), dt.date(2027, 1, 1)])
def test_the_city_can_be_made_on_any_day(today: dt.date) -> None:
    """A leap day and the turn of the year are days like others."""
    assert read_register(write_register(register_file(build_city(_SEED, today)))).header.day == today


def test_the_same_seed_gives_the_same_bytes(city: DemoCity) -> None:
    """Two cities of the same seed and day are byte for byte the same; of another seed they are not."""
    assert _bytes(build_city(_SEED, _TODAY)) == _bytes(city)
    assert _bytes(build_city(_SEED + 1, _TODAY)) != _bytes(city)


def test_ids_do_not_depend_on_seed_or_day(city: DemoCity) -> None:
    """A persona keeps its resident id, so that a card made yesterday still belongs to it."""
    assert build_city(_SEED + 1, _TODAY + dt.timedelta(days=40)).personas == city.personas


def test_the_municipality_offers_everything_all_day(city: DemoCity) -> None:
    """All eight certificates have a fee, service is all day and on every day."""
    municipality = city.municipality
    assert (municipality.code, municipality.prefecture, municipality.name) == ("24204", "三重県", "松阪市")
    assert (municipality.mayor_title, municipality.seal_text) == ("松阪市長", "松阪市長之印")
    for hour in range(0, 24 * 14, 5):
        terms = at(
            city.settings, dt.datetime.combine(city.today, dt.time(0)) + dt.timedelta(hours=hour), "kiosk-0001"
        ).terms
        assert {kind: each.fee for kind, each in terms.items()} == dict.fromkeys(CertificateType, 300) | {
            CertificateType.FAMILY_REGISTER: 450
        }
        assert all(each.is_open and not each.switched_off for each in terms.values())


def test_every_book_is_large_enough(city: DemoCity) -> None:
    """There are twenty seals, and registers, supplements and taxes of most of the city."""
    assert len(city.seals) >= 20
    assert len(city.family_registers) == len(city.supplements) >= 60
    assert len({record.resident_id for record in city.taxation}) >= 120


def test_family_registers_say_who_is_married(city: DemoCity) -> None:
    """Who has 配偶者区分 has a marriage recorded; the other is there with one too, dead, or not Japanese."""
    for record in city.family_registers:
        couple = [person for person in record.persons if person.spouse]
        assert all("婚姻" in _titles(person) for person in couple)
        if len(couple) == 1:
            labels = {item.label for entry in couple[0].entries for item in entry.items}
            widowed = any("配偶者の死亡" in _titles(person) for person in record.persons)
            assert "配偶者の国籍" in labels or (couple[0].removed and widowed)
        else:
            assert len(couple) in {0, 2}


def _titles(person: RegisteredPerson) -> set[str]:
    return {entry.title for entry in person.entries}


def test_registers_from_paper_say_so(city: DemoCity) -> None:
    """A register begins with 戸籍改製 when what it records is older than the conversion, else with 戸籍編製."""
    firsts = {record.register.matters[0].title for record in city.family_registers}
    assert firsts == {"戸籍改製", "戸籍編製"}
    for record in city.family_registers:
        made = record.register.matters[0].items[0].date
        assert made is not None
        assert (record.register.matters[0].title == "戸籍改製") == (made == CONVERTED_ON)


def test_no_resident_of_the_past_keeps_a_seal(city: DemoCity) -> None:
    """The seals of those who left or died are abolished."""
    live = {seal.resident_id for seal in city.seals if seal.abolished is None}
    residents = [resident for record in city.households for resident in record.residents]
    assert not [each for each in residents if each.resident_id in live and not is_current(each, _TODAY)]


def test_relationships_fit_ages(city: DemoCity) -> None:
    """No child is older than its parent: 子 is younger than the head, 父 and 母 older."""
    for record in city.households:
        head = record.resident(record.household.head)
        assert head is not None
        for resident in record.residents:
            if resident.relationship == "子":
                assert resident.birth_date.year - head.birth_date.year >= 15
            if resident.relationship in {"父", "母"}:
                assert head.birth_date.year - resident.birth_date.year >= 15


def test_no_relationship_counts_children(city: DemoCity) -> None:
    """Resident records say 子, not 長男 or 次女 (住民基本台帳事務処理要領)."""
    relationships = {resident.relationship for record in city.households for resident in record.residents}
    assert not any("男" in each or "女" in each for each in relationships)
    assert relationships >= {
        "世帯主",
        "妻",
        "夫",
        "子",
        "父",
        "母",
        "妹",
        "子の妻",
        "子の子",
        "同居人",
        "縁故者",
        "妻の子",
    }


def test_addresses_are_recognisably_invented(city: DemoCity) -> None:
    """Every address is in the city, with a lot number beyond those in use."""
    for record in city.households:
        assert record.household.address.startswith("三重県松阪市")
        assert "町" in record.household.address
        assert "９" in record.household.address.partition("番地")[0][-4:]


def _parents_apart(record: HouseholdRecord) -> bool:
    domiciles = {each.relationship: each.domicile for each in record.residents}
    return domiciles["母"] != domiciles["世帯主"]


def test_a_family_register_has_two_generations_at_most(city: DemoCity) -> None:
    """Parents of a married head are in a family register of their own (戸籍法 第6条)."""
    three_generations = [
        record for record in city.households if {"妻", "母"} <= {each.relationship for each in record.residents}
    ]
    assert three_generations
    assert all(map(_parents_apart, three_generations))


def test_card_holders_have_pins_of_their_own(city: DemoCity) -> None:
    """At least 14 personas have cards; every PIN has four digits and belongs to one of them."""
    holders = card_holders(city)
    assert len(holders) >= 14
    assert len({holder.pin for holder in holders}) == len({holder.resident_id for holder in holders}) == len(holders)
    assert all(len(holder.pin) == 4 and holder.pin.isdecimal() for holder in holders)
    assert {holder.resident_id for holder in holders} <= {persona.resident_id for persona in city.personas}


def test_links_of_all_card_holders_pass_the_checks(city: DemoCity) -> None:
    """A register file with a card link for every holder is read back with the links."""
    links = tuple(
        link(resident_id=holder.resident_id, generation="simulated-1", serial=2**120 + index, linked_on=_TODAY)
        for index, holder in enumerate(card_holders(city))
    )
    assert read_register(write_register(register_file(city, links))).card_links == links


def test_somebody_is_current_in_most_households(city: DemoCity) -> None:
    """Only the household of the man who died alone is left without a current member."""
    left = [record for record in city.households if not any(is_current(each, _TODAY) for each in record.residents)]
    assert left == [city.record_of("deceased")]


def test_the_command_writes_the_register_file(city: DemoCity, tmp_path: Path) -> None:
    """The command line writes the same bytes as the functions."""
    target = tmp_path / "city.jsonl"
    assert main(["--seed", str(_SEED), "--today", _TODAY.isoformat(), "--out", str(target)]) == 0
    assert target.read_bytes() == _bytes(city)
