"""What must hold of the supplements of family registers: in each entry, and towards registers and residents."""

from __future__ import annotations

import datetime as dt

from chalicelib.registers.books import Books, check_unique
from chalicelib.registers.check_digits import is_resident_record_code
from chalicelib.registers.date_checks import EARLIEST_DATE, Problems, date_problems
from chalicelib.registers.entries import Resident
from chalicelib.registers.family_registers import RegisteredPerson
from chalicelib.registers.file_errors import ErrorLog
from chalicelib.registers.name_checks import same_name
from chalicelib.registers.register_file import is_current
from chalicelib.registers.supplements import SupplementPerson


def supplement_person_problems(person: SupplementPerson, day: dt.date) -> Problems:
    """Yield field and message of everything wrong inside a person's entry of a supplement."""
    if person.birth_date:
        yield from date_problems("birth_date", person.birth_date, EARLIEST_DATE, day)
    if person.resident_record_code and not is_resident_record_code(person.resident_record_code):
        yield "resident_record_code", "expected 11 digits of which the last is the check digit"
    if not person.addresses and person.removed_on is None:
        yield "addresses", "expected at least one address"
    for index, entry in enumerate(person.addresses):
        if entry.since:
            yield from date_problems(f"addresses[{index}].since", entry.since, EARLIEST_DATE, day)
    known = [entry.since for entry in person.addresses if entry.since]
    if known != sorted(known):
        yield "addresses", "expected addresses from the oldest to the newest"
    if person.protection and person.protection.until < person.protection.since:
        yield "protection.until", "expected a date not before protection.since"


def check_supplements(books: Books, log: ErrorLog, day: dt.date) -> None:
    """Add to `log` what does not hold between supplements, registers and the residents on `day`."""
    check_unique(books.supplements, "register_id", lambda each: each.register_id, log)
    check_unique(books.supplement_persons, "person_id", lambda each: (each.register_id, each.person_id), log)
    registers = {each.entry.register_id for each in books.registers}
    for supplement in books.supplements:
        if supplement.entry.register_id not in registers and not books.may_hold(supplement.entry.register_id):
            log.add(supplement.line, "register_id", "expected a family register of this file")
    _check_persons(books, log)
    _check_addresses(books, log, day)


def _check_persons(books: Books, log: ErrorLog) -> None:
    supplements = {each.entry.register_id for each in books.supplements}
    persons = {(each.entry.register_id, each.entry.person_id): each.entry for each in books.persons}
    residents = {each.entry.resident_id: each.entry for each in books.residents}
    for person in books.supplement_persons:
        entry = person.entry
        if entry.register_id not in supplements and not books.may_hold(entry.register_id):
            log.add(person.line, "register_id", "expected a supplement of this file")
        registered = persons.get((entry.register_id, entry.person_id))
        if registered is None:
            if not books.may_hold(entry.person_id):
                log.add(person.line, "person_id", "expected a person of this family register")
        elif registered.resident_id != entry.resident_id:
            log.add(person.line, "resident_id", "expected the resident that the family register names")
        else:
            for field, message in _differences(entry, registered, residents.get(entry.resident_id or "")):
                log.add(person.line, field, message)


def _differences(entry: SupplementPerson, registered: RegisteredPerson, resident: Resident | None) -> Problems:
    """Yield what a person's entry has otherwise than the family register, or the resident record where there is one."""
    if not same_name(entry.given_name, registered.given_name):
        yield "given_name", "expected the given name of the family register"
    if entry.birth_date not in {None, registered.birth_date}:
        yield "birth_date", "expected the birth date of the family register"
    if (entry.removed_on is not None) != registered.removed:
        yield "removed_on", "expected exactly where the person is removed from the family register"
    if resident is None:
        return
    if not same_name(entry.name, resident.name):
        yield "name", "expected the name of the resident"
    if entry.sex not in {None, resident.sex}:
        yield "sex", "expected the sex of the resident"
    if entry.resident_record_code not in {None, resident.resident_record_code}:
        yield "resident_record_code", "expected that of the resident"


def _check_addresses(books: Books, log: ErrorLog, day: dt.date) -> None:
    """The newest address of who lives here is that of their household."""
    addresses = {each.entry.household_id: each.entry.address for each in books.households}
    residents = {each.entry.resident_id: each.entry for each in books.residents}
    for person in books.supplement_persons:
        resident = residents.get(person.entry.resident_id or "")
        if resident is None or not person.entry.addresses or not books.header or not is_current(resident, day):
            continue
        expected = addresses.get(resident.household_id)
        if expected is not None and person.entry.addresses[-1].address != expected:
            log.add(person.line, "addresses", "expected the address of the resident's household as the newest")
