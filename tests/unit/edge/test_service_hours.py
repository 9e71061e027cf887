"""Service hours: in Japan's time, to the second, closed days included."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.edge.service_hours import JST, require_open, today
from chalicelib.protocol.errors import OutsideServiceHours
from chalicelib.registers.entries import MunicipalitySettings
from chalicelib.registers.municipality_entry import WeekHours
from tests.unit.registers.settings_samples import ALL_DAY, closure, offered, settings

CITY = settings(certificates=(offered(),))


def _at(text: str) -> int:
    """Return Unix seconds of a time in Japan."""
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=JST).timestamp())


def _is_open(city: MunicipalitySettings, now: int) -> bool:
    try:
        require_open(city, "kiosk-0001", now)
    except OutsideServiceHours:
        return False
    return True


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2026-11-24T06:29:59", False),
        ("2026-11-24T06:30:00", True),
        ("2026-11-24T12:00:00", True),
        ("2026-11-24T22:59:59", True),
        ("2026-11-24T23:00:00", False),
        ("2026-11-25T00:00:00", False),
    ],
)
def test_it_is_open_from_the_first_second_to_before_the_last(time: str, *, expected: bool) -> None:
    """The opening second is inside, the closing one outside."""
    assert _is_open(CITY, _at(time)) is expected


def test_hours_are_japans_whatever_the_machine_says() -> None:
    """21:30 UTC is 06:30 of the next day in Japan."""
    opening = int(dt.datetime(2026, 11, 23, 21, 30, tzinfo=dt.UTC).timestamp())
    assert _is_open(CITY, opening)
    assert not _is_open(CITY, opening - 1)


@given(st.integers(0, 86399))
def test_midnight_to_midnight_is_all_day(second: int) -> None:
    """Every second of a day is open then, except while it is closed."""
    hours = WeekHours(weekday=ALL_DAY, saturday=ALL_DAY, sunday=ALL_DAY, holiday=ALL_DAY)
    closed = closure("2026-11-25T00:00:00", "2026-11-26T00:00:00")
    city = settings(certificates=(offered(),), hours=hours, closures=(closed,))
    assert _is_open(city, _at("2026-11-24T00:00:00") + second)
    assert not _is_open(city, _at("2026-11-25T00:00:00") + second)


@given(st.integers(0, 7 * 3600 + 30 * 60 - 1))
def test_a_kiosk_that_comes_back_when_told_finds_it_open(second: int) -> None:
    """From closing to the next morning, `retry_after` leads to the very second of opening."""
    now = _at("2026-11-24T23:00:00") + second
    with pytest.raises(OutsideServiceHours) as caught:
        require_open(CITY, "kiosk-0001", now)
    assert caught.value.retry_after is not None
    assert now + caught.value.retry_after == _at("2026-11-25T06:30:00")


def test_a_kiosk_is_told_to_come_back_after_a_closure() -> None:
    """The closure at the year's end is not promised to be open: the first morning after it is."""
    city = settings(certificates=(offered(),), closures=(closure("2026-12-29T00:00:00", "2027-01-04T00:00:00"),))
    now = _at("2026-12-28T23:30:00")
    with pytest.raises(OutsideServiceHours) as caught:
        require_open(city, "kiosk-0001", now)
    assert now + (caught.value.retry_after or 0) == _at("2027-01-04T06:30:00")


def test_no_time_is_promised_that_is_not_known() -> None:
    """After the last day's hours of all that was offered nothing is said about when."""
    over = settings(certificates=(offered(last=dt.date(2026, 11, 24)),))
    with pytest.raises(OutsideServiceHours) as caught:
        require_open(over, "kiosk-0001", _at("2026-11-24T23:00:00"))
    assert caught.value.retry_after is None


def test_where_nothing_is_offered_nothing_is_closed() -> None:
    """The offers say of each certificate that it is not offered: coming back later would not help."""
    assert _is_open(settings(certificates=()), _at("2026-11-24T23:30:00"))


def test_it_is_open_while_any_certificate_is() -> None:
    """Family registers are closed at night while resident records are issued: the service is open."""
    assert _is_open(settings(), _at("2026-11-24T20:00:00"))


def test_today_is_japans_day() -> None:
    """15:00 UTC begins the next day."""
    evening = int(dt.datetime(2026, 11, 23, 15, tzinfo=dt.UTC).timestamp())
    assert today(evening) == dt.date(2026, 11, 24)
    assert today(evening - 1) == dt.date(2026, 11, 23)
