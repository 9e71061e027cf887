"""One fault anywhere in a visit."""

from __future__ import annotations

import contextlib

import pytest

from tests.simulation.checks import check_afterwards, check_always
from tests.simulation.city import City
from tests.simulation.faults import Crash, Fault, Faults, NoAnswer, faults_at
from tests.simulation.figures import show
from tests.simulation.kiosk import arrive
from tests.simulation.persistence import STORIES, ask_for
from tests.simulation.runs import Plan, run, run_all, single_plans
from tests.simulation.scenes import Scene


@pytest.mark.parametrize("story", STORIES)
def test_no_single_fault_breaks_a_visit(city: City, story: str) -> None:
    """Whatever fails at whichever call or answer: served, once, one's own, paid once, and nothing stays."""
    known = run(city, STORIES["plain"], {}) if story != "plain" else []
    plans = list(single_plans(city, STORIES[story], beyond=known))
    run_all(city, STORIES[story], plans)
    points = len({number for plan in plans for number in plan})
    show(f"{story}: {points} points of failure, {len(plans)} single faults")
    assert len(plans) > 5 * points


# A sweep counts what fails and goes on, whatever the failure is called: these differ in what AWS has done.
_TELLING = frozenset({Fault.REFUSED, Fault.CONFLICT, Fault.LOST, Fault.ALL_LOST, Fault.CRASH_BEFORE, Fault.CRASH_AFTER})


def _two_left_behind(city: City) -> Scene:
    """One kiosk dies before it fetches, another one's hand-over crashes when the envelope is taken."""
    unread, interrupted = arrive(city, 0), arrive(city, 1)
    ask_for(unread)
    asked = ask_for(interrupted)
    interrupted.faults = Faults({2: Fault.CRASH_AFTER})
    with city.wire.under(interrupted.faults), pytest.raises(NoAnswer):
        interrupted.retrieve(asked)
    city.let_expire()
    return Scene(city, [unread, interrupted])


def _sweep(city: City, left_behind: Scene, plan: Plan) -> list[str]:
    """The sweep comes, and once more."""
    left_behind.again()
    faults = Faults(plan)
    with city.wire.under(faults), contextlib.suppress(Crash):
        city.sweep()
    check_always(city.picture(), left_behind.kiosks)
    city.sweep()
    check_afterwards(city.picture(), left_behind.kiosks)
    return faults.points


def test_no_single_fault_breaks_the_sweep(city: City) -> None:
    """What one sweep could not do, the next one does: nothing stays, and no issuance stays open."""
    left_behind = _two_left_behind(city)
    points = _sweep(city, left_behind, {})
    plans = [{number: fault} for number, point in enumerate(points) for fault in faults_at(point) if fault in _TELLING]
    for plan in plans:
        _sweep(city, left_behind, plan)
    show(f"sweep: {len(points)} points of failure, {len(plans)} single faults")
    assert len(points) > 15
