"""Whether a municipality's service is open now. Hours and closures are in Japan Standard Time."""

from __future__ import annotations

import datetime as dt

from chalicelib.protocol.errors import OutsideServiceHours
from chalicelib.registers.entries import MunicipalitySettings
from chalicelib.registers.opening_hours import next_opening
from chalicelib.registers.settings_in_force import InForce, at

JST = dt.timezone(dt.timedelta(hours=9), "JST")


def today(now: int) -> dt.date:
    """Return the date in Japan at a time in Unix seconds."""
    return local_time(now).date()


def local_time(now: int) -> dt.datetime:
    """Return the time in Japan, without zone, at a time in Unix seconds."""
    return dt.datetime.fromtimestamp(now, JST).replace(tzinfo=None)


def require_open(settings: MunicipalitySettings, kiosk: str, now: int) -> InForce:
    """Return what holds at a kiosk now, unless no certificate at all is issued there.

    Raises:
        OutsideServiceHours: All are closed; `retry_after` says when the first one opens, where that is foreseen.
        NobodyCertifies: The settings do not begin to hold before a later day.
    """
    local = local_time(now)
    in_force = at(settings, local, kiosk)
    if in_force.is_open:
        return in_force
    opens = next_opening(settings, local, kiosk)
    if opens is None and not in_force.terms:
        # Nothing is closed: nothing is offered, and the offers say so of each certificate.
        return in_force
    raise OutsideServiceHours(None if opens is None else int((opens - local).total_seconds()))
