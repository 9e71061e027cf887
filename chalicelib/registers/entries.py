"""Entries of the municipality's books, as the office keeps them: households, residents and their cards.

The other books have modules of their own: `seals`, `family_registers`, `supplements`, `taxation`.

Sources: 住民基本台帳法 第7条 (what a resident record holds), 第30条の45 (foreign residents); the standard form
世帯連記式 of 住民記録システム標準仕様書.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec

from chalicelib.registers.entry_base import (
    Entry,
    EntryId,
    IndividualNumber,
    MunicipalityCode,
    Part,
    ResidentRecordCode,
    SerialNumber,
    Text,
    Yen,
)
from chalicelib.registers.municipality_entry import MunicipalitySettings, TaxCertificates
from chalicelib.registers.settings_in_force import Municipality

__all__ = [
    "BecameResident", "CardLink", "CertificateKind", "Departure", "Entry", "EntryId", "ForeignResident",
    "FormerName", "Household", "HouseholdRecord", "IndividualNumber", "Municipality", "MunicipalityCode",
    "MunicipalitySettings", "Part", "Protection", "RegisteredDomicile", "Resident", "ResidentRecordCode",
    "SerialNumber", "TaxCertificates", "Text", "Yen",
]  # fmt: skip


class Household(Entry, tag="household", frozen=True, kw_only=True):
    """世帯: an address and, by `resident_id`, its head (世帯主)."""

    household_id: EntryId
    municipality: MunicipalityCode
    address: Text
    head: EntryId


class FormerName(Part, frozen=True, kw_only=True):
    """旧氏, recorded at the resident's request, and its reading where attested (公証)."""

    name: Text
    furigana: Text | None = None


class BecameResident(Part, frozen=True, kw_only=True):
    """住民となった年月日 and its 事由, such as 転入 or 出生."""

    date: dt.date
    reason: Text


class RegisteredDomicile(Part, frozen=True, kw_only=True):
    """本籍 and 筆頭者 of the family register. Foreign residents have none."""

    address: Text
    head_name: Text


class ForeignResident(Part, frozen=True, kw_only=True):
    """Items of 住民基本台帳法 第30条の45. `alias` is the 通称, which no certificate may leave out."""

    nationality: Text
    residence_class: Literal[
        "中長期在留者",
        "特別永住者",
        "一時庇護許可者",
        "仮滞在許可者",
        "出生による経過滞在者",
        "国籍喪失による経過滞在者",
    ]
    residence_status: Text | None = None
    period_of_stay: Text | None = None
    expires_on: dt.date | None = None
    card_number: Text | None = None
    alias: Text | None = None


class Departure(Part, frozen=True, kw_only=True):
    """転出: the notification and the (planned) day of leaving. From the notification on, nothing is issued."""

    notified_on: dt.date
    leaves_on: dt.date


class Protection(Part, frozen=True, kw_only=True):
    """支援措置. It blocks issuance until the office removes it; the end of the period alone does not unblock."""

    since: dt.date
    until: dt.date


class Resident(Entry, tag="resident", frozen=True, kw_only=True):
    """One person's resident record (住民票).

    `name` is printed exactly as recorded, variation sequences included, never normalised. `furigana` is None
    where the reading is not attested. `address_since` (住所を定めた年月日) is None for those who never moved
    inside the municipality. `departure` and `died_on` keep a removed record (消除) in the books.
    """

    resident_id: EntryId
    household_id: EntryId
    name: Text
    furigana: Text | None = None
    former_name: FormerName | None = None
    birth_date: dt.date
    sex: Literal["男", "女"]
    relationship: Text
    became_resident: BecameResident
    address_since: dt.date | None = None
    notified_on: dt.date | None = None
    previous_address: Text | None = None
    domicile: RegisteredDomicile | None = None
    foreign: ForeignResident | None = None
    individual_number: IndividualNumber
    resident_record_code: ResidentRecordCode
    notes: Annotated[tuple[Text, ...], msgspec.Meta(max_length=4)] = ()
    departure: Departure | None = None
    died_on: dt.date | None = None
    protection: Protection | None = None
    entry_in_progress: bool = False


CertificateKind = Literal["card", "phone"]


class CardLink(Entry, tag="card-link", frozen=True, kw_only=True):
    """Which resident a JPKI user-authentication certificate belongs to.

    Keyed by the authority's generation, the certificate's serial number (decimal) and its kind: never by the
    serial alone, since generations share one name and count separately.
    """

    generation: EntryId
    serial: SerialNumber
    certificate_kind: CertificateKind
    resident_id: EntryId
    linked_on: dt.date
    source: Text
    ended_on: dt.date | None = None


class HouseholdRecord(Part, frozen=True, kw_only=True):
    """One household with all its residents in the order of the books: the unit in which the books are read."""

    household: Household
    residents: tuple[Resident, ...]

    def resident(self, resident_id: str) -> Resident | None:
        """Return the resident with this id, or None."""
        return next((r for r in self.residents if r.resident_id == resident_id), None)
