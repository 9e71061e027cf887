"""Whether a municipality's service is open now. Hours and closures are in Japan Standard Time."""

from __future__ import annotations

import datetime as dt

from chalicelib.protocol.errors import OutsideServiceHours
from chalicelib.registers.entries import Municipality

JST = dt.timezone(dt.timedelta(hours=9), "JST")


def today(now: int) -> dt.date:
    """Return the date in Japan at a time in Unix seconds."""
    return dt.datetime.fromtimestamp(now, JST).date()


def require_open(municipality: Municipality, now: int) -> None:
    """Refuse outside the hours and on closed days; equal opening and closing times mean all day.

    Raises:
        OutsideServiceHours: Closed; `retry_after` says when it opens, where that is today.
    """
    local = dt.datetime.fromtimestamp(now, JST)
    if any(closure.first <= local.date() <= closure.last for closure in municipality.closures):
        raise OutsideServiceHours
    opens, closes = municipality.hours.open, municipality.hours.close
    if opens == closes or opens <= local.time() < closes:
        return
    wait = dt.datetime.combine(local.date(), opens, JST) - local
    raise OutsideServiceHours(int(wait.total_seconds()) + 1 if local.time() < opens else None)
