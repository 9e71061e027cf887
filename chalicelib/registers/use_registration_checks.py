"""What must hold of registrations for use: in each entry, and towards the family registers."""

from __future__ import annotations

import datetime as dt

from chalicelib.registers.books import Books, check_unique
from chalicelib.registers.date_checks import EARLIEST_DATE, Problems, date_problems
from chalicelib.registers.file_errors import ErrorLog
from chalicelib.registers.use_registrations import UseRegistration, UseState


def use_problems(use: UseRegistration, day: dt.date) -> Problems:
    """Yield field and message of everything wrong inside an entry, in books exported on `day`."""
    yield from date_problems("applied_on", use.applied_on, EARLIEST_DATE, day)
    for field in ("confirmed_on", "refused_on", "ended_on"):
        date = getattr(use, field)
        if date is not None:
            yield from date_problems(field, date, use.applied_on, day, "applied_on")
    if (use.refused_on is None) != (use.refusal is None):
        yield "refusal", "expected together with refused_on, and not without"
    if use.refused_on is not None and use.confirmed_on is not None:
        yield "refused_on", "expected confirmed_on or refused_on, not both"


def check_use_registrations(books: Books, log: ErrorLog, day: dt.date) -> None:
    """Add to `log` what does not hold between registrations and the persons of the registers."""
    check_unique(books.uses, "registration_id", lambda each: each.registration_id, log)
    standing = [each for each in books.uses if each.entry.state(day) in {UseState.PENDING, UseState.CONFIRMED}]
    check_unique(standing, "serial", lambda each: (each.generation, each.serial), log)
    persons = {(each.entry.register_id, each.entry.person_id) for each in books.persons}
    for use in books.uses:
        named = (use.entry.register_id, use.entry.person_id)
        if named not in persons and not any(books.may_hold(each) for each in named):
            log.add(use.line, "person_id", "expected a person of this family register")
