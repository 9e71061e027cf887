"""Service hours: in Japan's time, to the second, closed days included."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.edge.service_hours import JST, require_open, today
from chalicelib.protocol.errors import OutsideServiceHours
from chalicelib.registers.entries import Closure, Municipality, ServiceHours

OPEN, CLOSE = dt.time(6, 30), dt.time(23)


def _city(**changes: Any) -> Municipality:
    values: dict[str, Any] = {
        "code": "24204",
        "prefecture": "三重県",
        "name": "松阪市",
        "mayor_title": "松阪市長",
        "mayor_name": "架空　市長",
        "seal_text": "松阪市長之印",
        "fees": {},
        "hours": ServiceHours(open=OPEN, close=CLOSE),
    }
    return Municipality(**values | changes)


def _at(text: str) -> int:
    """Return Unix seconds of a time in Japan."""
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=JST).timestamp())


def _is_open(city: Municipality, now: int) -> bool:
    try:
        require_open(city, now)
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
    assert _is_open(_city(), _at(time)) is expected


def test_hours_are_japans_whatever_the_machine_says() -> None:
    """21:30 UTC is 06:30 of the next day in Japan."""
    opening = int(dt.datetime(2026, 11, 23, 21, 30, tzinfo=dt.UTC).timestamp())
    assert _is_open(_city(), opening)
    assert not _is_open(_city(), opening - 1)


@pytest.mark.parametrize(
    ("day", "expected"), [("2026-12-28", True), ("2026-12-29", False), ("2027-01-03", False), ("2027-01-04", True)]
)
def test_closed_days_are_closed_from_first_to_last(day: str, *, expected: bool) -> None:
    """Both ends of a closure are closed days, in Japan's calendar."""
    city = _city(closures=(Closure(first=dt.date(2026, 12, 29), last=dt.date(2027, 1, 3)),))
    assert _is_open(city, _at(f"{day}T06:30:00")) is expected
    assert _is_open(city, _at(f"{day}T22:59:59")) is expected


def test_several_closures_all_close() -> None:
    """Each of them counts."""
    days = (dt.date(2026, 11, 3), dt.date(2026, 11, 24))
    city = _city(closures=tuple(Closure(first=day, last=day) for day in days))
    assert [_is_open(city, _at(f"{day}T12:00:00")) for day in ("2026-11-03", "2026-11-23", "2026-11-24")] == [
        False,
        True,
        False,
    ]


@given(st.integers(0, 86399))
def test_equal_times_mean_all_day(second: int) -> None:
    """Every second of a day is open then, except on a closed day."""
    closed = Closure(first=dt.date(2026, 11, 25), last=dt.date(2026, 11, 25))
    city = _city(hours=ServiceHours(open=dt.time(0), close=dt.time(0)), closures=(closed,))
    assert _is_open(city, _at("2026-11-24T00:00:00") + second)
    assert not _is_open(city, _at("2026-11-25T00:00:00") + second)


@given(st.integers(0, 6 * 3600 + 30 * 60 - 1))
def test_a_kiosk_that_comes_back_when_told_finds_it_open(second: int) -> None:
    """Before opening, `retry_after` leads to a time that is open, and to no later one than a second after opening."""
    now = _at("2026-11-24T00:00:00") + second
    with pytest.raises(OutsideServiceHours) as caught:
        require_open(_city(), now)
    assert caught.value.retry_after is not None
    assert 0 <= now + caught.value.retry_after - _at("2026-11-24T06:30:00") <= 1


@pytest.mark.parametrize("time", ["2026-11-24T23:00:00", "2026-11-25T12:00:00"])
def test_no_time_is_promised_that_is_not_known(time: str) -> None:
    """After closing and on closed days nothing is said about when."""
    closed = Closure(first=dt.date(2026, 11, 25), last=dt.date(2026, 11, 25))
    with pytest.raises(OutsideServiceHours) as caught:
        require_open(_city(closures=(closed,)), _at(time))
    assert caught.value.retry_after is None


def test_today_is_japans_day() -> None:
    """15:00 UTC begins the next day."""
    evening = int(dt.datetime(2026, 11, 23, 15, tzinfo=dt.UTC).timestamp())
    assert today(evening) == dt.date(2026, 11, 24)
    assert today(evening - 1) == dt.date(2026, 11, 23)
