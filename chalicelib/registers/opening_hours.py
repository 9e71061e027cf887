"""When a certificate is issued, and when the next one will be. Times are Japan's, without zone."""

from __future__ import annotations

import datetime as dt

from chalicelib.registers.dated import holds
from chalicelib.registers.municipality_entry import MunicipalitySettings, OfferedCertificate, ServiceHours, WeekHours

_SATURDAY, _SUNDAY = 5, 6
_MIDNIGHT = dt.time(0)
# Longer than any row of closed days that hours by kind of day can make: a week, and holidays around it.
_DAYS_AHEAD = 21


def is_open(settings: MunicipalitySettings, certificate: OfferedCertificate, when: dt.datetime, kiosk: str) -> bool:
    """Whether a certificate that is offered is issued at a kiosk at a time."""
    hours = [certificate.hours or settings.hours]
    hours += [each.hours for each in settings.terminals if each.kiosk == kiosk]
    return all(_within(settings, each, when) for each in hours) and not any(
        closure.begins <= when < closure.ends
        for closure in settings.closures
        if not closure.certificates or certificate.type in closure.certificates
    )


def next_opening(settings: MunicipalitySettings, when: dt.datetime, kiosk: str) -> dt.datetime | None:
    """Return the first time after `when` at which any certificate is issued, or None when none is foreseen.

    Nothing opens but where hours begin, a closure ends, or a certificate is first offered.
    """
    candidates = sorted(each for each in _beginnings(settings, when, kiosk) if each > when)
    return next((each for each in candidates if _any_open(settings, each, kiosk)), None)


def _any_open(settings: MunicipalitySettings, when: dt.datetime, kiosk: str) -> bool:
    return any(holds(each, when.date()) and is_open(settings, each, when, kiosk) for each in settings.certificates)


def _beginnings(settings: MunicipalitySettings, when: dt.datetime, kiosk: str) -> set[dt.datetime]:
    ends = {closure.ends for closure in settings.closures if closure.ends > when}
    firsts = {each.first for each in settings.certificates if each.first is not None and each.first > when.date()}
    begins = {when.date(), *(end.date() for end in ends), *firsts}
    days = {day + dt.timedelta(days=number) for day in begins for number in range(_DAYS_AHEAD)}
    own = [each.hours for each in settings.terminals if each.kiosk == kiosk]
    hours = {settings.hours, *own, *(each.hours for each in settings.certificates if each.hours is not None)}
    windows = ((day, _window(settings, each, day)) for day in days for each in hours)
    return ends | {dt.datetime.combine(day, window.open) for day, window in windows if window is not None}


def _within(settings: MunicipalitySettings, hours: WeekHours, when: dt.datetime) -> bool:
    window = _window(settings, hours, when.date())
    return (
        window is not None and window.open <= when.time() and (window.close == _MIDNIGHT or when.time() < window.close)
    )


def _window(settings: MunicipalitySettings, hours: WeekHours, day: dt.date) -> ServiceHours | None:
    if day in settings.holidays:
        return hours.holiday
    if day.weekday() == _SUNDAY:
        return hours.sunday
    return hours.saturday if day.weekday() == _SATURDAY else hours.weekday
