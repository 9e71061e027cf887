"""What of the settings holds at a moment: fees, mayors, options and hours change at their time, and at no other."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.protocol.errors import ServiceSuspended
from chalicelib.registers.municipality_entry import (
    Mayor,
    MunicipalitySettings,
    OfficialSeal,
    Reduction,
    SwitchedOff,
    TerminalHours,
    WeekHours,
)
from chalicelib.registers.opening_hours import next_opening
from chalicelib.registers.settings_in_force import NobodyCertifies, Terms, at
from tests.unit.registers.settings_samples import (
    DAILY,
    MAYOR,
    OFFICE,
    RECORD,
    REGISTER,
    SEAL,
    closure,
    day,
    offered,
    settings,
    time,
)

KIOSK = "kiosk-0001"


def _terms(made: MunicipalitySettings, when: str) -> Terms:
    return at(made, time(when), KIOSK).terms[RECORD]


@pytest.mark.parametrize(
    ("when", "fee"),
    [("2027-03-31T23:59:59", 300), ("2027-04-01T00:00:00", 400), ("2028-03-31T23:59:59", 400), ("2028-04-01", 500)],
)
def test_a_fee_changes_as_its_day_begins(when: str, fee: int) -> None:
    """The new fee holds from midnight in Japan on, the old one until then."""
    assert _terms(settings(certificates=(offered(RECORD, 300, 400, 500),)), when).fee == fee


REDUCTIONS = (
    (Reduction(minus=290), 10),
    (Reduction(amount=10), 10),
    (Reduction(amount=0), 0),
    (Reduction(minus=300), 0),
    (Reduction(certificates=(RECORD,), minus=50), 250),
    (Reduction(certificates=(REGISTER,), minus=50), 300),
    (Reduction(channel="counter", minus=50), 300),
    (Reduction(minus=50, first=day("2026-11-24"), last=day("2026-11-24")), 250),
    (Reduction(minus=50, first=day("2026-11-25")), 300),
    (Reduction(minus=50, last=day("2026-11-23")), 300),
)


@pytest.mark.parametrize(("reduction", "fee"), REDUCTIONS)
def test_a_reduction_holds_for_its_certificates_days_and_channel(reduction: Reduction, fee: int) -> None:
    """It is an amount or so much less, never less than nothing, and at kiosks only where it says so."""
    assert _terms(settings(reductions=(reduction,)), "2026-11-24T12:00:00").fee == fee


def test_who_is_acting_certifies_on_those_days_only() -> None:
    """The mayor before and after, the acting one in between, with their own title and seal."""
    acting = Mayor(
        title="松阪市長職務代理者　松阪市副市長",
        name="架空　次郎",
        acting=True,
        first=day("2026-12-01"),
        last=day("2026-12-20"),
    )
    mayors = (
        msgspec.structs.replace(MAYOR, last=day("2026-11-30")),
        acting,
        msgspec.structs.replace(MAYOR, first=day("2026-12-21")),
    )
    seals = (
        msgspec.structs.replace(SEAL, last=day("2026-11-30")),
        OfficialSeal(text="松阪市長職務代理者之印", first=day("2026-12-01"), last=day("2026-12-20")),
        msgspec.structs.replace(SEAL, first=day("2026-12-21")),
    )
    made = settings(mayors=mayors, seals=seals)
    found = [
        at(made, time(when), KIOSK).municipality
        for when in ("2026-11-30T23:59:59", "2026-12-01T00:00:00", "2026-12-20T23:59:59", "2026-12-21T00:00:00")
    ]
    assert [each.mayor_title for each in found] == [MAYOR.title, acting.title, acting.title, MAYOR.title]
    assert [each.mayor_name for each in found] == [MAYOR.name, acting.name, acting.name, MAYOR.name]
    assert [each.seal_text for each in found] == [SEAL.text, seals[1].text, seals[1].text, SEAL.text]


def test_before_the_first_mayor_nobody_certifies() -> None:
    """Nothing is issued in nobody's name: the service does not serve."""
    made = settings(mayors=(msgspec.structs.replace(MAYOR, first=day("2026-11-24")),))
    assert at(made, time("2026-11-24T00:00:00"), KIOSK)
    with pytest.raises(NobodyCertifies) as caught:
        at(made, time("2026-11-23T23:59:59"), KIOSK)
    assert isinstance(caught.value, ServiceSuspended)


def test_a_certificate_is_offered_on_its_days_only() -> None:
    """Before the first day and after the last one it is not offered, whatever its fees."""
    made = settings(certificates=(offered(first=day("2026-11-24"), last=day("2026-11-25")),))
    found = [RECORD in at(made, time(f"2026-11-{number}T12:00:00"), KIOSK).terms for number in (23, 24, 25, 26)]
    assert found == [False, True, True, False]


def test_an_option_is_off_on_its_days_only() -> None:
    """Each switched-off option comes and goes at its own days."""
    off = (
        SwitchedOff(option="individual_number"),
        SwitchedOff(option="scope:members", first=day("2026-11-24"), last=day("2026-11-24")),
    )
    made = settings(certificates=(offered(switched_off=off),))
    found = [_terms(made, f"2026-11-{number}T12:00:00").switched_off for number in (23, 24, 25)]
    assert found == [{"individual_number"}, {"individual_number", "scope:members"}, {"individual_number"}]


