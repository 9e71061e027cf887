"""What this resident can have here and now, sealed to the session: names leave the service in no other way."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chalicelib.edge.calls import Call
from chalicelib.edge.gatekeeper import Gatekeeper, require_serving
from chalicelib.edge.service_hours import today
from chalicelib.protocol import sealing
from chalicelib.protocol.certificate_options import OPTIONS
from chalicelib.protocol.certificate_types import TITLES, CertificateType
from chalicelib.protocol.messages import Member, Offer, Offers, OffersAnswer, RegisteredPerson
from chalicelib.registers.rows import Book
from chalicelib.registers.settings_in_force import Terms
from chalicelib.registers.store import RegisterReader
from chalicelib.render.application import Applicant, Application, read_application
from chalicelib.render.catalogue import CATALOGUE
from chalicelib.render.certificates.household_sheets import is_removed
from chalicelib.render.eligibility import reason_against_terms


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
        in_force = require_serving(visit.service, visit.kiosk, call.now)
        application = read_application(
            self._registers, visit, in_force.municipality, today(call.now), further=_books(in_force.terms)
        )
        sealed = sealing.seal(
            msgspec.json.encode(_offers(application, in_force.terms)),
            visit.session.session_public_key,
            sealing.offers_info(visit.session.binding),
        )
        return OffersAnswer(sealed=sealed.enc + sealed.ciphertext)


_Terms = Mapping[CertificateType, Terms]


def _books(terms: _Terms) -> set[Book]:
    """Return the books that are needed: those of certificates that are not issued now are not read."""
    return {book for kind, of_kind in terms.items() if of_kind.is_open for book in CATALOGUE[kind].books}


def _offers(application: Applicant, terms: _Terms) -> Offers:
    offers = tuple(_offer(kind, application, terms.get(kind)) for kind in CertificateType)
    available = {offer.type for offer in offers if offer.available}
    return Offers(offers=offers, household=_household(application), family_register=_persons(application, available))


def _offer(kind: CertificateType, application: Applicant, terms: Terms | None) -> Offer:
    against = reason_against_terms(terms) or CATALOGUE[kind].reason_against(application)
    available = terms is not None and against is None
    return Offer(
        type=kind,
        title=TITLES[kind],
        fee=terms.fee if terms else 0,
        available=available,
        reason=against,
        options=OPTIONS[kind].offered(terms.switched_off) if terms and available else {},
    )


def _household(application: Applicant) -> tuple[Member, ...]:
    if not isinstance(application, Application) or application.bar() is not None:
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


def _persons(application: Applicant, available: set[str]) -> tuple[RegisteredPerson, ...]:
    held = application.held
    record = held.family_register if CertificateType.FAMILY_REGISTER in available else None
    # The supplement names the same persons by the same ids.
    supplement = held.supplement if CertificateType.FAMILY_REGISTER_SUPPLEMENT in available else None
    chosen = record or supplement
    if chosen is None:
        return ()
    holder = chosen.person_of(application.holder_id)
    return tuple(
        RegisteredPerson(
            reference=application.person_reference(person.register_id, person.person_id),
            given_name=person.given_name,
            holder=person is holder,
        )
        for person in chosen.persons
    )
