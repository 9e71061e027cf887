"""Who issues in the demo city: the real name of 松阪市, everything else invented."""

from __future__ import annotations

import datetime as dt

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.registers.entries import Municipality, ServiceHours

CODE = "24204"

_ALL_DAY = ServiceHours(open=dt.time(0), close=dt.time(0))
_FEE = 300
_FAMILY_REGISTER_FEE = 450


def demo_municipality() -> Municipality:
    """Return the municipality entry; mayor, fees (yen a copy) and hours are invented."""
    fees = {each.value: _FEE for each in CertificateType}
    fees[CertificateType.FAMILY_REGISTER.value] = _FAMILY_REGISTER_FEE
    return Municipality(
        code=CODE,
        prefecture="三重県",
        name="松阪市",
        mayor_title="松阪市長",
        mayor_name="架空　市長",
        seal_text="松阪市長之印",
        fees=fees,
        hours=_ALL_DAY,
    )
