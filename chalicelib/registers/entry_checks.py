"""What must hold inside one entry, beyond the form of its fields."""

from __future__ import annotations

import datetime as dt

from chalicelib.registers.check_digits import is_individual_number, is_resident_record_code
from chalicelib.registers.date_checks import EARLIEST_DATE, Problems, date_problems
from chalicelib.registers.entries import CardLink, MunicipalitySettings, Resident
from chalicelib.registers.family_register_checks import person_problems, register_problems
from chalicelib.registers.family_registers import FamilyRegister, RegisteredPerson
from chalicelib.registers.register_file import FileEntry, Header
from chalicelib.registers.seal_checks import seal_problems
from chalicelib.registers.seals import SealRegistration
from chalicelib.registers.settings_checks import settings_problems
from chalicelib.registers.supplement_checks import supplement_person_problems
from chalicelib.registers.supplements import SupplementPerson
from chalicelib.registers.taxation import TaxRecord
from chalicelib.registers.taxation_checks import tax_problems
from chalicelib.registers.use_registration_checks import use_problems
from chalicelib.registers.use_registrations import UseRegistration


def header_problems(header: Header) -> Problems:
    """Yield what is wrong with the header."""
    if header.exported_at.utcoffset() != dt.timedelta(0):
        yield "exported_at", "expected a time in UTC, with Z"


def entry_problems(entry: FileEntry, day: dt.date) -> Problems:
    """Yield field and message of everything wrong inside `entry`, in books exported on `day`."""
    match entry:
        case MunicipalitySettings():
            yield from settings_problems(entry, day)
        case Resident():
            yield from _resident_problems(entry, day)
        case CardLink():
            yield from _link_problems(entry, day)
        case SealRegistration():
            yield from seal_problems(entry, day)
        case FamilyRegister():
            yield from register_problems(entry, day)
        case RegisteredPerson():
            yield from person_problems(entry, day)
        case SupplementPerson():
            yield from supplement_person_problems(entry, day)
        case TaxRecord():
            yield from tax_problems(entry, day)
        case UseRegistration():
            yield from use_problems(entry, day)
        case _:
            return


def _link_problems(link: CardLink, day: dt.date) -> Problems:
    yield from date_problems("linked_on", link.linked_on, EARLIEST_DATE, day)
    if link.ended_on and link.ended_on < link.linked_on:
        yield "ended_on", "expected a date not before linked_on"


def _resident_problems(resident: Resident, day: dt.date) -> Problems:
    if not is_individual_number(resident.individual_number):
        yield "individual_number", "expected 12 digits of which the last is the check digit"
    if not is_resident_record_code(resident.resident_record_code):
        yield "resident_record_code", "expected 11 digits of which the last is the check digit"
    yield from _life_problems(resident, day)
    yield from _nationality_problems(resident)
    yield from _removal_problems(resident, day)


def _life_problems(resident: Resident, day: dt.date) -> Problems:
    born = resident.birth_date
    yield from date_problems("birth_date", born, EARLIEST_DATE, day)
    dates = {
        "became_resident.date": resident.became_resident.date,
        "address_since": resident.address_since,
        "notified_on": resident.notified_on,
        "died_on": resident.died_on,
    }
    for field, date in dates.items():
        if date is not None:
            yield from date_problems(field, date, born, day, "birth_date")


def _nationality_problems(resident: Resident) -> Problems:
    foreign = resident.foreign
    if (foreign is None) == (resident.domicile is None):
        yield "domicile", "expected either domicile (Japanese) or foreign (foreign residents), not both, not none"
    if foreign is None:
        return
    if resident.former_name is not None:
        yield "former_name", "expected for Japanese residents only: foreign residents have foreign.alias"
    if foreign.residence_class == "中長期在留者" and foreign.residence_status is None:
        yield "foreign.residence_status", "is missing: expected for 中長期在留者"
    if foreign.residence_class in {"中長期在留者", "特別永住者"} and foreign.card_number is None:
        yield "foreign.card_number", "is missing: expected for 中長期在留者 and 特別永住者"


def _removal_problems(resident: Resident, day: dt.date) -> Problems:
    if departure := resident.departure:
        yield from date_problems("departure.notified_on", departure.notified_on, resident.birth_date, day, "birth_date")
        if departure.leaves_on < resident.became_resident.date:
            yield "departure.leaves_on", "expected a date not before became_resident.date"
    if (protection := resident.protection) and protection.until < protection.since:
        yield "protection.until", "expected a date not before protection.since"
