"""What can be chosen for a 戸籍全部(個人)事項証明書, and how a choice becomes a document."""

from __future__ import annotations

from chalicelib.registers.family_registers import FamilyRegisterRecord
from chalicelib.render.application import Applicant, Application
from chalicelib.render.certificates import family_register
from chalicelib.render.certificates.family_register import FamilyRegisterOptions
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.document import Document
from chalicelib.render.register_choice import RegisterChoice
from chalicelib.render.register_request import Chosen, RegisterCertificate


def reason_against(applicant: Applicant) -> Obstacle | None:
    """Return why the holder's register cannot be certified here, or None."""
    record = applicant.held.family_register
    if isinstance(applicant, Application):
        return family_register.reason_against(record, holder=applicant.holder, home=applicant.municipality)
    return family_register.reason_in_record(record, applicant.holder_id) if record else Obstacle.REGISTER_NOT_HELD


def _compose(record: FamilyRegisterRecord, applicant: Applicant, chosen: Chosen, issue: Issue) -> Document:
    return family_register.compose(
        record,
        applicant.municipality,
        holder=applicant.holder_id,
        options=FamilyRegisterOptions(persons=chosen.persons),
        issue=issue,
    )


CERTIFICATE: RegisterCertificate[FamilyRegisterRecord] = RegisterCertificate(
    choice=RegisterChoice,
    held=lambda applicant: applicant.held.family_register,
    reason_against=reason_against,
    compose=_compose,
)
