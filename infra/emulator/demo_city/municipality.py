"""Who issues in the demo city: the real name of 松阪市, everything else invented."""

from __future__ import annotations

import datetime as dt

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.registers.entries import MunicipalitySettings
from chalicelib.registers.municipality_entry import (
    CertificateFee,
    Mayor,
    OfferedCertificate,
    OfficialSeal,
    ServiceHours,
    WeekHours,
)

CODE = "24204"

_ALL_DAY = ServiceHours(open=dt.time(0), close=dt.time(0))
_FEE = 300
_FAMILY_REGISTER_FEE = 450


def demo_settings() -> MunicipalitySettings:
    """Return the settings; mayor, fees (yen a copy) and hours are invented."""
    return MunicipalitySettings(
        code=CODE,
        version=1,
        prefecture="三重県",
        name="松阪市",
        mayors=(Mayor(title="松阪市長", name="架空　太郎"),),
        seals=(OfficialSeal(text="松阪市長之印"),),
        certificates=tuple(
            OfferedCertificate(type=kind, fees=(CertificateFee(amount=_fee(kind)),)) for kind in CertificateType
        ),
        hours=WeekHours(weekday=_ALL_DAY, saturday=_ALL_DAY, sunday=_ALL_DAY, holiday=_ALL_DAY),
    )


def _fee(kind: CertificateType) -> int:
    return _FAMILY_REGISTER_FEE if kind is CertificateType.FAMILY_REGISTER else _FEE
