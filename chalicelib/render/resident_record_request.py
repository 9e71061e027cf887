"""What can be chosen for a 住民票の写し, and how a choice becomes a document."""

from __future__ import annotations

from chalicelib.render.application import Application
from chalicelib.render.certificate_request import Options
from chalicelib.render.certificates import resident_record
from chalicelib.render.certificates.resident_record import ResidentRecordOptions
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.document import Document
from chalicelib.render.household_choice import HouseholdChoice, eligible_members, parse_household_choice


class ResidentRecordRequest:
    """One request: whose records, which items."""

    def __init__(self, options: Options) -> None:
        """Read the options.

        Raises:
            InvalidOption: One is unknown or has a value that it does not take.
        """
        self._choice = parse_household_choice(options, HouseholdChoice)

    def check(self, application: Application) -> None:
        """As `CertificateRequest.check`."""
        eligible_members(self._choice, application)

    def compose(self, application: Application, issue: Issue) -> Document:
        """As `CertificateRequest.compose`."""
        return resident_record.compose(
            application.household,
            application.municipality,
            holder=application.holder.resident_id,
            members=tuple(each.resident_id for each in eligible_members(self._choice, application)),
            options=ResidentRecordOptions(**self._choice.items()),
            issue=issue,
        )
