"""The eight certificates as the service offers and issues them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.registers.rows import Book
from chalicelib.render import (
    family_register_request,
    family_register_supplement_request,
    household_choice,
    seal_registration_request,
    tax_certificate_request,
)
from chalicelib.render.application import Applicant, Application, require_resident
from chalicelib.render.certificate_request import CertificateRequest, OfResidents, Options, ResidentRequest
from chalicelib.render.certificates import resident_record, resident_record_entries
from chalicelib.render.certificates.household_sheets import HouseholdCertificate
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.certificates.resident_block import ResidentRecordOptions
from chalicelib.render.certificates.resident_record_entries import ResidentRecordEntriesOptions
from chalicelib.render.certificates.tax_certificate import TaxCertificateType
from chalicelib.render.eligibility import Reason
from chalicelib.render.household_choice import HouseholdChoice
from chalicelib.render.household_request import EntriesChoice, HouseholdRequest
from chalicelib.render.register_request import RegisterCertificate, RegisterRequest

_T = CertificateType


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """How one certificate is asked for.

    Attributes:
        request: Makes a request of its options; raises `InvalidOption`.
        books: The books that it is made of, beside the resident records.
        obstacle: Why it cannot be made for an eligible holder who chooses nothing, or None.
        elsewhere: Whether it is issued to those who live elsewhere and are registered for use.
    """

    request: Callable[[Options], CertificateRequest]
    books: frozenset[Book]
    obstacle: Callable[[Applicant], Obstacle | None]
    elsewhere: bool = False

    def reason_against(self, applicant: Applicant) -> Reason | Obstacle | None:
        """Return why the holder cannot have it now, or None; what bars them from everything comes first."""
        if not self.elsewhere and not isinstance(applicant, Application):
            return Reason.NOT_A_RESIDENT
        return applicant.bar() or self.obstacle(applicant)


def _of_residents(
    request: Callable[[Options], ResidentRequest],
    *books: Book,
    obstacle: Callable[[Application], Obstacle | None],
) -> Certificate:
    return Certificate(
        request=lambda options: OfResidents(request(options)),
        books=frozenset(books),
        obstacle=lambda applicant: obstacle(require_resident(applicant)),
    )


def _household(
    certificate: HouseholdCertificate, choice: type[HouseholdChoice], items: type[ResidentRecordOptions]
) -> Certificate:
    return _of_residents(
        partial(HouseholdRequest, certificate=certificate, choice=choice, items=items),
        obstacle=household_choice.reason_against,
    )


def _tax(kind: TaxCertificateType) -> Certificate:
    return _of_residents(
        partial(tax_certificate_request.TaxCertificateRequest, kind=kind),
        Book.TAXATION,
        obstacle=partial(tax_certificate_request.reason_against, kind=kind),
    )


def _register(certificate: RegisterCertificate[Any], book: Book) -> Certificate:
    return Certificate(
        request=partial(RegisterRequest, certificate=certificate),
        books=frozenset({book}),
        obstacle=certificate.reason_against,
        elsewhere=True,
    )


CATALOGUE: dict[CertificateType, Certificate] = {
    _T.RESIDENT_RECORD: _household(resident_record.CERTIFICATE, HouseholdChoice, ResidentRecordOptions),
    _T.RESIDENT_RECORD_ENTRIES: _household(
        resident_record_entries.CERTIFICATE, EntriesChoice, ResidentRecordEntriesOptions
    ),
    _T.SEAL_REGISTRATION: _of_residents(
        seal_registration_request.SealRegistrationRequest,
        Book.SEALS,
        obstacle=seal_registration_request.reason_against,
    ),
    _T.FAMILY_REGISTER: _register(family_register_request.CERTIFICATE, Book.FAMILY_REGISTERS),
    _T.FAMILY_REGISTER_SUPPLEMENT: _register(family_register_supplement_request.CERTIFICATE, Book.SUPPLEMENTS),
    _T.INCOME_TAXATION: _tax(_T.INCOME_TAXATION),
    _T.TAXATION: _tax(_T.TAXATION),
    _T.NON_TAXATION: _tax(_T.NON_TAXATION),
}
