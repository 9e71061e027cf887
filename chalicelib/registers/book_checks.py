"""What must hold between the entries of a register file."""

from __future__ import annotations

import datetime as dt

from chalicelib.registers.books import Books, Located, check_unique
from chalicelib.registers.entries import Household, Resident
from chalicelib.registers.family_register_checks import check_family_registers
from chalicelib.registers.file_errors import ErrorLog
from chalicelib.registers.register_file import is_current
from chalicelib.registers.seal_checks import check_seals
from chalicelib.registers.supplement_checks import check_supplements
from chalicelib.registers.taxation_checks import check_taxation
from chalicelib.registers.use_registration_checks import check_use_registrations

HEAD_OF_HOUSEHOLD = "世帯主"


def check_books(books: Books, log: ErrorLog, day: dt.date) -> None:
    """Add to `log` everything that does not hold between the entries of books exported on `day`."""
    _check_municipality(books, log)
    _check_ids(books, log, day)
    _check_references(books, log)
    members = books.members()
    for each in books.households:
        _check_head(each, members[each.entry.household_id], books, log, day)
    check_seals(books, log, day)
    check_family_registers(books, log)
    check_supplements(books, log, day)
    check_taxation(books, log)
    check_use_registrations(books, log, day)


def _check_municipality(books: Books, log: ErrorLog) -> None:
    if not books.municipalities and not books.unreadable_lines and "municipality" not in books.unusable_ids:
        log.add(1, "municipality", "expected a line of kind municipality in the file")
    for extra in books.municipalities[1:]:
        log.add(extra.line, "kind", "expected one line of kind municipality in the file")
    if books.header is None:
        return
    for book in books.municipalities:
        if book.entry.code != books.header.municipality:
            log.add(book.line, "code", "expected the municipality of the header")
    for each in books.households:
        if each.entry.municipality != books.header.municipality:
            log.add(each.line, "municipality", "expected the municipality of the header")


def _check_ids(books: Books, log: ErrorLog, day: dt.date) -> None:
    # Someone who left and came back has a removed and a current record with the same numbers.
    current = [each for each in books.residents if is_current(each.entry, day)]
    check_unique(books.households, "household_id", lambda entry: entry.household_id, log)
    check_unique(books.residents, "resident_id", lambda entry: entry.resident_id, log)
    check_unique(current, "individual_number", lambda entry: entry.individual_number, log)
    check_unique(current, "resident_record_code", lambda entry: entry.resident_record_code, log)
    check_unique(books.links, "serial", lambda entry: (entry.generation, entry.serial, entry.certificate_kind), log)


def _check_references(books: Books, log: ErrorLog) -> None:
    household_ids = {each.entry.household_id for each in books.households}
    resident_ids = {each.entry.resident_id for each in books.residents}
    for resident in books.residents:
        household_id = resident.entry.household_id
        if household_id not in household_ids and not books.may_hold(household_id):
            log.add(resident.line, "household_id", "expected a household of this file")
    for link in books.links:
        resident_id = link.entry.resident_id
        if resident_id not in resident_ids and not books.may_hold(resident_id):
            log.add(link.line, "resident_id", "expected a resident of this file")


def _check_head(
    household: Located[Household], members: list[Resident], books: Books, log: ErrorLog, day: dt.date
) -> None:
    head_id = household.entry.head
    head = next((member for member in members if member.resident_id == head_id), None)
    if head is None:
        if not books.may_hold(head_id):
            log.add(household.line, "head", "expected a resident of this household")
        return
    # Without a header the day is not known, and who is current follows from it.
    current = [member for member in members if is_current(member, day)] if books.header else []
    if current and head not in current:
        log.add(household.line, "head", "expected a current resident, since the household has some")
    if head.relationship != HEAD_OF_HOUSEHOLD:
        log.add(household.line, "head", f"expected a resident whose relationship is {HEAD_OF_HOUSEHOLD}")
    if any(member.relationship == HEAD_OF_HOUSEHOLD for member in current if member is not head):
        log.add(household.line, "head", f"expected no other current resident whose relationship is {HEAD_OF_HOUSEHOLD}")
