"""What this resident can have here and now, sealed to the session: names leave the service in no other way."""

from __future__ import annotations

import msgspec

from chalicelib.edge.calls import Call
from chalicelib.edge.gatekeeper import Gatekeeper, require_serving
from chalicelib.edge.service_hours import today
from chalicelib.protocol import sealing
from chalicelib.protocol.certificate_types import TITLES, CertificateType
from chalicelib.protocol.messages import Member, Offer, Offers, OffersAnswer, RegisteredPerson
from chalicelib.registers.entries import Municipality
from chalicelib.registers.rows import Book
from chalicelib.registers.store import RegisterReader
from chalicelib.render.application import Application, read_application
from chalicelib.render.catalogue import CATALOGUE, is_offered
from chalicelib.render.certificates.household_sheets import is_removed
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.eligibility import Reason, reason_against_holder


class OfferList:
    """Lists offers."""

    def __init__(self, gatekeeper: Gatekeeper, registers: RegisterReader) -> None:
        """Read the books from here."""
        self._gatekeeper = gatekeeper
        self._registers = registers

    def sealed(self, call: Call) -> OffersAnswer:
        """Return the offers and the persons to choose from, sealed.

        Raises:
            KofuError: As the gatekeeper; `CardNotLinked` when the books do not hold the resident.
        """
        visit = self._gatekeeper.visit(call)
        require_serving(visit.service, call.now)
        further = _books(visit.service.municipality)
        application = read_application(self._registers, visit, today(call.now), further=further)
        sealed = sealing.seal(
            msgspec.json.encode(_offers(application)),
            visit.session.session_public_key,
            sealing.offers_info(visit.session.binding),
        )
        return OffersAnswer(sealed=sealed.enc + sealed.ciphertext)


def _books(municipality: Municipality) -> set[Book]:
    """Return the books that are needed: those of certificates that are not issued here are not read."""
    return {
        book for kind, certificate in CATALOGUE.items() if is_offered(kind, municipality) for book in certificate.books
    }


def _offers(application: Application) -> Offers:
    offers = tuple(_offer(kind, application) for kind in CertificateType)
    available = {offer.type for offer in offers if offer.available}
    return Offers(offers=offers, household=_household(application), family_register=_persons(application, available))


def _offer(kind: CertificateType, application: Application) -> Offer:
    against = _reason_against(kind, application)
    return Offer(
        type=kind,
        title=TITLES[kind],
        fee=application.municipality.fees.get(kind, 0),
        available=against is None,
        reason=against,
        options=dict(CATALOGUE[kind].options) if against is None else {},
    )


def _reason_against(kind: CertificateType, application: Application) -> Reason | Obstacle | None:
    if not is_offered(kind, application.municipality):
        return Reason.NOT_OFFERED
    return CATALOGUE[kind].reason_against(application)


def _household(application: Application) -> tuple[Member, ...]:
    if reason_against_holder(application.holder, application.day) is not None:
        return ()
    return tuple(
        Member(
            reference=application.member_reference(resident),
            name=resident.name,
            relationship=resident.relationship,
            holder=resident is application.holder,
        )
        for resident in application.household.residents
        if not is_removed(resident, application.day)
    )


def _persons(application: Application, available: set[str]) -> tuple[RegisteredPerson, ...]:
    held = application.held
    record = held.family_register if CertificateType.FAMILY_REGISTER in available else None
    # The supplement names the same persons by the same ids.
    supplement = held.supplement if CertificateType.FAMILY_REGISTER_SUPPLEMENT in available else None
    chosen = record or supplement
    if chosen is None:
        return ()
    holder = chosen.person_of(application.holder.resident_id)
    return tuple(
        RegisteredPerson(
            reference=application.person_reference(person.register_id, person.person_id),
            given_name=person.given_name,
            holder=person is holder,
        )
        for person in chosen.persons
    )
