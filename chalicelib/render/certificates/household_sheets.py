"""世帯連記式: the members of one household, up to four on a sheet, as of now.

Shared by 住民票の写し and 住民票記載事項証明書, whose sheets have the same items in the same places (世帯連記式 of
住民記録システム標準仕様書). Kiosks issue only this form, with the newest values; removed records (除票) and
histories are given at the office.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.errors import CannotBeRendered, InvalidOption, SubjectMismatch
from chalicelib.registers.entries import HouseholdRecord, Municipality, Resident
from chalicelib.render.certificates.digits import full_width
from chalicelib.render.certificates.resident_block import (
    OMITTED,
    ResidentRecordOptions,
    blank_block,
    name_with_alias,
    resident_block,
)
from chalicelib.render.certificates.sheets import Issue, Wording, number_pages
from chalicelib.render.document import Block, Document, Field, Flag

MEMBERS_PER_PAGE = 4


class HeadMissing(CannotBeRendered):
    """The household's head is not among its present members: a change is being entered, nothing may be issued."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Present members in the order of the books: all of them, and those to print."""

    present: tuple[Resident, ...]
    printed: tuple[Resident, ...]

    @property
    def whole(self) -> bool:
        """Whether nobody who lives there is left out (世帯全員)."""
        return self.present == self.printed


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdCertificate:
    """One of the two certificates: its type, and its wording for the whole household and for a part of it."""

    kind: CertificateType
    whole: Wording
    part: Wording

    def compose(
        self,
        record: HouseholdRecord,
        municipality: Municipality,
        *,
        holder: str,
        members: tuple[str, ...],
        options: ResidentRecordOptions,
        issue: Issue,
    ) -> Document:
        """Compose the certificate of `members` (`resident_id`s) of a household, asked for by `holder`.

        Members are printed in the order of the books, whatever the order of `members`. Those who have left or died
        by the day of issue are not printed. It is 世帯全員 when nobody who lives there is left out.

        Raises:
            SubjectMismatch: The holder is not a present member, or the household belongs to another municipality.
            InvalidOption: A member is not of this household, or none of those asked for is present.
            HeadMissing: See there.
            DateBeforeGregorianCalendar: A date on record cannot be written in an era.
        """
        selection = select(record, municipality, holder=holder, members=members, issue=issue)
        pages = number_pages(
            compose_sheets(record, selection, options, issue.issued_on),
            wording=self.whole if selection.whole else self.part,
            municipality=municipality,
            issue=issue,
            flags=flags(options),
        )
        return Document(holder, self.kind, municipality.code, issue.issuance_id, pages)


def select(
    record: HouseholdRecord, municipality: Municipality, *, holder: str, members: tuple[str, ...], issue: Issue
) -> Selection:
    """Choose who is printed, in the order of the books, whatever the order of `members` (`resident_id`s).

    Raises:
        SubjectMismatch: The holder is not a present member, or the household belongs to another municipality.
        InvalidOption: A member is not of this household, or none of those asked for is present.
    """
    present = tuple(resident for resident in record.residents if not is_removed(resident, issue.issued_on))
    if all(resident.resident_id != holder for resident in present):
        raise SubjectMismatch("the holder is not a present member of this household")
    if record.household.municipality != municipality.code:
        raise SubjectMismatch("the household belongs to another municipality")
    if any(record.resident(member) is None for member in members):
        raise InvalidOption("a member is not of this household")
    printed = tuple(resident for resident in present if resident.resident_id in members)
    if not printed:
        raise InvalidOption("no member to print")
    return Selection(present, printed)


def is_removed(resident: Resident, on: dt.date) -> bool:
    """Whether the record is 消除 on that day: the resident has died, or the day of leaving has come."""
    left = resident.departure is not None and resident.departure.leaves_on <= on
    return left or resident.died_on is not None


def present_head(record: HouseholdRecord, on: dt.date) -> Resident | None:
    """Return the household's head where they are a present member on that day."""
    head = record.resident(record.household.head)
    return None if head is None or is_removed(head, on) else head


def compose_sheets(
    record: HouseholdRecord, selection: Selection, options: ResidentRecordOptions, on: dt.date
) -> list[tuple[Block, ...]]:
    """Return the blocks of each page: the household, then four places of members; those nobody fills stay empty.

    Raises:
        HeadMissing: See there.
        DateBeforeGregorianCalendar: A date on record cannot be written in an era.
    """
    household = _household_block(record, options, on)
    members = [resident_block(full_width(n), member, options) for n, member in enumerate(selection.printed, start=1)]
    pages = []
    for start in range(0, len(members), MEMBERS_PER_PAGE):
        group = members[start : start + MEMBERS_PER_PAGE]
        pages.append((household, *group, *(blank_block() for _ in range(MEMBERS_PER_PAGE - len(group)))))
    return pages


def flags(options: ResidentRecordOptions) -> frozenset[Flag]:
    """Return what of the options calls for special care."""
    found: set[Flag] = set()
    if options.individual_number:
        found.add("individual-number")
    if options.resident_record_code:
        found.add("resident-record-code")
    return frozenset(found)


def _household_block(record: HouseholdRecord, options: ResidentRecordOptions, on: dt.date) -> Block:
    head = present_head(record, on)
    if head is None:
        raise HeadMissing("the head of the household is not a present member")
    shown = name_with_alias(head) if options.relationship else OMITTED
    fields = (Field("address", "住所", record.household.address), Field("head", "世帯主", shown))
    return Block("household", "", fields)
