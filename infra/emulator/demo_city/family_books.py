"""Family registers kept in the city, and their supplements, made from the resident records that name them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from chalicelib.registers.entries import HouseholdRecord
from chalicelib.registers.family_registers import FamilyRegister, FamilyRegisterRecord
from chalicelib.registers.supplements import SupplementRecord
from infra.emulator.demo_city import places
from infra.emulator.demo_city.context import Context
from infra.emulator.demo_city.family import Family, families, surname
from infra.emulator.demo_city.large_register import daughter, enlarged
from infra.emulator.demo_city.matters import matters_of, person_of
from infra.emulator.demo_city.model import Persona
from infra.emulator.demo_city.municipality import CODE
from infra.emulator.demo_city.supplements import supplement_of
from infra.emulator.demo_city.turned_registers import adoptive, divorced


class FamilyBooks:
    """The registers and supplements of the city, in the order of the residents; those of other cities are not here."""

    def __init__(self, context: Context, records: tuple[HouseholdRecord, ...], personas: Iterable[Persona]) -> None:
        self._context = context
        self._address_of = {record.household.household_id: record.household.address for record in records}
        self._labels = {persona.resident_id: persona.label for persona in personas}
        self.registers: list[FamilyRegisterRecord] = []
        self.supplements: list[SupplementRecord] = []
        for family in families(records):
            labels = {self._labels.get(member.resident_id, "") for member in family.members}
            if family.domicile.address.startswith(places.CITY) and "register-not-held" not in labels:
                self._enter(family, labels)

    def _enter(self, family: Family, labels: set[str]) -> None:
        register = self._register(family, labels)
        persons = (person_of(self._context, family, member, register.register_id) for member in family.members)
        record = FamilyRegisterRecord(register=register, persons=tuple(persons))
        if "nine-in-register" in labels:
            record = enlarged(record)
        for label, changed in (("divorced", divorced), ("adoptive-father", adoptive)):
            record = changed(record) if label in labels else record
        if "supplement-protected" in labels:
            record = msgspec.structs.replace(record, persons=(*record.persons, daughter(record)))
        self.registers.append(record)
        many = "many-addresses" in labels
        self.supplements.append(supplement_of(self._context, record, family, self._address_of, many=many))

    def _register(self, family: Family, labels: set[str]) -> FamilyRegister:
        reading = family.head.furigana
        return FamilyRegister(
            register_id=f"register-{len(self.registers) + 1:06d}",
            municipality=CODE,
            domicile=family.domicile.address,
            head_name=family.domicile.head_name,
            surname_furigana=surname(reading) if reading else None,
            matters=matters_of(family),
            closed_on=max(each.died_on for each in family.members if each.died_on) if family.extinct else None,
            entry_in_progress="register-in-progress" in labels,
        )
