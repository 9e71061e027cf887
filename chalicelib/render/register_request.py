"""What requests for a family register and for its supplement have in common: whose matters of which record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from chalicelib.registers.family_registers import FamilyRegisterRecord
from chalicelib.registers.supplements import SupplementRecord
from chalicelib.render.application import Applicant
from chalicelib.render.certificate_request import Options, refuse
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.document import Document
from chalicelib.render.register_choice import RegisterChoice, chosen_persons, parse_register_choice

_Record = TypeVar("_Record", FamilyRegisterRecord, SupplementRecord)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom and what of a record an applicant has chosen: `person_id`s, none for the whole, and items by name."""

    persons: tuple[str, ...]
    items: Mapping[str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCertificate(Generic[_Record]):
    """One of the two certificates.

    Attributes:
        choice: What can be chosen.
        held: The record that it is made of, as far as the books hold it.
        reason_against: Why it cannot be made for this applicant, or None.
        compose: Makes the document of a record that has been found to be the applicant's.
    """

    choice: type[RegisterChoice]
    held: Callable[[Applicant], _Record | None]
    reason_against: Callable[[Applicant], Obstacle | None]
    compose: Callable[[_Record, Applicant, Chosen, Issue], Document]


class RegisterRequest(Generic[_Record]):
    """One request: the whole record, or some persons of it; which items."""

    def __init__(self, options: Options, *, certificate: RegisterCertificate[_Record]) -> None:
        """Read the options.

        Raises:
            InvalidOption: One is unknown or has a value that it does not take.
        """
        self._certificate: RegisterCertificate[_Record] = certificate
        self._choice = parse_register_choice(options, certificate.choice)

    def check(self, applicant: Applicant) -> None:
        """As `CertificateRequest.check`."""
        self._checked(applicant)

    def compose(self, applicant: Applicant, issue: Issue) -> Document:
        """As `CertificateRequest.compose`."""
        record, chosen = self._checked(applicant)
        return self._certificate.compose(record, applicant, chosen, issue)

    def _checked(self, applicant: Applicant) -> tuple[_Record, Chosen]:
        refuse(applicant.bar())
        refuse(self._certificate.reason_against(applicant))
        record = self._certificate.held(applicant)
        if record is None:  # cannot be: it was refused
            raise AssertionError
        return record, Chosen(chosen_persons(self._choice, record, applicant), self._choice.items())
