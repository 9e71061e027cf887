"""What must hold of registered seals: in each registration, and towards the residents.

印鑑登録証明事務処理要領 第2 3 and 4: who may register, how large a seal may be, when a registration ends.
"""

from __future__ import annotations

import datetime as dt

from chalicelib.registers.books import Books, Located, check_unique
from chalicelib.registers.date_checks import EARLIEST_DATE, Problems, date_problems
from chalicelib.registers.entries import Resident
from chalicelib.registers.file_errors import ErrorLog
from chalicelib.registers.imprint_checks import image_problems
from chalicelib.registers.register_file import is_current
from chalicelib.registers.seals import Imprint, SealRegistration

SMALLEST, LARGEST = 80, 250
"""Tenths of a millimetre: an imprint does not fit into a square of 8 mm, and fits into one of 25 mm."""
_MINIMUM_AGE = 15


def seal_problems(seal: SealRegistration, day: dt.date) -> Problems:
    """Yield field and message of everything wrong inside a registration, in books exported on `day`."""
    yield from date_problems("registered_on", seal.registered_on, EARLIEST_DATE, day)
    if seal.abolished:
        yield from date_problems(
            "abolished.date", seal.abolished.date, seal.registered_on, dt.date.max, "registered_on"
        )
    yield from _imprint_problems(seal.imprint)


def _imprint_problems(imprint: Imprint) -> Problems:
    if max(imprint.width, imprint.height) > LARGEST:
        yield "imprint.width", "expected an imprint that fits into a square of 25 mm"
    elif max(imprint.width, imprint.height) <= SMALLEST:
        yield "imprint.width", "expected an imprint that does not fit into a square of 8 mm"
    yield from image_problems("imprint.png", imprint)


def check_seals(books: Books, log: ErrorLog, day: dt.date) -> None:
    """Add to `log` what does not hold between registrations, and between them and the residents on `day`."""
    check_unique(books.seals, "registration_id", lambda seal: seal.registration_id, log)
    check_unique(books.seals, "number", lambda seal: seal.number, log)
    live = [each for each in books.seals if each.entry.abolished is None]
    check_unique(live, "resident_id", lambda seal: seal.resident_id, log)
    residents = {each.entry.resident_id: each.entry for each in books.residents}
    for seal in books.seals:
        resident = residents.get(seal.entry.resident_id)
        if resident is not None:
            _check_holder(seal, resident, books, log, day)
        elif not books.may_hold(seal.entry.resident_id):
            log.add(seal.line, "resident_id", "expected a resident of this file")


def _check_holder(
    seal: Located[SealRegistration], resident: Resident, books: Books, log: ErrorLog, day: dt.date
) -> None:
    fifteenth = resident.birth_date.year + _MINIMUM_AGE, resident.birth_date.month, resident.birth_date.day
    registered = seal.entry.registered_on
    if (registered.year, registered.month, registered.day) < fifteenth:
        log.add(seal.line, "registered_on", "expected a day on which the resident was 15")
    # A certificate of a seal that leaving or death has ended is the one wrong paper that stays unnoticed for years.
    if books.header and seal.entry.abolished is None and not is_current(resident, day):
        log.add(seal.line, "abolished", "is missing: expected, since the resident has left or died")
    if seal.entry.katakana is not None and resident.foreign is None:
        log.add(seal.line, "katakana", "expected for foreign residents only")
