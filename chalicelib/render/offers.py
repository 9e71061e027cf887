"""What this resident can have here and now, sealed to the session: names leave the service in no other way."""

from __future__ import annotations

import datetime as dt

import msgspec

from chalicelib.edge.calls import Call
from chalicelib.edge.gatekeeper import Gatekeeper, Visit, require_serving
from chalicelib.edge.service_hours import today
from chalicelib.protocol import ids, sealing
from chalicelib.protocol.certificate_types import TITLES, CertificateType
from chalicelib.protocol.errors import CardNotLinked, SubjectMismatch
from chalicelib.protocol.messages import Member, Offer, Offers, OffersAnswer
from chalicelib.registers.entries import HouseholdRecord, Municipality, Resident
from chalicelib.registers.store import RegisterReader
from chalicelib.render import resident_record_request
from chalicelib.render.certificates.resident_record import is_removed
from chalicelib.render.eligibility import Reason, reason_against_holder


class OfferList:
    """Lists offers."""

    def __init__(self, gatekeeper: Gatekeeper, registers: RegisterReader) -> None:
        """Read the books from here."""
        self._gatekeeper = gatekeeper
        self._registers = registers

    def sealed(self, call: Call) -> OffersAnswer:
        """Return the offers and the household to choose from, sealed.

        Raises:
            KofuError: As the gatekeeper; `CardNotLinked` when the books do not hold the resident.
        """
        visit = self._gatekeeper.visit(call)
        require_serving(visit.service, call.now)
        record, holder = read_holder(self._registers, visit)
        offers = self._offers(visit.service.municipality, record, holder, visit.session.binding, today(call.now))
        sealed = sealing.seal(
            msgspec.json.encode(offers), visit.session.session_public_key, sealing.offers_info(visit.session.binding)
        )
        return OffersAnswer(sealed=sealed.enc + sealed.ciphertext)

    def _offers(
        self, municipality: Municipality, record: HouseholdRecord, holder: Resident, binding: bytes, day: dt.date
    ) -> Offers:
        reason = reason_against_holder(holder, day)
        return Offers(
            offers=tuple(_offer(kind, municipality, reason) for kind in CertificateType),
            household=tuple(
                Member(
                    reference=ids.member_reference(binding, resident.resident_id),
                    name=resident.name,
                    relationship=resident.relationship,
                    holder=resident is holder,
                )
                for resident in record.residents
                if reason is None and not is_removed(resident, day)
            ),
        )


def _offer(kind: CertificateType, municipality: Municipality, reason: Reason | None) -> Offer:
    offered = is_offered(kind, municipality)
    against = reason if offered else Reason.NOT_OFFERED
    return Offer(
        type=kind,
        title=TITLES[kind],
        fee=municipality.fees.get(kind, 0),
        available=against is None,
        reason=against,
        options=resident_record_request.OFFERED if against is None else {},
    )


def is_offered(kind: CertificateType, municipality: Municipality) -> bool:
    """Whether a municipality issues this certificate at kiosks: it has a fee for it, and it can be made."""
    return kind is CertificateType.RESIDENT_RECORD and kind in municipality.fees


def read_holder(registers: RegisterReader, visit: Visit) -> tuple[HouseholdRecord, Resident]:
    """Read the session's resident and household from the books, as they are at this instant.

    Raises:
        CardNotLinked: The books do not hold them any more, or not there: the office must link the card anew.
        SubjectMismatch: What was read is not what was asked for (R8).
    """
    record = registers.household(visit.service.books, visit.session.household_id)
    holder = record.resident(visit.session.resident_id) if record else None
    if record is None or holder is None:
        raise CardNotLinked
    household = record.household
    if (household.municipality, household.household_id) != (visit.session.municipality, visit.session.household_id):
        raise SubjectMismatch
    return record, holder
