"""Dates as certificates write them."""

from __future__ import annotations

import datetime as dt

import pytest

from chalicelib.protocol.errors import CannotBeRendered
from chalicelib.render.certificates.digits import full_width, grouped
from chalicelib.render.certificates.era import DateBeforeGregorianCalendar, era_date, era_of, western_date


@pytest.mark.parametrize(
    ("day", "written"),
    [
        ("1873-01-01", "明治　６年　１月　１日"),
        ("1912-07-29", "明治４５年　７月２９日"),
        ("1912-07-30", "大正　元年　７月３０日"),
        ("1926-12-24", "大正１５年１２月２４日"),
        ("1926-12-25", "昭和　元年１２月２５日"),
        ("1989-01-07", "昭和６４年　１月　７日"),
        ("1989-01-08", "平成　元年　１月　８日"),
        ("2019-04-30", "平成３１年　４月３０日"),
        ("2019-05-01", "令和　元年　５月　１日"),
        ("2020-01-01", "令和　２年　１月　１日"),
    ],
)
def test_an_era_changes_on_its_day(day: str, written: str) -> None:
    """The last day of an era and the first of the next are written under their own eras."""
    assert era_date(dt.date.fromisoformat(day)) == written


def test_every_day_has_the_year_that_follows_the_day_before() -> None:
    """From 1873 on, the year within an era grows by one on 1 January and starts at 1 with a new era."""
    day, (name, year) = dt.date(1873, 1, 1), ("明治", 6)
    while day < dt.date(2030, 1, 1):
        day += dt.timedelta(days=1)
        next_name, next_year = era_of(day)
        turned = (day.month, day.day) == (1, 1)
        assert next_year == (1 if next_name != name else year + turned)
        name, year = next_name, next_year


def test_a_date_of_the_lunisolar_calendar_is_refused() -> None:
    """A day before 1873 is refused rather than converted to one that was never written down."""
    with pytest.raises(DateBeforeGregorianCalendar) as refused:
        era_date(dt.date(1872, 12, 31))
    assert isinstance(refused.value, CannotBeRendered)


def test_a_western_date_has_four_digits_of_year() -> None:
    """Western dates are written in full-width digits, aligned like those in eras."""
    assert western_date(dt.date(1988, 5, 17)) == "１９８８年　５月１７日"


@pytest.mark.parametrize(("number", "places", "written"), [(7, 0, "７"), (7, 2, "　７"), ("0120", 0, "０１２０")])
def test_digits_are_full_width(number: int | str, places: int, written: str) -> None:
    """Digits become full-width, leading zeros stay, short numbers are padded to their places."""
    assert full_width(number, places) == written


def test_grouping_loses_nothing() -> None:
    """A grouped id is the id once its separators are taken out."""
    assert grouped("ABCDEFGHIJ", 4) == "ABCD-EFGH-IJ"
