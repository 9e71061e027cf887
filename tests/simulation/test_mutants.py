"""The simulation bites: each mistake of `mutants`, made in our code, is caught."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chalicelib.protocol.errors import KofuError
from tests.simulation import mutants
from tests.simulation.checks import check_always
from tests.simulation.city import City
from tests.simulation.faults import Fault
from tests.simulation.kiosk import arrive
from tests.simulation.meeting_checks import check_meeting
from tests.simulation.meetings import MEETINGS
from tests.simulation.mutants import Patch
from tests.simulation.persistence import STORIES, ask_for
from tests.simulation.runs import run
from tests.simulation.visits import play_visits

Experiment = Callable[[City], object]


def _meeting(name: str) -> Experiment:
    return lambda city: check_meeting(city, MEETINGS[name])


def _two_in_turn(city: City) -> None:
    """One resident leaves without the certificate, the next one fetches theirs."""
    first = arrive(city, 0)
    ask_for(first)
    city.clock.now += 1
    second = arrive(city, 1)
    asked = ask_for(second)
    try:
        second.retrieve(asked)
    except KofuError:
        check_always(city.picture(), [first, second])
        raise
    check_always(city.picture(), [first, second])


def _lost_answer(city: City) -> None:
    """The answer with the image is lost, and the kiosk asks for a replacement."""
    run(city, STORIES["plain"], {11: Fault.LOST})


def _both(*patches: Patch) -> Patch:
    def apply(patch: pytest.MonkeyPatch, city: City) -> None:
        for one in patches:
            one(patch, city)

    return apply


_CAUGHT: dict[str, tuple[Patch, Experiment, str]] = {
    "read then delete": (
        _both(mutants.read_then_delete, mutants.ledger_as_log),
        _meeting("two retrievals"),
        "2 of the functions succeed|handed over twice",
    ),
    "late page sealed": (mutants.late_page_sealed, _meeting("issue, session end"), "sealed for an ended session"),
    "only the lock freed": (mutants.lock_only_freed, _meeting("issue, session end"), "sealed for an ended session"),
    "time-based name": (
        mutants.time_based_name,
        _meeting("two residents"),
        "of the functions succeed|nothing is issued",
    ),
    "previous user's file": (mutants.previous_file, _two_in_turn, "somebody else's page"),
    "swapped second page": (mutants.swapped_second_page, _two_in_turn, "a page of something else"),
    "old page kept": (
        mutants.old_page_kept,
        _meeting("retrieval, replacement"),
        "the old page can come out|two for one payment",
    ),
    "sweep without margin": (
        mutants.sweep_without_margin,
        _meeting("issue and retrieval, sweep in time"),
        "1 of the functions succeed",
    ),
    "fee asked again": (mutants.fee_asked_again, _lost_answer, "charged twice"),
    "previous user's file, any visits": (mutants.previous_file, play_visits, "somebody else's page|after its|noise"),
    "gate open, any visits": (mutants.gate_open, play_visits, "another session's image|somebody else's page"),
}


@pytest.mark.parametrize("name", _CAUGHT)
def test_a_mistake_is_caught(city: City, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Each mistake breaks the very check that is about it."""
    mistake, experiment, caught = _CAUGHT[name]
    mistake(monkeypatch, city)
    with pytest.raises(AssertionError, match=caught):
        experiment(city)


@pytest.mark.parametrize("guard", [mutants.read_then_delete, mutants.ledger_as_log])
def test_either_guard_alone_prevents_a_second_hand_over(
    city: City, monkeypatch: pytest.MonkeyPatch, guard: Patch
) -> None:
    """Without the atomic delete the ledger's condition still lets one pass, and the other way round."""
    guard(monkeypatch, city)
    assert check_meeting(city, MEETINGS["two retrievals"])
