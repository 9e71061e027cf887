"""The supplements of the city's family registers: where its members have lived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from chalicelib.registers.check_digits import modulus_11_digit
from chalicelib.registers.entries import Protection, Resident
from chalicelib.registers.family_registers import FamilyRegisterRecord, RegisteredPerson
from chalicelib.registers.supplements import AddressEntry, Supplement, SupplementPerson, SupplementRecord
from infra.emulator.demo_city import places
from infra.emulator.demo_city.context import Context
from infra.emulator.demo_city.family import SPACE, Family, surname
from infra.emulator.demo_city.matters import CONVERTED_ON, made_on

_MANY = 28
BIRTH_DATES_SINCE, CODES_SINCE = dt.date(2022, 1, 11), dt.date(2024, 5, 27)
"""Since when supplements record birth date and sex, and resident record codes (令和元年法律第16号)."""
_SETTLED_BEFORE = dt.timedelta(days=100)
"""A supplement begins with the address of its day, at which somebody has lived for a while."""


def supplement_of(
    context: Context, record: FamilyRegisterRecord, family: Family, address_of: dict[str, str], *, many: bool = False
) -> SupplementRecord:
    """Return the supplement of a register; `address_of` maps households to their addresses, `many` adds moves."""
    made = made_on(family)
    residents = {member.resident_id: member for member in family.members}
    persons = []
    for person in record.persons:
        resident = residents.get(person.resident_id or "")
        if resident is None:
            persons.append(_elsewhere(context, person, record, made))
            continue
        moves = tuple(_addresses(context, resident, address_of[resident.household_id], made, many=many))
        persons.append(_resident(person, resident, _since(moves, made)))
    by = "改製" if made == CONVERTED_ON else "編製"
    supplement = Supplement(register_id=record.register.register_id, made_on=made, made_by=by)
    return SupplementRecord(register=record.register, supplement=supplement, persons=tuple(persons))


def _since(moves: tuple[AddressEntry, ...], made: dt.date) -> tuple[AddressEntry, ...]:
    """Leave out addresses that were left before the supplement was made."""
    later = [entry.since for entry in moves[1:]]
    return tuple(entry for entry, left in zip(moves, [*later, None], strict=True) if left is None or left > made)


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
    context: Context, person: RegisteredPerson, record: FamilyRegisterRecord, made: dt.date
) -> SupplementPerson:
    """A person who does not live in the city; the daughter whose address is kept secret is one."""
    protected = person.person_id.endswith("-protected")
    removed_on = _removed_on(person)
    known = removed_on is None or removed_on >= BIRTH_DATES_SINCE
    coded = removed_on is None or removed_on >= CODES_SINCE
    first = max(made - _SETTLED_BEFORE, person.birth_date)
    last = removed_on or context.today
    digits = context.dice.digits(10, f"{person.person_id}/resident-record-code")
    return SupplementPerson(
        register_id=person.register_id,
        person_id=person.person_id,
        name=f"{surname(record.register.head_name)}{SPACE}{person.given_name}",
        given_name=person.given_name,
        birth_date=person.birth_date if known else None,
        sex=("女" if person.relationship.endswith("女") else "男") if known else None,
        resident_record_code=digits + modulus_11_digit(digits) if coded else None,
        addresses=(
            AddressEntry(address=places.address(context.dice, f"{person.person_id}/first"), since=first),
            AddressEntry(
                address=context.elsewhere(person.person_id),
                since=None if person.person_id.endswith("-04") else first + (last - first) // 2,
            ),
        ),
        overseas_voter_at="三重県松阪市" if person.person_id.endswith("-06") else None,
        removed_on=removed_on,
        protection=Protection(since=context.ago(90), until=context.ago(-275)) if protected else None,
    )


def _removed_on(person: RegisteredPerson) -> dt.date | None:
    """Return the day on which the city heard of the marriage by which somebody left the register."""
    dates = [item.date for entry in person.entries for item in entry.items if item.label == "送付を受けた日"]
    return dates[-1] if person.removed else None


def _addresses(
    context: Context, resident: Resident, newest: str, made: dt.date, *, many: bool
) -> Iterator[AddressEntry]:
    became = resident.became_resident.date
    first = max(resident.birth_date, min(made, became) - _SETTLED_BEFORE)
    last = first
    for number in range(_MANY if many else 0):
        last = first + (became - first) * number // (_MANY + 1)
        yield AddressEntry(address=context.elsewhere(f"{resident.resident_id}/move-{number}"), since=last)
    if resident.previous_address:
        since = last + (became - last) // 2 if many else first
        yield AddressEntry(address=resident.previous_address, since=since)
    if resident.address_since and resident.address_since > became:
        yield AddressEntry(address=context.address(f"{resident.household_id}/before"), since=became)
        yield AddressEntry(address=newest, since=resident.address_since)
    else:
        yield AddressEntry(address=newest, since=became)
    departure = resident.departure
    if departure and departure.leaves_on <= context.today:
        yield AddressEntry(address=context.elsewhere(resident.resident_id), since=departure.leaves_on)
