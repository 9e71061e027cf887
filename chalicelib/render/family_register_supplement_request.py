"""What can be chosen for a 戸籍の附票の写し, and how a choice becomes a document."""

from __future__ import annotations

from chalicelib.render.application import Application
from chalicelib.render.certificate_request import Options, refuse
from chalicelib.render.certificates import family_register_supplement
from chalicelib.render.certificates.family_register_supplement import SupplementOptions
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.document import Document
from chalicelib.render.eligibility import require_eligible
from chalicelib.render.register_choice import RegisterChoice, chosen_persons, parse_register_choice


class SupplementChoice(RegisterChoice, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The `options` of a request: whose addresses, and which further items."""

    domicile: bool = False
    resident_record_code: bool = False
    overseas_voter: bool = False


def reason_against(application: Application) -> Obstacle | None:
    """Return why no copy of the supplement of the holder's register can be made here, or None."""
    record = application.held.supplement
    reason = family_register_supplement.reason_against(record, holder=application.holder, home=application.municipality)
    persons = {each.resident_id for each in record.persons} if record else set()
    return Obstacle.UNDER_PROTECTION if reason is None and persons & _protected(application) else reason


def _protected(application: Application) -> set[str | None]:
    # The office may have entered a protection into the resident record first: addresses are what it protects.
    return {each.resident_id for each in application.household.residents if each.protection is not None}


class SupplementRequest:
    """One request: the whole supplement, or some persons of it; which items."""

    def __init__(self, options: Options) -> None:
        """Read the options.

        Raises:
            InvalidOption: One is unknown or has a value that it does not take.
        """
        self._choice = parse_register_choice(options, SupplementChoice)

    def check(self, application: Application) -> None:
        """As `CertificateRequest.check`."""
        require_eligible(application.holder, (), application.day)
        refuse(reason_against(application))
        self._options(application)

    def compose(self, application: Application, issue: Issue) -> Document:
        """As `CertificateRequest.compose`."""
        self.check(application)
        if application.held.supplement is None:  # cannot be: it was refused
            raise AssertionError
        return family_register_supplement.compose(
            application.held.supplement,
            application.municipality,
            holder=application.holder.resident_id,
            options=self._options(application),
            issue=issue,
        )

    def _options(self, application: Application) -> SupplementOptions:
        record, choice = application.held.supplement, self._choice
        return SupplementOptions(
            persons=chosen_persons(choice, record, application) if record else (),
            domicile=choice.domicile,
            resident_record_code=choice.resident_record_code,
            overseas_voter=choice.overseas_voter,
        )
