"""Dates that the books may hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

Problems = Iterator[tuple[str, str]]
"""Field (dotted path) and message of everything wrong."""

EARLIEST_DATE = dt.date(1868, 1, 25)
"""The first day of 明治: certificates give dates by era, and no living person's date is before it."""

_NOT_AFTER_EXPORT = "expected a date not after the day of the export"


def date_problems(
    field: str, date: dt.date, first: dt.date, last: dt.date, first_name: str = EARLIEST_DATE.isoformat()
) -> Problems:
    """Yield what is wrong with a date that must be from `first` to `last`, both included."""
    if date > last:
        yield field, _NOT_AFTER_EXPORT
    elif date < first:
        yield field, f"expected a date not before {first_name}"
