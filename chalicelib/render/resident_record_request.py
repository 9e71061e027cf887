"""What can be chosen for a 住民票の写し, and how a choice becomes a document."""

from __future__ import annotations

from typing import Literal

import msgspec

from chalicelib.protocol import ids
from chalicelib.protocol.errors import InvalidOption
from chalicelib.registers.entries import HouseholdRecord, Municipality, Resident
from chalicelib.render.certificates import resident_record
from chalicelib.render.certificates.resident_record import Issue, ResidentRecordOptions
from chalicelib.render.document import Document
from chalicelib.render.eligibility import require_eligible

OFFERED: dict[str, list[str] | bool] = {
    "scope": ["holder", "household", "members"],
    "members": True,
    "relationship": True,
    "domicile": True,
    "individual_number": True,
    "resident_record_code": True,
    "foreign_items": True,
}


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The `options` of a request. `members` are references from the offers, for the scope `members` only."""

    scope: Literal["holder", "household", "members"] = "holder"
    members: tuple[str, ...] = ()
    relationship: bool = False
    domicile: bool = False
    individual_number: bool = False
    resident_record_code: bool = False
    foreign_items: bool = False

    def items(self) -> ResidentRecordOptions:
        """Return which items are to be printed."""
        return ResidentRecordOptions(
            relationship=self.relationship,
            domicile=self.domicile,
            individual_number=self.individual_number,
            resident_record_code=self.resident_record_code,
            foreign_items=self.foreign_items,
        )


class ResidentRecordRequest:
    """One request: whose records, which items."""

    def __init__(self, options: dict[str, bool | str | list[str]]) -> None:
        """Read the options.

        Raises:
            InvalidOption: One is unknown or has a value that it does not take.
        """
        try:
            self._choice = msgspec.convert(options, type=Choice)
        except msgspec.ValidationError as error:
            raise InvalidOption from error
        if (self._choice.scope == "members") != bool(self._choice.members):
            raise InvalidOption

    def compose(
        self, record: HouseholdRecord, municipality: Municipality, *, holder: Resident, binding: bytes, issue: Issue
    ) -> Document:
        """Compose the document, if holder and members may have it on the day of issue.

        Raises:
            NotEligible: They may not.
            InvalidOption: A reference names nobody of the household.
            CannotBeRendered: As the certificate.
        """
        printed = self._printed(record, holder, binding, issue)
        require_eligible(holder, printed, issue.issued_on)
        return resident_record.compose(
            record,
            municipality,
            holder=holder.resident_id,
            members=tuple(resident.resident_id for resident in printed),
            options=self._choice.items(),
            issue=issue,
        )

    def check(self, record: HouseholdRecord, *, holder: Resident, binding: bytes, issue: Issue) -> None:
        """Refuse what can be refused without composing anything.

        Raises:
            NotEligible, InvalidOption
        """
        require_eligible(holder, self._printed(record, holder, binding, issue), issue.issued_on)

    def _printed(self, record: HouseholdRecord, holder: Resident, binding: bytes, issue: Issue) -> tuple[Resident, ...]:
        if self._choice.scope == "holder":
            return (holder,)
        present = tuple(r for r in record.residents if not resident_record.is_removed(r, issue.issued_on))
        if self._choice.scope == "household":
            return present
        by_reference = {ids.member_reference(binding, r.resident_id): r for r in present}
        if not set(self._choice.members) <= set(by_reference):
            raise InvalidOption
        return tuple(r for reference, r in by_reference.items() if reference in self._choice.members)
