"""What can be chosen for a 戸籍全部(個人)事項証明書, and how a choice becomes a document."""

from __future__ import annotations

from chalicelib.render.application import Application
from chalicelib.render.certificate_request import Options, refuse
from chalicelib.render.certificates import family_register
from chalicelib.render.certificates.family_register import FamilyRegisterOptions
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.document import Document
from chalicelib.render.eligibility import require_eligible
from chalicelib.render.register_choice import RegisterChoice, chosen_persons, parse_register_choice


def reason_against(application: Application) -> Obstacle | None:
    """Return why the holder's register cannot be certified here, or None."""
    return family_register.reason_against(
        application.held.family_register, holder=application.holder, home=application.municipality
    )


class FamilyRegisterRequest:
    """One request: the whole register, or some persons of it."""

    def __init__(self, options: Options) -> None:
        """Read the options.

        Raises:
            InvalidOption: One is unknown or has a value that it does not take.
        """
        self._choice = parse_register_choice(options, RegisterChoice)

    def check(self, application: Application) -> None:
        """As `CertificateRequest.check`."""
        require_eligible(application.holder, (), application.day)
        refuse(reason_against(application))
        self._options(application)

    def compose(self, application: Application, issue: Issue) -> Document:
        """As `CertificateRequest.compose`."""
        self.check(application)
        if application.held.family_register is None:  # cannot be: it was refused
            raise AssertionError
        return family_register.compose(
            application.held.family_register,
            application.municipality,
            holder=application.holder.resident_id,
            options=self._options(application),
            issue=issue,
        )

    def _options(self, application: Application) -> FamilyRegisterOptions:
        record = application.held.family_register
        return FamilyRegisterOptions(persons=chosen_persons(self._choice, record, application) if record else ())
