"""What can be chosen for a 住民票記載事項証明書, and how a choice becomes a document."""

from __future__ import annotations

from chalicelib.render.application import Application
from chalicelib.render.certificate_request import Options
from chalicelib.render.certificates import resident_record_entries
from chalicelib.render.certificates.resident_record_entries import ResidentRecordEntriesOptions
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.document import Document
from chalicelib.render.household_choice import HouseholdChoice, eligible_members, parse_household_choice


class EntriesChoice(HouseholdChoice, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The `options` of a request: those of a 住民票の写し, and two items that it cannot leave out."""

    residence: bool = False
    notes: bool = False


class ResidentRecordEntriesRequest:
    """One request: whose records, which items."""

    def __init__(self, options: Options) -> None:
        """Read the options.

        Raises:
            InvalidOption: One is unknown or has a value that it does not take.
        """
        self._choice = parse_household_choice(options, EntriesChoice)

    def check(self, application: Application) -> None:
        """As `CertificateRequest.check`."""
        eligible_members(self._choice, application)

    def compose(self, application: Application, issue: Issue) -> Document:
        """As `CertificateRequest.compose`."""
        return resident_record_entries.compose(
            application.household,
            application.municipality,
            holder=application.holder.resident_id,
            members=tuple(each.resident_id for each in eligible_members(self._choice, application)),
            options=ResidentRecordEntriesOptions(**self._choice.items()),
            issue=issue,
        )
