"""The Japanese calendar: eras and the dates printed on certificates.

Era limits follow the orders that changed them: a new era begins with its first day, and that day counts to the
new era (大正 30 July 1912, 昭和 25 December 1926, 平成 8 January 1989, 令和 1 May 2019). 元号法 (昭和54年法律
第43号) governs since 昭和. Its first year is written 元年.
"""

from __future__ import annotations

import bisect
import datetime as dt
from typing import NamedTuple

from chalicelib.protocol.errors import CannotBeRendered
from chalicelib.render.certificates.digits import full_width

_WIDTH = 2


class Era(NamedTuple):
    """An era: the first day printed under its name, and the Gregorian year of its first year (元年)."""

    begins: dt.date
    first_year: int
    name: str


ERAS = (
    # Japan counted by a lunisolar calendar until the end of 明治5年; the Gregorian date of an earlier day differs
    # from the one that was written down, so it must not be converted.
    Era(dt.date(1873, 1, 1), 1868, "明治"),
    Era(dt.date(1912, 7, 30), 1912, "大正"),
    Era(dt.date(1926, 12, 25), 1926, "昭和"),
    Era(dt.date(1989, 1, 8), 1989, "平成"),
    Era(dt.date(2019, 5, 1), 2019, "令和"),
)


class DateBeforeGregorianCalendar(CannotBeRendered):
    """The day is before 1 January 1873, when Japan took up the Gregorian calendar."""


def era_of(day: dt.date) -> tuple[str, int]:
    """Return the era's name and the year within it.

    Raises:
        DateBeforeGregorianCalendar: See there.
    """
    place = bisect.bisect_right(ERAS, day, key=lambda era: era.begins)
    if place == 0:
        raise DateBeforeGregorianCalendar("no date before 1873 can be converted")
    era = ERAS[place - 1]
    return era.name, day.year - era.first_year + 1


def era_date(day: dt.date) -> str:
    """Write a date as certificates do: 令和　元年　５月　１日, everything full-width and aligned to two places.

    Raises:
        DateBeforeGregorianCalendar: See there.
    """
    name, year = era_of(day)
    return f"{name}{full_width('元' if year == 1 else year, _WIDTH)}年{_month_and_day(day)}"


def plain_era_date(day: dt.date) -> str:
    """Write a date with no places kept free, as family registers do: 令和元年５月１日.

    Raises:
        DateBeforeGregorianCalendar: See there.
    """
    return f"{era_year(day)}{full_width(day.month)}月{full_width(day.day)}日"


def era_year(day: dt.date) -> str:
    """Write the year of a day: 平成３１年, 令和元年.

    Raises:
        DateBeforeGregorianCalendar: See there.
    """
    name, year = era_of(day)
    return f"{name}{'元' if year == 1 else full_width(year)}年"


def western_date(day: dt.date) -> str:
    """Write a date in the western calendar, for what immigration law records so: １９８８年　５月１７日."""
    return f"{full_width(day.year)}年{_month_and_day(day)}"


def _month_and_day(day: dt.date) -> str:
    return f"{full_width(day.month, _WIDTH)}月{full_width(day.day, _WIDTH)}日"
