"""Every persona of the demo city has the property for which it is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from chalicelib.registers.entries import FormerName, HouseholdRecord, Resident
from chalicelib.registers.family_registers import FamilyRegisterRecord
from chalicelib.registers.register_file import is_current
from chalicelib.registers.seals import SealRegistration
from chalicelib.registers.supplements import SupplementRecord
from chalicelib.registers.taxation import TaxRecord
from chalicelib.render.certificates.era import era_of
from infra.emulator.demo_city import DemoCity, build_city

_SEEDS = (24204, 1)
_TODAY = dt.date(2026, 11, 23)

Property = Callable[[Resident, HouseholdRecord], bool]


def _age(resident: Resident) -> int:
    born = resident.birth_date
    return _TODAY.year - born.year - ((_TODAY.month, _TODAY.day) < (born.month, born.day))


def _is_foreign(resident: Resident) -> bool:
    return resident.foreign is not None and resident.domicile is None


def _leaves(resident: Resident) -> dt.date:
    assert resident.departure is not None
    return resident.departure.leaves_on


def _until(resident: Resident) -> dt.date:
    assert resident.protection is not None
    return resident.protection.until


def _alias(resident: Resident) -> str | None:
    return resident.foreign.alias if resident.foreign else None


def _class(resident: Resident) -> str | None:
    return resident.foreign.residence_class if resident.foreign else None


def _is_twin(resident: Resident, record: HouseholdRecord) -> bool:
    twins = [each for each in record.residents if each.birth_date == resident.birth_date]
    return len(twins) == len({each.name for each in twins}) == 2 and twins[0].sex == twins[1].sex


def _is_ordinary(resident: Resident) -> bool:
    extras = (resident.foreign, resident.former_name, resident.departure, resident.died_on, resident.protection)
    return extras == (None,) * 5 and not resident.entry_in_progress and resident.furigana is not None


_PROPERTIES: dict[str, Property] = {
    "ordinary": lambda r, h: _is_ordinary(r) and h.household.head == r.resident_id and r.address_since is not None,
    "ordinary-spouse": lambda r, _: _is_ordinary(r) and r.relationship == "妻",
    "nine-in-household": lambda _, h: len(h.residents) == 9 and all(is_current(each, _TODAY) for each in h.residents),
    "twin-first": _is_twin,
    "twin-second": _is_twin,
    "former-name": lambda r, _: bool(r.former_name and r.former_name.furigana),
    "former-name-no-furigana": lambda r, _: r.former_name == FormerName(name="神谷"),
    "no-furigana": lambda r, _: r.furigana is None and r.foreign is None and len(r.notes) == 4,
    "living-alone": lambda r, h: h.residents == (r,) and r.address_since is None,
    "centenarian": lambda r, _: _age(r) == 104,
    "unregistered-partner": lambda r, h: (
        r.relationship == "夫（未届）" and r.domicile != h.residents[0].domicile and h.residents[0].sex == "女"
    ),
    "never-moved-inside": lambda r, h: r.address_since is None and h.residents[0].address_since is not None,
    "tsuji-ivs": lambda r, _: r.name.startswith("\u8fbb\U000e0102"),
    "kuzu-ivs": lambda r, _: r.name.startswith("\u845b\U000e0103"),
    "watanabe-ivs": lambda r, _: r.name[1:3] == "\u908a\U000e0109",
    "watanabe-variant": lambda r, _: r.name[1:3] == "\u9089\U000e0110",
    "taka-ladder": lambda r, _: r.name[0] == "\u9ad9",
    "saki-standing": lambda r, _: r.name[1] == "\ufa11",
    "yoshi-earth": lambda r, _: r.name[0] == "\U00020bb7",
    "missing-glyph": lambda r, _: r.name.startswith("\u8fbb\U000e0100"),
    "long-name": lambda r, _: len(r.name) >= 35,
    "long-address": lambda _, h: len(h.household.address) >= 100,
    "foreign-alias": lambda r, _: _is_foreign(r) and _alias(r) is not None and r.foreign is not None
    and r.foreign.residence_status == "定住者",
    "mixed-household": lambda r, h: not _is_foreign(r) and {_is_foreign(each) for each in h.residents} == {True, False},
    "mixed-household-wife": lambda r, h: _is_foreign(r) and not _is_foreign(h.residents[0]),
    "special-permanent-resident": lambda r, _: r.foreign is not None and r.foreign.residence_class == "特別永住者",
    "long-latin-name": lambda r, _: len(r.name) >= 100 and r.name.isascii(),
    "moved-out-today": lambda r, h: _leaves(r) == _TODAY and not is_current(r, _TODAY) and len(h.residents) == 2,
    "departure-notified": lambda r, _: _leaves(r) > _TODAY and is_current(r, _TODAY),
    "departure-in-household": lambda r, h: r.departure is None and _leaves(h.residents[0]) > _TODAY,
    "deceased": lambda r, h: r.died_on == dt.date(2026, 11, 20) and h.residents == (r,),
    "protected": lambda r, _: _until(r) > _TODAY,
    "protection-expired": lambda r, _: _until(r) < _TODAY,
    "fifteen-today": lambda r, _: r.birth_date == dt.date(2011, 11, 23),
    "fourteen": lambda r, _: _age(r) == 14,
    "entry-in-progress": lambda r, _: r.entry_in_progress and r.became_resident.date == _TODAY,
    "deceased-head": lambda r, h: not is_current(r, _TODAY) and h.household.head != r.resident_id,
    "era-changes": lambda r, h: r.birth_date == dt.date(1989, 1, 7)
    and {era_of(each.birth_date) for each in h.residents}
    == {("昭和", 1), ("昭和", 64), ("平成", 1), ("平成", 31), ("令和", 1)},
    "leap-day": lambda r, _: (r.birth_date.month, r.birth_date.day) == (2, 29),
    "partial-furigana": lambda r, _: r.furigana == "ナカガワ　【名空欄】",
    "temporary-refuge": lambda r, _: _class(r) == "一時庇護許可者",
    "provisional-stay": lambda r, _: _class(r) == "仮滞在許可者",
    "nationality-lost": lambda r, _: _class(r) == "国籍喪失による経過滞在者",
    "newborn-child": lambda _, h: [_class(each) for each in h.residents] == ["中長期在留者", "出生による経過滞在者"],
    "name-too-long": lambda r, _: len(r.name) > 300,
    "head-replaced": lambda r, h: h.household.head == r.resident_id and h.residents[0].died_on is not None,
}  # fmt: skip


def _seal(city: DemoCity, label: str) -> SealRegistration:
    return next(seal for seal in city.seals if seal.resident_id == city.persona(label).resident_id)


def _register(city: DemoCity, label: str) -> FamilyRegisterRecord | None:
    resident_id = city.persona(label).resident_id
    return next((record for record in city.family_registers if record.person_of(resident_id)), None)


def _supplement(city: DemoCity, label: str) -> SupplementRecord:
    resident_id = city.persona(label).resident_id
    return next(record for record in city.supplements if record.person_of(resident_id))


def _tax(city: DemoCity, label: str) -> TaxRecord | None:
    resident_id = city.persona(label).resident_id
    return next((t for t in city.taxation if (t.resident_id, t.fiscal_year) == (resident_id, 2026)), None)


def _recorded(city: DemoCity, label: str) -> set[str]:
    record = _register(city, label)
    return {entry.title for person in record.persons for entry in person.entries} if record else set()


def _long(city: DemoCity) -> bool:
    record = _register(city, "nine-in-register")
    return bool(record and len(record.persons) == 9 and sum(len(p.entries) for p in record.persons) > 80)


_BOOK_PROPERTIES: dict[str, Callable[[DemoCity], bool]] = {
    "seal-abolished": lambda city: _seal(city, "seal-abolished").abolished is not None,
    "seal-suspended": lambda city: _seal(city, "seal-suspended").suspended,
    "seal-smallest": lambda city: _seal(city, "seal-smallest").imprint.height == 81,
    "seal-largest": lambda city: _seal(city, "seal-largest").imprint.width == 250,
    "register-elsewhere": lambda city: (
        _register(city, "register-elsewhere") is None
        and not str(city.resident_of("register-elsewhere").domicile).count("松阪市")
    ),
    "register-not-held": lambda city: (
        _register(city, "register-not-held") is None
        and bool(str(city.resident_of("register-not-held").domicile).count("松阪市"))
    ),
    "register-in-progress": lambda city: bool(
        (found := _register(city, "register-in-progress")) and found.register.entry_in_progress
    ),
    "supplement-protected": lambda city: (
        [person.resident_id for person in _supplement(city, "supplement-protected").persons if person.protection]
        == [None]
    ),
    "many-addresses": lambda city: len(_supplement(city, "many-addresses").persons[0].addresses) == 30,
    "nine-in-register": _long,
    "divorced": lambda city: _recorded(city, "divorced") >= {"離婚", "入籍"},
    "adoptive-father": lambda city: _recorded(city, "adoptive-father") >= {"養子縁組", "婚姻"},
    "tax-undeclared": lambda city: bool((found := _tax(city, "tax-undeclared")) and found.basis == "undeclared"),
    "tax-zero": lambda city: bool((found := _tax(city, "tax-zero")) and found.assessment and found.levies.total == 0),
    "tax-stopped": lambda city: bool((found := _tax(city, "tax-stopped")) and found.issue_stopped),
    "tax-every-income": lambda city: bool(
        (found := _tax(city, "tax-every-income")) and found.assessment and len(found.assessment.incomes) == 19
    ),
    "tax-elsewhere": lambda city: _tax(city, "tax-elsewhere") is None,
    "tax-dependents": lambda city: bool(
        (found := _tax(city, "tax-dependents"))
        and found.assessment
        and found.assessment.dependents.spouse == "有"
        and found.assessment.dependents.under_16
        and found.assessment.dependents.elderly
    ),
    "tax-dependent": lambda city: bool((found := _tax(city, "tax-dependent")) and found.basis == "dependent"),
}


@pytest.fixture(scope="module", params=_SEEDS)
def city(request: pytest.FixtureRequest) -> DemoCity:
    """The city on a fixed day, of the default seed and of another."""
    return build_city(request.param, _TODAY)


def test_every_persona_has_a_property_to_show(city: DemoCity) -> None:
    """The personas are exactly those whose property is tested, each label and resident once, each with a note."""
    labels = [persona.label for persona in city.personas]
    assert sorted(labels) == sorted({**_PROPERTIES, **_BOOK_PROPERTIES})
    assert len({persona.resident_id for persona in city.personas}) == len(labels)
    assert all(persona.note for persona in city.personas)


@pytest.mark.parametrize("label", _PROPERTIES)
def test_the_persona_has_its_property(city: DemoCity, label: str) -> None:
    """The resident whom the label names has, on that day, what its note says."""
    assert _PROPERTIES[label](city.resident_of(label), city.record_of(label))


@pytest.mark.parametrize("label", _BOOK_PROPERTIES)
def test_the_books_have_the_personas_property(city: DemoCity, label: str) -> None:
    """Seal, family register, supplement or tax record of the resident is what the note of the persona says."""
    assert _BOOK_PROPERTIES[label](city)


def test_an_unknown_persona_is_an_error(city: DemoCity) -> None:
    """Asking for a label that no persona has is a KeyError, not somebody else."""
    with pytest.raises(KeyError):
        city.persona("nobody")
