"""A municipality's settings for tests: right as they are, and made wrong or different part by part."""

from __future__ import annotations

import datetime as dt
from typing import Any

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.registers.municipality_entry import (
    CertificateFee,
    Closure,
    Mayor,
    MunicipalitySettings,
    OfferedCertificate,
    OfficialSeal,
    ServiceHours,
    WeekHours,
)

RECORD, REGISTER = CertificateType.RESIDENT_RECORD, CertificateType.FAMILY_REGISTER
LONG = ServiceHours(open=dt.time(6, 30), close=dt.time(23))
OFFICE = ServiceHours(open=dt.time(9), close=dt.time(17))
ALL_DAY = ServiceHours(open=dt.time(0), close=dt.time(0))
DAILY = WeekHours(weekday=LONG, saturday=LONG, sunday=LONG, holiday=LONG)
WEEKDAYS = WeekHours(weekday=OFFICE)
MAYOR, SEAL = Mayor(title="松阪市長", name="架空　市長"), OfficialSeal(text="松阪市長之印")


def day(text: str) -> dt.date:
    """Return a date."""
    return dt.date.fromisoformat(text)


def time(text: str) -> dt.datetime:
    """Return a time in Japan, without zone."""
    return dt.datetime.fromisoformat(text)


def closure(begins: str, ends: str, *certificates: CertificateType) -> Closure:
    """Return a closure."""
    return Closure(begins=time(begins), ends=time(ends), certificates=certificates)


def fees(*amounts: int) -> tuple[CertificateFee, ...]:
    """Return fees, one for each year from 2027 on, the first one also before."""
    last = len(amounts) - 1
    return tuple(
        CertificateFee(
            amount=amount,
            first=dt.date(2026 + number, 4, 1) if number else None,
            last=dt.date(2027 + number, 3, 31) if number < last else None,
        )
        for number, amount in enumerate(amounts)
    )


def offered(kind: CertificateType = RECORD, *amounts: int, **changes: Any) -> OfferedCertificate:
    """Return a certificate that is offered."""
    return OfferedCertificate(**{"type": kind, "fees": fees(*(amounts or (300,)))} | changes)


def settings(**changes: Any) -> MunicipalitySettings:
    """Return settings: resident records from 6:30 to 23:00 every day, family registers in office hours."""
    values: dict[str, Any] = {
        "code": "24204",
        "version": 1,
        "prefecture": "三重県",
        "name": "松阪市",
        "mayors": (MAYOR,),
        "seals": (SEAL,),
        "certificates": (offered(), offered(REGISTER, 450, hours=WEEKDAYS)),
        "hours": DAILY,
        "holidays": (dt.date(2026, 11, 23),),
    }
    return MunicipalitySettings(**values | changes)
