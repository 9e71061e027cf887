"""When a certificate is issued, and when the next one will be. Times are Japan's, without zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

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

    Whether something opens can change only where hours begin, a closure ends, or a certificate is first offered.
    """
    return min(
        (found for each in settings.certificates for found in _openings(settings, each, when, kiosk)), default=None
    )


def _openings(
    settings: MunicipalitySettings, certificate: OfferedCertificate, when: dt.datetime, kiosk: str
) -> Iterator[dt.datetime]:
    """Yield times after `when` at which a certificate is issued, the first of them among them."""
    hours = [certificate.hours or settings.hours]
    hours += [each.hours for each in settings.terminals if each.kiosk == kiosk]
    ends = [closure.ends for closure in settings.closures]
    starts = (
        dt.datetime.combine(day, window.open)
        for day in _days_to_try(settings, certificate, when)
        for each in hours
        if (window := _window(settings, each, day)) is not None
    )
    for candidate in {*ends, *starts}:
        offered = holds(certificate, candidate.date())
        if candidate > when and offered and is_open(settings, certificate, candidate, kiosk):
            yield candidate


def _days_to_try(settings: MunicipalitySettings, certificate: OfferedCertificate, when: dt.datetime) -> set[dt.date]:
    begins = [when.date(), *(closure.ends.date() for closure in settings.closures if closure.ends > when)]
    if certificate.first is not None:
        begins.append(certificate.first)
    return {day + dt.timedelta(days=number) for day in begins for number in range(_DAYS_AHEAD)}


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
