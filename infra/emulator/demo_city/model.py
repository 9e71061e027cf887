"""What the demo city is made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from chalicelib.registers.entries import (
    BecameResident,
    Departure,
    ForeignResident,
    FormerName,
    HouseholdRecord,
    Municipality,
    MunicipalitySettings,
    Protection,
    Resident,
)
from chalicelib.registers.family_registers import FamilyRegisterRecord
from chalicelib.registers.seals import SealRegistration
from chalicelib.registers.settings_in_force import at
from chalicelib.registers.supplements import SupplementRecord
from chalicelib.registers.taxation import TaxRecord

Sex = Literal["男", "女"]


@dataclass(frozen=True, kw_only=True)
class Persona:
    """A resident who is in the city for a reason: `note` says which property of theirs is to be tried."""

    label: str
    resident_id: str
    note: str


@dataclass(frozen=True, kw_only=True)
class DemoCity:
    """A synthetic municipality as its books stand on `today`."""

    today: dt.date
    settings: MunicipalitySettings
    households: tuple[HouseholdRecord, ...]
    personas: tuple[Persona, ...]
    seals: tuple[SealRegistration, ...] = ()
    family_registers: tuple[FamilyRegisterRecord, ...] = ()
    supplements: tuple[SupplementRecord, ...] = ()
    taxation: tuple[TaxRecord, ...] = ()

    @property
    def municipality(self) -> Municipality:
        """Who issues at noon of the day."""
        return at(self.settings, dt.datetime.combine(self.today, dt.time(12)), "").municipality

    def persona(self, label: str) -> Persona:
        """Return the persona with this label; `KeyError` if there is none."""
        found = {persona.label: persona for persona in self.personas}
        return found[label]

    def record_of(self, label: str) -> HouseholdRecord:
        """Return the household of the persona with this label; `KeyError` if there is none."""
        resident_id = self.persona(label).resident_id
        return next(record for record in self.households if record.resident(resident_id))

    def resident_of(self, label: str) -> Resident:
        """Return the resident record of the persona with this label; `KeyError` if there is none."""
        resident = self.record_of(label).resident(self.persona(label).resident_id)
        if resident is None:  # cannot be: record_of found it there
            raise AssertionError
        return resident


@dataclass(frozen=True, kw_only=True)
class Member:
    """A person to be entered in a household; what is None is filled in from the household's history."""

    name: str
    furigana: str | None
    sex: Sex
    birth_date: dt.date
    relationship: str
    label: str = ""
    note: str = ""
    became_resident: BecameResident | None = None
    address_since: dt.date | None = None
    former_name: FormerName | None = None
    foreign: ForeignResident | None = None
    notes: tuple[str, ...] = ()
    departure: Departure | None = None
    died_on: dt.date | None = None
    protection: Protection | None = None
    entry_in_progress: bool = False


@dataclass(frozen=True, kw_only=True)
class Home:
    """A household to be entered: members, the index of the head, and its history.

    `register_head` is the name of the person who heads the family register of the head's family (筆頭者).
    `arrived_on` is the day the household moved into the city from `previous_address` (None: always there),
    `moved_inside_on` the day it moved inside the city (None: never). `domicile` is the address of the head's family
    register (None: drawn).
    """

    address: str
    register_head: str
    members: tuple[Member, ...]
    head: int = 0
    arrived_on: dt.date | None = None
    previous_address: str | None = None
    moved_inside_on: dt.date | None = None
    domicile: str | None = None
