"""住民票の写し, 世帯連記式: the members of one household, up to four on a sheet, as of now.

Content: 住民基本台帳法 第7条, for foreign residents also 第30条の45; what may be left out: 第12条 第5項. Layout of
items: the standard form 世帯連記式 of 住民記録システム標準仕様書.
"""

from __future__ import annotations

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.render.certificates.household_sheets import (
    MEMBERS_PER_PAGE,
    HeadMissing,
    HouseholdCertificate,
    is_removed,
)
from chalicelib.render.certificates.resident_block import ResidentRecordOptions
from chalicelib.render.certificates.sheets import Issue, Wording

__all__ = ["CERTIFICATE", "MEMBERS_PER_PAGE", "HeadMissing", "Issue", "ResidentRecordOptions", "compose", "is_removed"]

CERTIFICATE = HouseholdCertificate(
    kind=CertificateType.RESIDENT_RECORD,
    whole=Wording(
        title="住　民　票",
        marker="（世帯全員）",
        attestation="この写しは、世帯全員の住民票の原本と相違ないことを証明する。",
    ),
    part=Wording(
        title="住　民　票",
        marker="（世帯一部）",
        attestation="この写しは、住民票の原本と相違ないことを証明する。",
    ),
)
compose = CERTIFICATE.compose
