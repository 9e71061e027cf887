"""Lets functions meet in every order, and checks what is there then and when all is over."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from chalicelib.protocol.errors import KofuError
from tests.simulation.checks import check_afterwards, check_always, check_paid_once
from tests.simulation.city import City, Picture
from tests.simulation.endings import ending
from tests.simulation.kiosk import Kiosk
from tests.simulation.meetings import Meeting
from tests.simulation.persistence import end
from tests.simulation.scenes import Scene
from tests.simulation.schedules import Run, explore, follow


def check_meeting(city: City, meeting: Meeting) -> list[Run]:
    """Let functions meet in every order, and check each time what is there then and when all is over.

    Raises:
        AssertionError: Something is not as it must be; its note is the schedule.
    """
    return list(explore(_Rehearsals(city, meeting).play))


class _Rehearsals:
    """A meeting that happens again and again; from endings that are the same it goes on once."""

    def __init__(self, city: City, meeting: Meeting) -> None:
        kiosks, self._functions = meeting.prepare(city)
        self._city = city
        self._meeting = meeting
        self._before = Scene(city, kiosks)
        self._endings: set[Hashable] = set()

    def play(self, prefix: Sequence[int]) -> Run:
        """Follow one schedule."""
        self._before.again()
        run = follow(self._city.wire, self._functions, prefix, preemptions=self._meeting.preemptions)
        try:
            _check_met(self._meeting, run, picture := self._city.picture(), self._before.kiosks)
            ended = ending(picture, self._before.kiosks)
            if ended not in self._endings:
                _check_over(self._city, self._before.kiosks)
                self._endings.add(ended)
        except AssertionError as error:
            error.add_note("schedule: " + ", ".join(f"{step.chosen}:{step.name}" for step in run.steps))
            error.add_note(f"results: {run.results}")
            raise
        return run


def _check_met(meeting: Meeting, run: Run, picture: Picture, kiosks: Sequence[Kiosk]) -> None:
    """Check what is there when the functions have met."""
    unknown = [result for result in run.results if isinstance(result, Exception) and not isinstance(result, KofuError)]
    assert not unknown, f"an error that is not ours: {unknown}"
    assert _successes(run) in meeting.successes, f"{_successes(run)} of the functions succeed"
    check_always(picture, kiosks)
    if meeting.tidy:
        assert not picture.envelopes, "sealed for an ended session"
        assert not picture.objects, "an object is left to the sweep"


def _check_over(city: City, kiosks: Sequence[Kiosk]) -> None:
    """End all, and check what is there then."""
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
