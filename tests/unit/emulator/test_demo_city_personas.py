"""Every persona of the demo city has the property for which it is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from chalicelib.registers.entries import FormerName, HouseholdRecord, Resident
from chalicelib.registers.register_file import is_current
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
    "head-replaced": lambda r, h: h.household.head == r.resident_id and h.residents[0].died_on is not None,
}  # fmt: skip


@pytest.fixture(scope="module", params=_SEEDS)
def city(request: pytest.FixtureRequest) -> DemoCity:
    """The city on a fixed day, of the default seed and of another."""
    return build_city(request.param, _TODAY)


def test_every_persona_has_a_property_to_show(city: DemoCity) -> None:
    """The personas are exactly those whose property is tested, each label and resident once, each with a note."""
    labels = [persona.label for persona in city.personas]
    assert sorted(labels) == sorted(_PROPERTIES)
    assert len({persona.resident_id for persona in city.personas}) == len(labels)
    assert all(persona.note for persona in city.personas)


@pytest.mark.parametrize("label", _PROPERTIES)
def test_the_persona_has_its_property(city: DemoCity, label: str) -> None:
    """The resident whom the label names has, on that day, what its note says."""
    assert _PROPERTIES[label](city.resident_of(label), city.record_of(label))


def test_an_unknown_persona_is_an_error(city: DemoCity) -> None:
    """Asking for a label that no persona has is a KeyError, not somebody else."""
    with pytest.raises(KeyError):
        city.persona("nobody")
