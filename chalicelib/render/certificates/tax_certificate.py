"""所得課税証明書, 課税証明書, 非課税証明書: income, deductions and resident tax of the newest fiscal year.

One sheet for all three, as 税務システム標準仕様書 (個人住民税) has it; what differs is the name. A municipality issues
those it has a fee for. Certified is the fiscal year assessed here: 地方税法 第24条, 第294条, 第318条 (address on
1 January). ＊ stands for amounts that nobody has declared, 0 for those that are none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.errors import NotEligible, SubjectMismatch
from chalicelib.registers.entries import HouseholdRecord, Municipality
from chalicelib.registers.taxation import TaxRecord
from chalicelib.render.certificates.fiscal_year import fiscal_year_name, newest_fiscal_year
from chalicelib.render.certificates.household_sheets import is_removed
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.certificates.sheets import Issue, Wording, number_pages
from chalicelib.render.certificates.tax_blocks import tax_blocks
from chalicelib.render.document import Document

TaxCertificateType = Literal[CertificateType.INCOME_TAXATION, CertificateType.TAXATION, CertificateType.NON_TAXATION]
_TITLES = {
    CertificateType.INCOME_TAXATION: "所得課税証明書",
    CertificateType.TAXATION: "課税証明書",
    CertificateType.NON_TAXATION: "非課税証明書",
}
_ATTESTATION = "上記のとおり相違ないことを証明する。"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxCertificateOptions:
    """There is nothing to choose: kiosks issue the newest fiscal year, with all amounts."""


def newest_record(records: Iterable[TaxRecord], municipality: Municipality, on: dt.date) -> TaxRecord | None:
    """Return the record of the newest fiscal year that is issued on that day, or None."""
    year = newest_fiscal_year(on, municipality)
    return next((record for record in records if record.fiscal_year == year), None)


def reason_against(
    record: TaxRecord | None, kind: TaxCertificateType, municipality: Municipality, *, on: dt.date
) -> Obstacle | None:
    """Return why this certificate cannot be made of the holder's newest record on that day, or None."""
    if record is None or record.fiscal_year != newest_fiscal_year(on, municipality):
        return Obstacle.NOT_TAXED_HERE
    if record.entry_in_progress:
        return Obstacle.ENTRY_IN_PROGRESS
    if record.issue_stopped:
        return Obstacle.ISSUE_STOPPED
    if record.basis == "undeclared":
        return Obstacle.UNDECLARED
    return _reason_of_title(record, kind, municipality)


def _reason_of_title(record: TaxRecord, kind: TaxCertificateType, municipality: Municipality) -> Obstacle | None:
    taxed = record.levies.total > 0
    if kind is CertificateType.NON_TAXATION and taxed:
        return Obstacle.TAXED
    if kind is CertificateType.TAXATION and not taxed and not _retitles(municipality):
        return Obstacle.UNTAXED
    return None


def compose(
    record: TaxRecord,
    household: HouseholdRecord,
    municipality: Municipality,
    *,
    kind: TaxCertificateType,
    holder: str,
    options: TaxCertificateOptions,  # noqa: ARG001 - every certificate is asked for in the same way
    issue: Issue,
) -> Document:
    """Compose the certificate of the holder's tax; `household` is the one they live in now.

    Raises:
        SubjectMismatch: The record is not the holder's, or the holder no present member of the household, or the
            household of another municipality.
        NotEligible: `reason_against` has a reason.
        DateBeforeGregorianCalendar: The birth date cannot be written in an era.
    """
    resident = household.resident(holder)
    if record.resident_id != holder or resident is None or is_removed(resident, issue.issued_on):
        raise SubjectMismatch("the tax record is not a present member's who asks for it")
    if household.household.municipality != municipality.code:
        raise SubjectMismatch("the household belongs to another municipality")
    reason = reason_against(record, kind, municipality, on=issue.issued_on)
    if reason is not None:
        raise NotEligible(reason)
    title = f"{fiscal_year_name(record.fiscal_year)}　{_title(record, kind, municipality)}"
    pages = number_pages(
        [tax_blocks(record, resident, municipality)],
        wording=Wording(title=title, marker="", attestation=_ATTESTATION),
        municipality=municipality,
        issue=issue,
    )
    return Document(holder, kind, municipality.code, issue.issuance_id, pages)


def _title(record: TaxRecord, kind: TaxCertificateType, municipality: Municipality) -> str:
    if kind is CertificateType.TAXATION and not record.levies.total and _retitles(municipality):
        return _TITLES[CertificateType.NON_TAXATION]
    return _TITLES[kind]


def _retitles(municipality: Municipality) -> bool:
    return municipality.tax_certificates is None or municipality.tax_certificates.retitle_untaxed
