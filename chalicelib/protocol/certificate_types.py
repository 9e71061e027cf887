"""The eight certificates and their titles."""

from __future__ import annotations

from enum import StrEnum


class CertificateType(StrEnum):
    """The value is the name in the HTTP contract."""

    RESIDENT_RECORD = "resident-record"
    RESIDENT_RECORD_ENTRIES = "resident-record-entries"
    SEAL_REGISTRATION = "seal-registration"
    FAMILY_REGISTER = "family-register"
    FAMILY_REGISTER_SUPPLEMENT = "family-register-supplement"
    INCOME_TAXATION = "income-taxation"
    TAXATION = "taxation"
    NON_TAXATION = "non-taxation"


TITLES: dict[CertificateType, str] = {
    CertificateType.RESIDENT_RECORD: "住民票の写し",
    CertificateType.RESIDENT_RECORD_ENTRIES: "住民票記載事項証明書",
    CertificateType.SEAL_REGISTRATION: "印鑑登録証明書",
    CertificateType.FAMILY_REGISTER: "戸籍全部(個人)事項証明書",
    CertificateType.FAMILY_REGISTER_SUPPLEMENT: "戸籍の附票の写し",
    CertificateType.INCOME_TAXATION: "所得課税証明書",
    CertificateType.TAXATION: "課税証明書",
    CertificateType.NON_TAXATION: "非課税証明書",
}
