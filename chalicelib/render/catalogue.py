"""The eight certificates as the service offers and issues them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.registers.rows import Book
from chalicelib.render import (
    family_register_request,
    family_register_supplement_request,
    resident_record_entries_request,
    seal_registration_request,
    tax_certificate_request,
)
from chalicelib.render.application import Application
from chalicelib.render.certificate_request import CertificateRequest, Options
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.certificates.tax_certificate import TaxCertificateType
from chalicelib.render.eligibility import Reason, reason_against_holder
from chalicelib.render.resident_record_request import ResidentRecordRequest

_T = CertificateType


def _no_obstacle(_application: Application) -> Obstacle | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """How one certificate is asked for.

    Attributes:
        request: Makes a request of its options; raises `InvalidOption`.
        books: The books that it is made of, beside the resident records.
        obstacle: Why it cannot be made for an eligible holder who chooses nothing, or None.
    """

    request: Callable[[Options], CertificateRequest]
    books: frozenset[Book] = frozenset()
    obstacle: Callable[[Application], Obstacle | None] = _no_obstacle

    def reason_against(self, application: Application) -> Reason | Obstacle | None:
        """Return why the holder cannot have it now, or None; what bars them from everything comes first."""
        return reason_against_holder(application.holder, application.day) or self.obstacle(application)


def _tax(kind: TaxCertificateType) -> Certificate:
    return Certificate(
        request=partial(tax_certificate_request.TaxCertificateRequest, kind=kind),
        books=frozenset({Book.TAXATION}),
        obstacle=partial(tax_certificate_request.reason_against, kind=kind),
    )


CATALOGUE: dict[CertificateType, Certificate] = {
    _T.RESIDENT_RECORD: Certificate(request=ResidentRecordRequest),
    _T.RESIDENT_RECORD_ENTRIES: Certificate(
        request=resident_record_entries_request.ResidentRecordEntriesRequest,
        obstacle=resident_record_entries_request.reason_against,
    ),
    _T.SEAL_REGISTRATION: Certificate(
        request=seal_registration_request.SealRegistrationRequest,
        books=frozenset({Book.SEALS}),
        obstacle=seal_registration_request.reason_against,
    ),
    _T.FAMILY_REGISTER: Certificate(
        request=family_register_request.FamilyRegisterRequest,
        books=frozenset({Book.FAMILY_REGISTERS}),
        obstacle=family_register_request.reason_against,
    ),
    _T.FAMILY_REGISTER_SUPPLEMENT: Certificate(
        request=family_register_supplement_request.SupplementRequest,
        books=frozenset({Book.SUPPLEMENTS}),
        obstacle=family_register_supplement_request.reason_against,
    ),
    _T.INCOME_TAXATION: _tax(_T.INCOME_TAXATION),
    _T.TAXATION: _tax(_T.TAXATION),
    _T.NON_TAXATION: _tax(_T.NON_TAXATION),
}
