"""Somebody applies for a certificate: who, what the books hold of them, where and when."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.edge.gatekeeper import Visit
from chalicelib.protocol import ids
from chalicelib.protocol.errors import CardNotLinked, NotEligible, SubjectMismatch
from chalicelib.registers.entries import HouseholdRecord, Municipality, Resident
from chalicelib.registers.family_registers import FamilyRegisterRecord
from chalicelib.registers.rows import Book
from chalicelib.registers.store import Held, RegisterReader
from chalicelib.registers.supplements import SupplementRecord
from chalicelib.registers.use_registrations import UseRegistration, UseState, holder_key
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.eligibility import Reason, has_reached_minimum_age, reason_against_holder
from chalicelib.storage.cards import Link
from chalicelib.storage.sessions import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant(ABC):
    """What every certificate is decided and made from, whoever asks.

    Attributes:
        holder_id: Whom the card stands for: the subject of whatever is made.
        held: What the books hold of the holder, as far as it was read.
        municipality: Where it is asked for.
        binding: The session binding, which references to persons are made with.
        day: The day in Japan.
    """

    holder_id: str
    held: Held
    municipality: Municipality
    binding: bytes
    day: dt.date

    @abstractmethod
    def bar(self) -> Reason | Obstacle | None:
        """Return what bars the holder from every certificate, or None."""

    def person_reference(self, register_id: str, person_id: str) -> str:
        """Name a person of a family register towards the kiosk; never as a member, whatever the ids."""
        # No id in the books has a slash: a person of a register cannot be taken for a resident.
        return ids.member_reference(self.binding, holder_key(register_id, person_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Application(Applicant):
    """A resident applies: `municipality` is where they live, `household` the one they live in."""

    holder: Resident
    household: HouseholdRecord

    def bar(self) -> Reason | Obstacle | None:
        """As `Applicant.bar`: what stands in the resident record."""
        return reason_against_holder(self.holder, self.day)

    def member_reference(self, resident: Resident) -> str:
        """Name a member of the household towards the kiosk."""
        return ids.member_reference(self.binding, resident.resident_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class UseApplication(Applicant):
    """Somebody applies who lives elsewhere and has registered for use of the family register kept here."""

    use: UseRegistration

    def bar(self) -> Reason | Obstacle | None:
        """As `Applicant.bar`: the office's decision first, then what register and supplement say of the person."""
        state = self.use.state(self.day)
        if state is not UseState.CONFIRMED:
            return Reason.USE_REGISTRATION_PENDING if state is UseState.PENDING else Obstacle.NOT_REGISTERED_FOR_USE
        described = self.held.supplement and self.held.supplement.person_of(self.holder_id)
        if described and described.protection is not None:
            return Reason.UNDER_PROTECTION
        register = self.held.family_register
        person = register and register.person_of(self.holder_id)
        if register and person is None:
            # The supplement is another book: a change may have come into the register first.
            return Obstacle.NOT_IN_REGISTER
        if person and not has_reached_minimum_age(person.birth_date, self.day):
            return Reason.UNDER_15
        return None


def require_resident(applicant: Applicant) -> Application:
    """Return the application of somebody who lives here.

    Raises:
        NotEligible: They do not.
    """
    if not isinstance(applicant, Application):
        raise NotEligible(Reason.NOT_A_RESIDENT)
    return applicant


def read_application(
    registers: RegisterReader,
    visit: Visit,
    municipality: Municipality,
    day: dt.date,
    *,
    further: Iterable[Book] = (),
) -> Applicant:
    """Read the session's holder and `further` books, as they are at this instant, in one call.

    Raises:
        CardNotLinked: The card does not stand for them any more, or the books do not hold them any more, or not there:
            the office must link it anew.
        SubjectMismatch: What was read is not what was asked for (R8).
    """
    if visit.session.registration_id is not None:
        return _read_use(registers, visit, municipality, day)
    session = visit.session
    held = registers.read(
        visit.service.books,
        card_link=session.card_link,
        household_id=session.household_id,
        resident_id=session.resident_id,
        further=further,
    )
    _require_linked(held, session, day)
    record = held.household
    holder = record.resident(session.resident_id) if record else None
    if record is None or holder is None:
        raise CardNotLinked
    household = record.household
    if (household.municipality, household.household_id) != (session.municipality, session.household_id):
        raise SubjectMismatch
    return Application(
        holder_id=holder.resident_id,
        holder=holder,
        household=record,
        held=held,
        municipality=municipality,
        binding=session.binding,
        day=day,
    )


def _require_linked(held: Held, session: Session, day: dt.date) -> None:
    link = Link.from_row(held.link) if held.link else None
    if link is None or not link.still_stands_for(session.resident_id, session.registration_id, day):
        raise CardNotLinked


def _read_use(registers: RegisterReader, visit: Visit, municipality: Municipality, day: dt.date) -> UseApplication:
    session = visit.session
    register_id = session.resident_id.partition("/")[0]
    held = registers.read_use(
        visit.service.books,
        card_link=session.card_link,
        registration_id=session.registration_id or "",
        register_id=register_id,
    )
    _require_linked(held, session, day)
    if held.use is None:
        raise CardNotLinked
    if (held.use.registration_id, held.use.holder_id) != (session.registration_id, session.resident_id):
        raise SubjectMismatch
    if any(each.register.register_id != register_id for each in _records(held)):
        raise SubjectMismatch
    return UseApplication(
        holder_id=held.use.holder_id,
        use=held.use,
        held=held,
        municipality=municipality,
        binding=session.binding,
        day=day,
    )


def _records(held: Held) -> list[FamilyRegisterRecord | SupplementRecord]:
    return [each for each in (held.family_register, held.supplement) if each is not None]
