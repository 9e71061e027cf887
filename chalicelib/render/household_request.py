"""How a request for a 住民票の写し or a 住民票記載事項証明書 becomes a document: whose records, which items."""

from __future__ import annotations

from chalicelib.render.application import Application
from chalicelib.render.certificate_request import Options
from chalicelib.render.certificates.household_sheets import HouseholdCertificate
from chalicelib.render.certificates.resident_block import ResidentRecordOptions
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.document import Document
from chalicelib.render.household_choice import HouseholdChoice, eligible_members, parse_household_choice


class EntriesChoice(HouseholdChoice, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The `options` of a request for entries: those of a 住民票の写し, and two items that it cannot leave out."""

    residence: bool = False
    notes: bool = False


class HouseholdRequest:
    """One request; `choice` says what can be chosen, `items` is what the certificate takes of it."""

    def __init__(
        self,
        options: Options,
        *,
        certificate: HouseholdCertificate,
        choice: type[HouseholdChoice],
        items: type[ResidentRecordOptions],
    ) -> None:
        """Read the options.

        Raises:
            InvalidOption: One is unknown or has a value that it does not take.
        """
        self._certificate = certificate
        self._choice = parse_household_choice(options, choice)
        self._items = items

    def check(self, application: Application) -> None:
        """As `CertificateRequest.check`."""
        eligible_members(self._choice, application)

    def compose(self, application: Application, issue: Issue) -> Document:
        """As `CertificateRequest.compose`."""
        return self._certificate.compose(
            application.household,
            application.municipality,
            holder=application.holder.resident_id,
            members=tuple(each.resident_id for each in eligible_members(self._choice, application)),
            options=self._items(**self._choice.items()),
            issue=issue,
        )
