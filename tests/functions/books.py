"""Entries of the books for tests. Nobody in them lives anywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.registers.entries import (
    BecameResident,
    Household,
    HouseholdRecord,
    MunicipalitySettings,
    RegisteredDomicile,
    Resident,
)
from chalicelib.registers.municipality_entry import (
    CertificateFee,
    Mayor,
    OfferedCertificate,
    OfficialSeal,
    ServiceHours,
    WeekHours,
)

TODAY = dt.date(2026, 11, 24)
LINKED_ON = dt.date(2025, 1, 6)
FEE = 200


ALL_DAY = ServiceHours(open=dt.time(0), close=dt.time(0))


def daily(hours: ServiceHours) -> WeekHours:
    """Return hours that are the same on every day."""
    return WeekHours(weekday=hours, saturday=hours, sunday=hours, holiday=hours)


def certificate(kind: str, *amounts: int, **changes: Any) -> OfferedCertificate:
    """Make a certificate that is offered at a fee."""
    fees = tuple(CertificateFee(amount=amount) for amount in amounts)
    return OfferedCertificate(**{"type": CertificateType(kind), "fees": fees} | changes)


def settings(code: str, *, fees: Mapping[str, int] | None = None, **changes: Any) -> MunicipalitySettings:
    """Make settings of a municipality that issues resident records, or what has a fee, all day."""
    offered = {"resident-record": FEE} if fees is None else fees
    values: dict[str, Any] = {
        "code": code,
        "version": 1,
        "prefecture": "三重県",
        "name": "松阪市",
        "mayors": (Mayor(title="松阪市長", name="架空　市長"),),
        "seals": (OfficialSeal(text="松阪市長之印"),),
        "certificates": tuple(certificate(kind, fee) for kind, fee in offered.items()),
        "hours": daily(ALL_DAY),
    }
    return MunicipalitySettings(**values | changes)


def resident(resident_id: str, household_id: str, **changes: Any) -> Resident:
    """Make an adult Japanese national."""
    values: dict[str, Any] = {
        "resident_id": resident_id,
        "household_id": household_id,
        "name": "架空　一郎",
        "furigana": "カクウ　イチロウ",
        "birth_date": dt.date(1985, 4, 1),
        "sex": "男",
        "relationship": "世帯主",
        "became_resident": BecameResident(date=dt.date(2013, 6, 10), reason="転入"),
        "domicile": RegisteredDomicile(address="三重県松阪市殿町１３４０番地１", head_name="架空　一郎"),
        "individual_number": "123456789018",
        "resident_record_code": "12345678903",
    }
    return Resident(**values | changes)


def household(code: str, *residents: Resident) -> HouseholdRecord:
    """Make a household of these residents, the first of them its head."""
    return HouseholdRecord(
        household=Household(
            household_id=residents[0].household_id,
            municipality=code,
            address="三重県松阪市殿町１３４０番地１",
            head=residents[0].resident_id,
        ),
        residents=residents,
    )
