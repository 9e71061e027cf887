"""How a request for a 印鑑登録証明書 becomes a document: there is nothing to choose, only the holder's own seal."""

from __future__ import annotations

from chalicelib.render.application import Application
from chalicelib.render.certificate_request import NoChoice, Options, parse, refuse
from chalicelib.render.certificates import seal_registration
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.certificates.seal_registration import SealRegistrationOptions
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.document import Document
from chalicelib.render.eligibility import require_eligible


def reason_against(application: Application) -> Obstacle | None:
    """Return why the holder's seal cannot be certified, or None."""
    return seal_registration.reason_against(application.held.seal, on=application.day)


class SealRegistrationRequest:
    """One request."""

    def __init__(self, options: Options) -> None:
        """Read the options.

        Raises:
            InvalidOption: There is one.
        """
        parse(options, NoChoice)

    def check(self, application: Application) -> None:
        """As `CertificateRequest.check`."""
        require_eligible(application.holder, (), application.day)
        refuse(reason_against(application))

    def compose(self, application: Application, issue: Issue) -> Document:
        """As `CertificateRequest.compose`."""
        self.check(application)
        if application.held.seal is None:  # cannot be: it was refused
            raise AssertionError
        return seal_registration.compose(
            application.held.seal,
            application.household,
            application.municipality,
            holder=application.holder.resident_id,
            options=SealRegistrationOptions(),
            issue=issue,
        )
