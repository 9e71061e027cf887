"""Somebody applies for a certificate: who, what the books hold of them, where and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.edge.gatekeeper import Visit
from chalicelib.protocol import ids
from chalicelib.protocol.errors import CardNotLinked, SubjectMismatch
from chalicelib.registers.entries import HouseholdRecord, Municipality, Resident
from chalicelib.registers.rows import Book
from chalicelib.registers.store import Held, RegisterReader


@dataclass(frozen=True, slots=True)
class Application:
    """What every certificate is decided and made from.

    Attributes:
        holder: The session's resident, who asks and is the subject of whatever is made.
        household: Where the holder lives.
        held: What the further books hold of the holder, as far as it was read.
        municipality: Where it is asked for, which is where the holder lives.
        binding: The session binding, which references to persons are made with.
        day: The day in Japan.
    """

    holder: Resident
    household: HouseholdRecord
    held: Held
    municipality: Municipality
    binding: bytes
    day: dt.date

    def member_reference(self, resident: Resident) -> str:
        """Name a member of the household towards the kiosk."""
        return ids.member_reference(self.binding, resident.resident_id)

    def person_reference(self, register_id: str, person_id: str) -> str:
        """Name a person of a family register towards the kiosk; never as a member, whatever the ids."""
        # No id in the books has a slash: a person of a register cannot be taken for a resident.
        return ids.member_reference(self.binding, f"{register_id}/{person_id}")


def read_application(
    registers: RegisterReader,
    visit: Visit,
    municipality: Municipality,
    day: dt.date,
    *,
    further: Iterable[Book] = (),
) -> Application:
    """Read the session's resident, their household and `further` books, as they are at this instant, in one call.

    Raises:
        CardNotLinked: The books do not hold them any more, or not there: the office must link the card anew.
        SubjectMismatch: What was read is not what was asked for (R8).
    """
    session = visit.session
    held = registers.read(
        visit.service.books, household_id=session.household_id, resident_id=session.resident_id, further=further
    )
    record = held.household
    holder = record.resident(session.resident_id) if record else None
    if record is None or holder is None:
        raise CardNotLinked
    household = record.household
    if (household.municipality, household.household_id) != (session.municipality, session.household_id):
        raise SubjectMismatch
    return Application(holder, record, held, municipality, session.binding, day)
