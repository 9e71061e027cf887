"""How a request for one of the three tax certificates becomes a document: the newest fiscal year, nothing to choose."""

from __future__ import annotations

from chalicelib.registers.taxation import TaxRecord
from chalicelib.render.application import Application
from chalicelib.render.certificate_request import NoChoice, Options, parse, refuse
from chalicelib.render.certificates import tax_certificate
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.certificates.tax_certificate import TaxCertificateOptions, TaxCertificateType
from chalicelib.render.document import Document
from chalicelib.render.eligibility import require_eligible


def reason_against(application: Application, kind: TaxCertificateType) -> Obstacle | None:
    """Return why the holder's newest fiscal year cannot be certified by a certificate of this kind, or None."""
    return tax_certificate.reason_against(_newest(application), kind, application.municipality, on=application.day)


def _newest(application: Application) -> TaxRecord | None:
    return tax_certificate.newest_record(application.held.taxation, application.municipality, application.day)


class TaxCertificateRequest:
    """One request for a certificate of one kind."""

    def __init__(self, options: Options, *, kind: TaxCertificateType) -> None:
        """Read the options.

        Raises:
            InvalidOption: There is one.
        """
        parse(options, NoChoice)
        self._kind = kind

    def check(self, application: Application) -> None:
        """As `CertificateRequest.check`."""
        require_eligible(application.holder, (), application.day)
        refuse(reason_against(application, self._kind))

    def compose(self, application: Application, issue: Issue) -> Document:
        """As `CertificateRequest.compose`."""
        self.check(application)
        record = _newest(application)
        if record is None:  # cannot be: it was refused
            raise AssertionError
        return tax_certificate.compose(
            record,
            application.household,
            application.municipality,
            kind=self._kind,
            holder=application.holder.resident_id,
            options=TaxCertificateOptions(),
            issue=issue,
        )
