"""Persons in the city's family registers who live elsewhere and have applied for the use of them (本籍地利用登録)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chalicelib.registers.family_registers import RegisteredPerson
from chalicelib.registers.use_registrations import UseRegistration
from infra.emulator.demo_city.model import DemoCity

_FIRST_PIN = 2001
_IN_REGISTER_OF = "nine-in-register"


@dataclass(frozen=True, kw_only=True)
class UseHolder:
    """Somebody with a card who is no resident; `confirmed` says what the office has made of the application."""

    label: str
    person: RegisteredPerson
    confirmed: bool
    pin: str
    note: str


def use_holders(city: DemoCity) -> tuple[UseHolder, ...]:
    """Return them, always in the same order: one whom the office has confirmed, one who still waits."""
    resident_id = city.persona(_IN_REGISTER_OF).resident_id
    record = next(each for each in city.family_registers if each.person_of(resident_id))
    absent = [each for each in record.persons if each.resident_id is None and not each.removed]
    return (
        UseHolder(
            label="lives-elsewhere",
            person=absent[0],
            confirmed=True,
            pin=str(_FIRST_PIN),
            note="lives elsewhere, registered for use (本籍地利用登録): 戸籍 and 附票 only, the others not-a-resident",
        ),
        UseHolder(
            label="lives-elsewhere-pending",
            person=absent[1],
            confirmed=False,
            pin=str(_FIRST_PIN + 1),
            note="lives elsewhere, the office has not confirmed the application yet: use-registration-pending",
        ),
    )


def use_registration(holder: UseHolder, *, generation: str, serial: int, today: dt.date) -> UseRegistration:
    """Return the application of a certificate, a week old, confirmed or not."""
    applied_on = today - dt.timedelta(days=7)
    return UseRegistration(
        registration_id=f"use-{serial}",
        generation=generation,
        serial=str(serial),
        register_id=holder.person.register_id,
        person_id=holder.person.person_id,
        applied_on=applied_on,
        confirmed_on=applied_on + dt.timedelta(days=2) if holder.confirmed else None,
    )