@pytest.mark.parametrize(
    ("when", "record", "register"),
    [
        ("2026-11-24T09:00:00", True, True),
        ("2026-11-24T08:59:59", True, False),
        ("2026-11-24T17:00:00", True, False),
        ("2026-11-23T12:00:00", True, False),  # a holiday, on a Monday
        ("2026-11-28T12:00:00", True, False),  # Saturday
        ("2026-11-29T12:00:00", True, False),  # Sunday
        ("2026-11-24T23:00:00", False, False),
    ],
)
def test_hours_are_of_the_certificate_and_the_kind_of_day(when: str, *, record: bool, register: bool) -> None:
    """Family registers keep office hours on weekdays that are no holidays, resident records the city's."""
    terms = at(settings(), time(when), KIOSK).terms
    assert (terms[RECORD].is_open, terms[REGISTER].is_open) == (record, register)


def test_a_holiday_on_a_sunday_is_a_holiday() -> None:
    """What day of the week it is does not matter then."""
    hours = WeekHours(sunday=DAILY.sunday)
    made = settings(certificates=(offered(),), hours=hours, holidays=(day("2026-11-29"),))
    assert not _terms(made, "2026-11-29T12:00:00").is_open
    assert _terms(made, "2026-12-06T12:00:00").is_open


def test_a_kiosk_with_hours_of_its_own_keeps_both() -> None:
    """Its hours narrow those of the certificates there, and change nothing at other kiosks."""
    inside = TerminalHours(kiosk="kiosk-inside", hours=WeekHours(weekday=OFFICE, saturday=DAILY.saturday))
    made = settings(terminals=(inside,))

    def is_open(when: str, kiosk: str) -> list[bool]:
        return [terms.is_open for terms in at(made, time(when), kiosk).terms.values()]

    assert is_open("2026-11-24T08:00:00", "kiosk-inside") == [False, False]
    assert is_open("2026-11-24T08:00:00", KIOSK) == [True, False]
    assert is_open("2026-11-24T10:00:00", "kiosk-inside") == [True, True]
    assert is_open("2026-11-28T10:00:00", "kiosk-inside") == [True, False]
    assert next_opening(made, time("2026-11-24T07:00:00"), "kiosk-inside") == time("2026-11-24T09:00:00")


def test_a_closure_closes_what_it_names_for_its_time() -> None:
    """From the first instant to before the last, the named certificates, or all."""
    made = settings(closures=(closure("2026-11-24T10:00:00", "2026-11-24T12:00:00", REGISTER),))
    found = [
        [terms.is_open for terms in at(made, time(f"2026-11-24T{when}"), KIOSK).terms.values()]
        for when in ("09:59:59", "10:00:00", "11:59:59", "12:00:00")
    ]
    assert found == [[True, True], [True, False], [True, False], [True, True]]
    everything = settings(closures=(closure("2026-11-24T10:00:00", "2026-11-24T12:00:00"),))
    assert not at(everything, time("2026-11-24T11:00:00"), KIOSK).is_open


OPENINGS = (
    ("tonight to tomorrow", "2026-11-24T23:00:00", (), "2026-11-25T06:30:00"),
    ("this morning", "2026-11-24T05:00:00", (), "2026-11-24T06:30:00"),
    ("a closure in the hours", "2026-11-24T10:00:00", (("2026-11-24T09:00:00", "2026-11-24T12:34:56"),),
     "2026-11-24T12:34:56"),
    ("a closure that ends at night", "2026-11-24T10:00:00", (("2026-11-24T09:00:00", "2026-11-25T03:00:00"),),
     "2026-11-25T06:30:00"),
    ("one closure after another", "2026-12-28T23:00:00",
     (("2026-12-29T00:00:00", "2027-01-04T00:00:00"), ("2027-01-04T00:00:00", "2027-01-10T07:00:00")),
     "2027-01-10T07:00:00"),
    ("weeks of closure", "2025-12-29T10:00:00", (("2025-12-28T23:00:00", "2026-03-10T06:30:00"),),
     "2026-03-10T06:30:00"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("now", "closures", "opens"), [each[1:] for each in OPENINGS], ids=[each[0] for each in OPENINGS]
)
def test_the_next_opening_is_known_across_days_and_closures(
    now: str, closures: tuple[tuple[str, str], ...], opens: str
) -> None:
    """Whatever lies between, the time at which the first certificate is issued again is found."""
    made = settings(closures=tuple(closure(*each) for each in closures))
    assert next_opening(made, time(now), KIOSK) == time(opens)


def test_what_never_opens_is_not_promised() -> None:
    """Without certificates, or with a last day that is over, there is no next opening."""
    over = settings(certificates=(offered(last=day("2026-11-23")),))
    for made in (settings(certificates=()), over):
        assert next_opening(made, time("2026-11-24T12:00:00"), KIOSK) is None


@given(
    st.datetimes(dt.datetime(2026, 11, 1), dt.datetime(2026, 12, 31)),  # noqa: DTZ001 - Japan's time, without zone
    st.lists(st.tuples(st.integers(0, 60 * 24), st.integers(1, 72)), max_size=4),
)
def test_the_next_opening_is_open_and_nothing_was_open_before(now: dt.datetime, closed: list[tuple[int, int]]) -> None:
    """At the time that is told some certificate is issued, and at no full minute before it."""
    start = dt.datetime(2026, 11, 1)  # noqa: DTZ001 - as before
    closures = tuple(
        closure(str(start + dt.timedelta(hours=begin)), str(start + dt.timedelta(hours=begin + length)))
        for begin, length in closed
    )
    made = settings(certificates=(offered(REGISTER, hours=WeekHours(weekday=OFFICE)),), closures=closures)
    now = now.replace(second=0, microsecond=0)
    opens = next_opening(made, now, KIOSK)
    assert opens is not None
    assert at(made, opens, KIOSK).is_open
    if not at(made, now, KIOSK).is_open:
        between = range(0, int((opens - now).total_seconds()), 1800)
        assert not any(at(made, now + dt.timedelta(seconds=later), KIOSK).is_open for later in between)
