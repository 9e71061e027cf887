"""Fiscal years (年度) of the resident tax: their names, and which is the newest that can be certified.

A fiscal year begins on 1 April and has its name from that day: the one of 2019 is 平成31年度 on paper, although the
screens of kiosks may say 令和元年度. The income behind it is that of the calendar year before, named by its last day:
2019's is 令和元年分.
"""

from __future__ import annotations

import datetime as dt

from chalicelib.registers.entries import Municipality
from chalicelib.render.certificates.era import era_year

_FIRST_MONTH = 4
_NEW_YEAR_FROM = "06-01"


def fiscal_year_name(year: int) -> str:
    """Name the fiscal year that begins in a Gregorian year: 令和８年度, 平成３１年度."""
    return f"{era_year(dt.date(year, _FIRST_MONTH, 1))}度"


def income_year_name(year: int) -> str:
    """Name the calendar year whose income a fiscal year is assessed on: 令和７年分 for the fiscal year of 2026."""
    return f"{era_year(dt.date(year - 1, 12, 31))}分"


def newest_fiscal_year(on: dt.date, municipality: Municipality) -> int:
    """Return the newest fiscal year that is issued on a day, by the Gregorian year in which it begins.

    Assessments are made until June: in April and May the year that has just begun cannot be certified yet, and the
    one before is the newest. From which day the new one is issued is the municipality's to say.
    """
    settings = municipality.tax_certificates
    begins = (settings.year_from if settings else None) or _NEW_YEAR_FROM
    month, day = map(int, begins.split("-"))
    return on.year if (on.month, on.day) >= (month, day) else on.year - 1
