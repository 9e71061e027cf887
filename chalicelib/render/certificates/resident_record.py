"""住民票の写し, 世帯連記式: the members of one household, up to four on a sheet, as of now.

Content: 住民基本台帳法 第7条, for foreign residents also 第30条の45; what may be left out: 第12条 第5項. Layout of
items: the standard form 世帯連記式 of 住民記録システム標準仕様書. Kiosks issue only this form, with the newest
values; removed records (除票) and histories are given at the office.
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

__all__ = ["MEMBERS_PER_PAGE", "HeadMissing", "Issue", "ResidentRecordOptions", "compose"]

MEMBERS_PER_PAGE = 4
_WHOLE = Wording(
    title="住　民　票",
    marker="（世帯全員）",
    attestation="この写しは、世帯全員の住民票の原本と相違ないことを証明する。",
)
_PART = Wording(
    title="住　民　票",
    marker="（世帯一部）",
    attestation="この写しは、住民票の原本と相違ないことを証明する。",
)


class HeadMissing(CannotBeRendered):
    """The household's head is not among its present members: a change is being entered, nothing may be issued."""


@dataclass(frozen=True, slots=True)
class _Selection:
    """Present members in the order of the books: all of them, and those to print."""

    present: tuple[Resident, ...]
    printed: tuple[Resident, ...]

    @property
    def whole(self) -> bool:
        return self.present == self.printed


def compose(
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
    selection = _select(record, municipality, holder=holder, members=members, issue=issue)
    blocks = [_household_block(record, selection.present, options)]
    blocks += [
        resident_block(full_width(number), member, options) for number, member in enumerate(selection.printed, start=1)
    ]
    pages = number_pages(
        _paginate(blocks[0], tuple(blocks[1:])),
        wording=_WHOLE if selection.whole else _PART,
        municipality=municipality,
        issue=issue,
        flags=_flags(options),
    )
    return Document(holder, CertificateType.RESIDENT_RECORD, municipality.code, issue.issuance_id, pages)


def is_removed(resident: Resident, on: dt.date) -> bool:
    """Whether the record is 消除 on that day: the resident has died, or the day of leaving has come."""
    left = resident.departure is not None and resident.departure.leaves_on <= on
    return left or resident.died_on is not None


def _select(
    record: HouseholdRecord, municipality: Municipality, *, holder: str, members: tuple[str, ...], issue: Issue
) -> _Selection:
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
    return _Selection(present, printed)


def _household_block(record: HouseholdRecord, present: tuple[Resident, ...], options: ResidentRecordOptions) -> Block:
    head = next((resident for resident in present if resident.resident_id == record.household.head), None)
    if head is None:
        raise HeadMissing("the head of the household is not a present member")
    shown = name_with_alias(head) if options.relationship else OMITTED
    fields = (Field("address", "住所", record.household.address), Field("head", "世帯主", shown))
    return Block("household", "", fields)


def _paginate(household: Block, members: tuple[Block, ...]) -> list[tuple[Block, ...]]:
    """Four members a page under the household's own block; the places nobody fills are printed empty."""
    pages = []
    for start in range(0, len(members), MEMBERS_PER_PAGE):
        group = members[start : start + MEMBERS_PER_PAGE]
        pages.append((household, *group, *(blank_block() for _ in range(MEMBERS_PER_PAGE - len(group)))))
    return pages


def _flags(options: ResidentRecordOptions) -> frozenset[Flag]:
    flags: set[Flag] = set()
    if options.individual_number:
        flags.add("individual-number")
    if options.resident_record_code:
        flags.add("resident-record-code")
    return frozenset(flags)
