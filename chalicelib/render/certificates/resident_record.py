"""住民票の写し, 世帯連記式: the members of one household, up to four on a sheet, as of now.

Content: 住民基本台帳法 第7条, for foreign residents also 第30条の45; what may be left out: 第12条 第5項. Layout of
items: the standard form 世帯連記式 of 住民記録システム標準仕様書.
"""

from __future__ import annotations

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.registers.entries import HouseholdRecord, Municipality
from chalicelib.render.certificates.household_sheets import (
    MEMBERS_PER_PAGE,
    HeadMissing,
    compose_sheets,
    flags,
    is_removed,
    select,
)
from chalicelib.render.certificates.resident_block import ResidentRecordOptions
from chalicelib.render.certificates.sheets import Issue, Wording, number_pages
from chalicelib.render.document import Document

__all__ = ["MEMBERS_PER_PAGE", "HeadMissing", "Issue", "ResidentRecordOptions", "compose", "is_removed"]

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
    selection = select(record, municipality, holder=holder, members=members, issue=issue)
    pages = number_pages(
        compose_sheets(record, selection, options, issue.issued_on),
        wording=_WHOLE if selection.whole else _PART,
        municipality=municipality,
        issue=issue,
        flags=flags(options),
    )
    return Document(holder, CertificateType.RESIDENT_RECORD, municipality.code, issue.issuance_id, pages)
