"""Enters households in the books: gives ids and numbers, and fills in what follows from a household's history.

The numbers have right check digits and are otherwise random; that one of them is also somebody's is coincidence.
"""

from __future__ import annotations

import datetime as dt

from chalicelib.registers.check_digits import modulus_11_digit
from chalicelib.registers.entries import BecameResident, Household, HouseholdRecord, RegisteredDomicile, Resident
from infra.emulator.demo_city.context import Context
from infra.emulator.demo_city.family_registers import register_head
from infra.emulator.demo_city.model import Home, Member, Persona

MOVED_IN, LAW_IN_FORCE = "転入", "改正法施行"
RECORDS_BEGAN = dt.date(2012, 7, 9)
"""Nobody has been a foreign resident (外国人住民) for longer: 平成21年法律第77号; before, there was 外国人登録."""
DAYS_TO_NOTIFY = 14
"""住民基本台帳法 第22条, 第23条: a move is notified within 14 days."""


class Office:
    """Enters one household after the other."""

    def __init__(self, context: Context, municipality: str) -> None:
        self._context = context
        self._municipality = municipality
        self._residents = 0
        self.records: list[HouseholdRecord] = []
        self.personas: list[Persona] = []

    def enter(self, home: Home) -> None:
        """Add the household, its residents, and a persona for each of them that has a label."""
        household_id = f"household-{len(self.records) + 1:06d}"
        residents = tuple(self._resident(member, home, household_id) for member in home.members)
        household = Household(
            household_id=household_id,
            municipality=self._municipality,
            address=home.address,
            head=residents[home.head].resident_id,
        )
        self.records.append(HouseholdRecord(household=household, residents=residents))
        for member, resident in zip(home.members, residents, strict=True):
            if member.label:
                persona = Persona(label=member.label, resident_id=resident.resident_id, note=member.note)
                self.personas.append(persona)

    def _resident(self, member: Member, home: Home, household_id: str) -> Resident:
        self._residents += 1
        resident_id = f"resident-{self._residents:06d}"
        became = member.became_resident or _became_resident(member, home)
        return Resident(
            resident_id=resident_id,
            household_id=household_id,
            name=member.name,
            furigana=member.furigana,
            former_name=member.former_name,
            birth_date=member.birth_date,
            sex=member.sex,
            relationship=member.relationship,
            became_resident=became,
            address_since=member.address_since or _address_since(became.date, home),
            notified_on=self._notified_on(became, household_id),
            previous_address=home.previous_address if became.reason == MOVED_IN else None,
            domicile=None if member.foreign else self._domicile(register_head(member, home), home, household_id),
            foreign=member.foreign,
            individual_number=self._checked(11, f"{resident_id}/individual-number"),
            resident_record_code=self._checked(10, f"{resident_id}/resident-record-code"),
            notes=member.notes,
            departure=member.departure,
            died_on=member.died_on,
            protection=member.protection,
            entry_in_progress=member.entry_in_progress,
        )

    def _domicile(self, head_name: str, home: Home, household_id: str) -> RegisteredDomicile:
        if home.domicile and head_name == home.register_head:
            return RegisteredDomicile(address=home.domicile, head_name=head_name)
        return self._context.domicile(head_name, household_id)

    def _notified_on(self, became: BecameResident, household_id: str) -> dt.date:
        """Return when somebody's coming was notified: a later move inside the city does not change it (第7条 第8号)."""
        if became.reason == LAW_IN_FORCE:
            return became.date
        days = self._context.dice.below(DAYS_TO_NOTIFY, f"{household_id}/notified/{became.date}")
        return min(became.date + dt.timedelta(days=days), self._context.today)

    def _checked(self, count: int, name: str) -> str:
        digits = self._context.dice.digits(count, name)
        return digits + modulus_11_digit(digits)


def _became_resident(member: Member, home: Home) -> BecameResident:
    moved_in = home.arrived_on if home.arrived_on and member.birth_date < home.arrived_on else None
    date = moved_in or member.birth_date
    if member.foreign and date < RECORDS_BEGAN:
        return BecameResident(date=RECORDS_BEGAN, reason=LAW_IN_FORCE)
    return BecameResident(date=date, reason=MOVED_IN if moved_in else "出生")


def _address_since(became: dt.date, home: Home) -> dt.date | None:
    moved = home.moved_inside_on
    return moved if moved and moved > became else None
