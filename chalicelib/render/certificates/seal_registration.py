"""印鑑登録証明書: the imprint of the holder's registered seal, in its real size, and whose it is.

Content: 印鑑登録証明事務処理要領 第4 (昭和49年自治省通知), which municipalities' 印鑑条例 follow: imprint, name (with
旧氏, or with 通称 and 片仮名表記 of foreign residents), birth date, address. Sex is left out, as in most rules now.
Only the holder's own is issued; no 印鑑登録証 is needed where the card has proved who asks.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.errors import NotEligible, SubjectMismatch
from chalicelib.registers.entries import HouseholdRecord, Municipality, Resident
from chalicelib.registers.seals import SealRegistration
from chalicelib.render.certificates.era import era_date, western_date
from chalicelib.render.certificates.household_sheets import is_removed
from chalicelib.render.certificates.imprints import printed_imprint
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.certificates.sheets import Issue, Wording, number_pages
from chalicelib.render.document import Block, Document, Field

_WORDING = Wording(
    title="印鑑登録証明書",
    marker="",
    attestation="この写しは、登録された印影と相違ないことを証明する。",
)
_SPACE = "\N{IDEOGRAPHIC SPACE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealRegistrationOptions:
    """There is nothing to choose: a seal is certified with all that identifies its holder."""


def reason_against(registration: SealRegistration | None, *, on: dt.date) -> Obstacle | None:
    """Return why no certificate of this registration (the holder's newest, or None) can be made on that day."""
    if registration is None:
        return Obstacle.NO_SEAL
    if registration.abolished is not None and registration.abolished.date <= on:
        return Obstacle.SEAL_ABOLISHED
    if registration.suspended:
        return Obstacle.SEAL_SUSPENDED
    return Obstacle.ENTRY_IN_PROGRESS if registration.entry_in_progress else None


def compose(
    registration: SealRegistration,
    record: HouseholdRecord,
    municipality: Municipality,
    *,
    holder: str,
    options: SealRegistrationOptions,  # noqa: ARG001 - every certificate is asked for in the same way
    issue: Issue,
) -> Document:
    """Compose the certificate of the holder's seal; `record` is the household they live in.

    Raises:
        SubjectMismatch: The seal is not the holder's, or the holder no present member of the household, or the
            household of another municipality.
        NotEligible: `reason_against` has a reason.
        ImprintUnusable: See there.
        DateBeforeGregorianCalendar: A date on record cannot be written in an era.
    """
    resident = record.resident(holder)
    if registration.resident_id != holder or resident is None or is_removed(resident, issue.issued_on):
        raise SubjectMismatch("the seal is not a present member's who asks for it")
    if record.household.municipality != municipality.code:
        raise SubjectMismatch("the household belongs to another municipality")
    reason = reason_against(registration, on=issue.issued_on)
    if reason is not None:
        raise NotEligible(reason)
    block = _block(registration, resident, record.household.address)
    pages = number_pages(
        [(block,)],
        wording=_WORDING,
        municipality=municipality,
        issue=issue,
        imprint=printed_imprint(registration.imprint),
    )
    return Document(holder, CertificateType.SEAL_REGISTRATION, municipality.code, issue.issuance_id, pages)


def _block(registration: SealRegistration, resident: Resident, address: str) -> Block:
    foreign = resident.foreign is not None
    birth = western_date(resident.birth_date) if foreign else era_date(resident.birth_date)
    fields = (
        Field("imprint", "印影", ""),
        Field("name", "氏名", resident.name),
        *(_foreign_names(registration, resident) if foreign else _former_name(resident)),
        Field("birth_date", "生年月日", birth),
        Field("address", "住所", address),
        Field("notes", "備考", _SPACE.join(registration.notes)),
    )
    return Block("foreign-seal" if foreign else "seal", "", fields)


def _former_name(resident: Resident) -> tuple[Field, ...]:
    return (Field("former_name", "旧氏", resident.former_name.name if resident.former_name else ""),)


def _foreign_names(registration: SealRegistration, resident: Resident) -> tuple[Field, ...]:
    alias = resident.foreign.alias if resident.foreign else None
    return (Field("alias", "通称", alias or ""), Field("katakana", "氏名の片仮名表記", registration.katakana or ""))
