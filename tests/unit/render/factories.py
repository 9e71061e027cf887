"""Synthetic register entries and documents. Nobody in them lives anywhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

from chalicelib.registers.entries import (
    BecameResident,
    ForeignResident,
    Household,
    HouseholdRecord,
    Municipality,
    RegisteredDomicile,
    Resident,
)
from chalicelib.render.certificates.resident_record import Issue, ResidentRecordOptions, compose
from chalicelib.render.document import Document

ISSUANCE_ID = "01JD6Q8ZK3M5N7P9R1T2V4W6XY"
ISSUE = Issue(ISSUANCE_ID, dt.date(2026, 11, 23))
EVERYTHING = ResidentRecordOptions(
    relationship=True, domicile=True, individual_number=True, resident_record_code=True, foreign_items=True
)
NOTHING = ResidentRecordOptions()


def municipality(**changes: Any) -> Municipality:
    """Make the demo city."""
    values: dict[str, Any] = {
        "code": "24204",
        "prefecture": "三重県",
        "name": "松阪市",
        "mayor_title": "松阪市長",
        "mayor_name": "山室　一郎",
        "seal_text": "松阪市長之印",
    }
    return Municipality(**values | changes)


def resident(number: int = 1, **changes: Any) -> Resident:
    """Make a Japanese national; `number` tells the members of a household apart."""
    values: dict[str, Any] = {
        "resident_id": f"r{number}",
        "household_id": "h1",
        "name": f"架空　{'一二三四五六七八九'[number - 1]}郎",
        "furigana": "カクウ　タロウ",
        "birth_date": dt.date(1985, 4, number),
        "sex": "男",
        "relationship": "世帯主" if number == 1 else "子",
        "became_resident": BecameResident(date=dt.date(2013, 6, 10), reason="転入"),
        "address_since": dt.date(2019, 5, 1),
        "notified_on": dt.date(2013, 6, 12),
        "previous_address": "三重県津市架空町１丁目２番３号",
        "domicile": RegisteredDomicile(address="三重県松阪市殿町１３４０番地１", head_name="架空　一郎"),
        "individual_number": f"12345678901{number}",
        "resident_record_code": f"1234567890{number}",
    }
    return Resident(**values | changes)


def foreign_resident(number: int = 1, **changes: Any) -> Resident:
    """Make a foreign resident with an alias (通称)."""
    foreign = {
        "nationality": "ブラジル",
        "residence_class": "中長期在留者",
        "residence_status": "定住者",
        "period_of_stay": "３年",
        "expires_on": dt.date(2028, 4, 23),
        "card_number": "AB12345678CD",
        "alias": "山田　マリア",
    } | changes.pop("foreign", {})
    values: dict[str, Any] = {
        "name": "SILVA SANTOS MARIA",
        "furigana": None,
        "sex": "女",
        "domicile": None,
        "foreign": ForeignResident(**foreign),
    }
    return resident(number, **values | changes)


def household(*residents: Resident, **changes: Any) -> HouseholdRecord:
    """Make a household of these residents, the first of them its head."""
    values: dict[str, Any] = {
        "household_id": "h1",
        "municipality": "24204",
        "address": "三重県松阪市殿町１３４０番地１",
        "head": residents[0].resident_id,
    }
    return HouseholdRecord(household=Household(**values | changes), residents=residents)


def document(
    record: HouseholdRecord,
    *members: str,
    options: ResidentRecordOptions = EVERYTHING,
    issue: Issue = ISSUE,
    city: Municipality | None = None,
) -> Document:
    """Compose a certificate of these members, or of all, asked for by the first printed."""
    chosen = members or tuple(resident.resident_id for resident in record.residents)
    return compose(record, city or municipality(), holder=chosen[0], members=chosen, options=options, issue=issue)
