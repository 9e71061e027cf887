"""Entries of the books for tests. Nobody in them lives anywhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

from chalicelib.registers.entries import (
    BecameResident,
    Household,
    HouseholdRecord,
    Municipality,
    RegisteredDomicile,
    Resident,
    ServiceHours,
)

TODAY = dt.date(2026, 11, 24)
LINKED_ON = dt.date(2025, 1, 6)
FEE = 200


def municipality(code: str, **changes: Any) -> Municipality:
    """Make a municipality that issues resident records, all day."""
    values: dict[str, Any] = {
        "code": code,
        "prefecture": "三重県",
        "name": "松阪市",
        "mayor_title": "松阪市長",
        "mayor_name": "架空　市長",
        "seal_text": "松阪市長之印",
        "fees": {"resident-record": FEE},
        "hours": ServiceHours(open=dt.time(0), close=dt.time(0)),
    }
    return Municipality(**values | changes)


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
