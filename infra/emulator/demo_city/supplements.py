"""The supplements of the city's family registers: where its members have lived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from chalicelib.registers.entries import Protection, Resident
from chalicelib.registers.family_registers import FamilyRegisterRecord, RegisteredPerson
from chalicelib.registers.supplements import AddressEntry, Supplement, SupplementPerson, SupplementRecord
from infra.emulator.demo_city import places
from infra.emulator.demo_city.context import Context
from infra.emulator.demo_city.family import SPACE, Family, surname
from infra.emulator.demo_city.matters import founded_on

_MANY = 28


def supplement_of(
    context: Context, record: FamilyRegisterRecord, family: Family, address_of: dict[str, str], *, many: bool = False
) -> SupplementRecord:
    """Return the supplement of a register; `address_of` maps households to their addresses, `many` adds moves."""
    made_on = max(founded_on(family), family.head.birth_date)
    residents = {member.resident_id: member for member in family.members}
    persons = []
    for person in record.persons:
        resident = residents.get(person.resident_id or "")
        if resident is None:
            persons.append(_elsewhere(context, person, record, made_on))
            continue
        moves = tuple(_addresses(context, resident, address_of[resident.household_id], many=many))
        persons.append(_resident(person, resident, moves))
    supplement = Supplement(register_id=record.register.register_id, made_on=made_on, made_by="編製")
    return SupplementRecord(register=record.register, supplement=supplement, persons=tuple(persons))


def _resident(person: RegisteredPerson, resident: Resident, moves: tuple[AddressEntry, ...]) -> SupplementPerson:
    return SupplementPerson(
        register_id=person.register_id,
        person_id=person.person_id,
        resident_id=resident.resident_id,
        name=resident.name,
        given_name=person.given_name,
        birth_date=resident.birth_date,
        sex=resident.sex,
        resident_record_code=resident.resident_record_code,
        addresses=moves,
        removed_on=resident.died_on,
        protection=resident.protection,
    )


def _elsewhere(
    context: Context, person: RegisteredPerson, record: FamilyRegisterRecord, made_on: dt.date
) -> SupplementPerson:
    """A person who does not live in the city; the daughter whose address is kept secret is one."""
    protected = person.person_id.endswith("-protected")
    protection = Protection(since=context.ago(90), until=context.ago(-275)) if protected else None
    since = max(made_on, person.birth_date)
    return SupplementPerson(
        register_id=person.register_id,
        person_id=person.person_id,
        name=f"{surname(record.register.head_name)}{SPACE}{person.given_name}",
        given_name=person.given_name,
        birth_date=None if person.removed else person.birth_date,
        sex=None if person.removed else ("女" if person.relationship.endswith("女") else "男"),
        addresses=(
            AddressEntry(address=places.address(context.dice, f"{person.person_id}/first"), since=since),
            AddressEntry(address=context.elsewhere(person.person_id), since=None),
        ),
        overseas_voter_at="三重県松阪市" if person.person_id.endswith("-03") else None,
        removed_on=context.ago(2000) if person.removed else None,
        protection=protection,
    )


def _addresses(context: Context, resident: Resident, newest: str, *, many: bool) -> Iterator[AddressEntry]:
    became = resident.became_resident.date
    born = resident.birth_date
    last = born
    for number in range(_MANY if many else 0):
        last = born + (became - born) * number // (_MANY + 1)
        yield AddressEntry(address=context.elsewhere(f"{resident.resident_id}/move-{number}"), since=last)
    if resident.previous_address:
        yield AddressEntry(address=resident.previous_address, since=last + (became - last) // 2 if many else born)
    if resident.address_since and resident.address_since > became:
        yield AddressEntry(address=context.address(f"{resident.resident_id}/before"), since=became)
        yield AddressEntry(address=newest, since=resident.address_since)
    else:
        yield AddressEntry(address=newest, since=became)
    departure = resident.departure
    if departure and departure.leaves_on <= context.today:
        yield AddressEntry(address=context.elsewhere(resident.resident_id), since=departure.leaves_on)
