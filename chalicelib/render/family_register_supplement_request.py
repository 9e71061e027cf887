"""What can be chosen for a 戸籍の附票の写し, and how a choice becomes a document."""

from __future__ import annotations

from chalicelib.registers.supplements import SupplementRecord
from chalicelib.render.application import Applicant, Application
from chalicelib.render.certificates import family_register_supplement
from chalicelib.render.certificates.family_register_supplement import SupplementOptions
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.document import Document
from chalicelib.render.register_choice import RegisterChoice
from chalicelib.render.register_request import Chosen, RegisterCertificate


class SupplementChoice(RegisterChoice, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The `options` of a request: whose addresses, and which further items."""

    domicile: bool = False
    resident_record_code: bool = False
    overseas_voter: bool = False


def reason_against(applicant: Applicant) -> Obstacle | None:
    """Return why no copy of the supplement of the holder's register can be made here, or None."""
    record = applicant.held.supplement
    if not isinstance(applicant, Application):
        reason = family_register_supplement.reason_in_record(record, applicant.holder_id) if record else None
        return reason if record else Obstacle.REGISTER_NOT_HELD
    reason = family_register_supplement.reason_against(record, holder=applicant.holder, home=applicant.municipality)
    persons = {each.resident_id for each in record.persons} if record else set()
    return Obstacle.UNDER_PROTECTION if reason is None and persons & _protected(applicant) else reason


def _protected(application: Application) -> set[str | None]:
    # The office may have entered a protection into the resident record first: addresses are what it protects.
    return {each.resident_id for each in application.household.residents if each.protection is not None}


def _compose(record: SupplementRecord, applicant: Applicant, chosen: Chosen, issue: Issue) -> Document:
    return family_register_supplement.compose(
        record,
        applicant.municipality,
        holder=applicant.holder_id,
        options=SupplementOptions(persons=chosen.persons, **chosen.items),
        issue=issue,
    )


CERTIFICATE: RegisterCertificate[SupplementRecord] = RegisterCertificate(
    choice=SupplementChoice,
    held=lambda applicant: applicant.held.supplement,
    reason_against=reason_against,
    compose=_compose,
)
