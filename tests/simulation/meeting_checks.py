"""Lets functions meet in every order, and checks what is there then and when all is over."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.protocol.errors import KofuError
from tests.simulation.checks import check_afterwards, check_always, check_paid_once
from tests.simulation.city import City
from tests.simulation.kiosk import Kiosk
from tests.simulation.meetings import Meeting
from tests.simulation.persistence import end
from tests.simulation.schedules import Run, explore, follow


def check_meeting(city: City, meeting: Meeting) -> list[Run]:
    """Let functions meet in every order, and check each time what is there then and when all is over.

    Raises:
        AssertionError: Something is not as it must be; its note is the schedule.
    """
    return list(explore(lambda prefix: _play(city, meeting, prefix)))


def _play(city: City, meeting: Meeting, prefix: Sequence[int]) -> Run:
    kiosks, functions = meeting.prepare(city)
    run = follow(city.wire, functions, prefix, preemptions=meeting.preemptions)
    try:
        _check(city, meeting, kiosks, run)
    except AssertionError as error:
        error.add_note("schedule: " + ", ".join(f"{step.chosen}:{step.name}" for step in run.steps))
        error.add_note(f"results: {run.results}")
        raise
    finally:
        city.wipe()
    return run


def _check(city: City, meeting: Meeting, kiosks: Sequence[Kiosk], run: Run) -> None:
    """Check what is there when the functions have met, and when all is over."""
    unknown = [result for result in run.results if isinstance(result, Exception) and not isinstance(result, KofuError)]
    assert not unknown, f"an error that is not ours: {unknown}"
    assert _successes(run) in meeting.successes, f"{_successes(run)} of the functions succeed"
    picture = city.picture()
    check_always(picture, kiosks)
    if meeting.tidy:
        assert not picture.envelopes, "sealed for an ended session"
        assert not picture.objects, "an object is left to the sweep"
    for kiosk in kiosks:
        end(kiosk)
    city.let_expire()
    city.sweep()
    check_afterwards(picture := city.picture(), kiosks)
    check_paid_once(picture, kiosks)


def _successes(run: Run) -> int:
    return sum(not isinstance(result, KofuError) for result in run.results)


def successes(runs: Sequence[Run]) -> frozenset[int]:
    """Return how many of the functions succeeded, in this order or that."""
    return frozenset(map(_successes, runs))
