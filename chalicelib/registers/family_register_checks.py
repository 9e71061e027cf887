"""What must hold of family registers: in each entry, and towards the residents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from chalicelib.registers.books import Books, Located, check_unique
from chalicelib.registers.date_checks import EARLIEST_DATE, Problems, date_problems
from chalicelib.registers.entries import Resident
from chalicelib.registers.family_registers import FamilyRegister, RecordEntry, RegisteredPerson
from chalicelib.registers.file_errors import ErrorLog
from chalicelib.registers.name_checks import has_given_name

_SEX_OF = {"夫": "男", "妻": "女"}


def register_problems(register: FamilyRegister, day: dt.date) -> Problems:
    """Yield field and message of everything wrong inside a register, in books exported on `day`."""
    if register.closed_on:
        yield from date_problems("closed_on", register.closed_on, EARLIEST_DATE, day)
    yield from _entry_problems("matters", register.matters)


def person_problems(person: RegisteredPerson, day: dt.date) -> Problems:
    """Yield field and message of everything wrong inside a person's entry."""
    yield from date_problems("birth_date", person.birth_date, EARLIEST_DATE, day)
    yield from _entry_problems("entries", person.entries)
    adopted = person.adoptive_father or person.adoptive_mother
    if (adopted is None) != (person.adoptive_relationship is None):
        yield "adoptive_relationship", "expected together with an adoptive parent, and not without"


def _entry_problems(field: str, entries: Iterable[RecordEntry]) -> Problems:
    for index, entry in enumerate(entries):
        for number, item in enumerate(entry.items):
            if item.date is not None and item.text is not None:
                yield f"{field}[{index}].items[{number}]", "expected a date or text, not both"


def check_family_registers(books: Books, log: ErrorLog) -> None:
    """Add to `log` what does not hold between registers, their persons and the residents."""
    check_unique(books.registers, "register_id", lambda each: each.register_id, log)
    check_unique(books.persons, "person_id", lambda each: each.person_id, log)
    staying = [each for each in books.persons if each.entry.resident_id and not each.entry.removed]
    check_unique(staying, "resident_id", lambda each: each.resident_id, log)
    inhabited = {each.entry.register_id for each in books.persons if not each.entry.removed}
    for register in books.registers:
        register_id = register.entry.register_id
        if books.header and register.entry.municipality != books.header.municipality:
            log.add(register.line, "municipality", "expected the municipality of the header")
        if (register.entry.closed_on is None) != (register_id in inhabited) and not books.may_hold(register_id):
            log.add(register.line, "closed_on", "expected exactly where nobody is left in the register")
    registers = {each.entry.register_id: each.entry for each in books.registers}
    residents = {each.entry.resident_id: each.entry for each in books.residents}
    for person in books.persons:
        named = registers.get(person.entry.register_id)
        if named is not None:
            _check_resident(person, named, residents, books, log)
        elif not books.may_hold(person.entry.register_id):
            log.add(person.line, "register_id", "expected a family register of this file")


def _check_resident(
    person: Located[RegisteredPerson],
    register: FamilyRegister,
    residents: dict[str, Resident],
    books: Books,
    log: ErrorLog,
) -> None:
    """The resident record of who is in the register names it as their 本籍, and is of the same person.

    Twins have one birth date: without the given name, the one's entry could pass for the other's.
    """
    resident_id = person.entry.resident_id
    resident = residents.get(resident_id or "")
    if resident is None:
        if resident_id and not books.may_hold(resident_id):
            log.add(person.line, "resident_id", "expected a resident of this file")
        return
    if resident.birth_date != person.entry.birth_date:
        log.add(person.line, "birth_date", "expected the birth date of the resident")
    if not has_given_name(resident.name, person.entry.given_name):
        log.add(person.line, "given_name", "expected the given name of the resident")
    if person.entry.spouse and _SEX_OF[person.entry.spouse] != resident.sex:
        log.add(person.line, "spouse", "expected 夫 of a man or 妻 of a woman, as the resident record has the sex")
    domicile = resident.domicile
    if person.entry.removed:
        return
    if domicile is None or (domicile.address, domicile.head_name) != (register.domicile, register.head_name):
        log.add(person.line, "register_id", "expected the register that the resident record names as 本籍 and 筆頭者")
