"""住民票記載事項証明書, 世帯連記式: only those items of the resident records that are asked for.

住民基本台帳法 第12条 第1項. Name, reading, 旧氏 or 通称, birth date and sex always stand on it, with the address;
every other item is the applicant's choice and reads 省略 otherwise. The sheet is that of 住民票の写し
(住民記録システム標準仕様書): what differs is its name, its 認証文, and that residence and 備考 can be left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.render.certificates.household_sheets import HouseholdCertificate
from chalicelib.render.certificates.resident_block import ResidentRecordOptions
from chalicelib.render.certificates.sheets import Wording

_TITLE = "住民票記載事項証明書"
_ATTESTATION = "上記の事項は、住民票の記載事項と相違ないことを証明する。"
_RESIDENCE = frozenset({"became_resident", "address_since", "notified_on", "previous_address"})
_NOTES = frozenset({"notes"})
_WHOLE = Wording(title=_TITLE, marker="（世帯全員）", attestation=_ATTESTATION)
_PART = Wording(title=_TITLE, marker="（世帯一部）", attestation=_ATTESTATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentRecordEntriesOptions(ResidentRecordOptions):
    """Which items the applicant asked for, beside those that always stand there.

    Attributes:
        residence: 住民となった年月日, 住所を定めた年月日, 届出日 and 転入前住所.
        notes: 備考.
    """

    residence: bool = False
    notes: bool = False

    @property
    def omitted(self) -> frozenset[str]:
        """Keys of the fields that read 省略 because neither residence nor notes were asked for."""
        return (frozenset() if self.residence else _RESIDENCE) | (frozenset() if self.notes else _NOTES)


CERTIFICATE = HouseholdCertificate(kind=CertificateType.RESIDENT_RECORD_ENTRIES, whole=_WHOLE, part=_PART)
compose = CERTIFICATE.compose
