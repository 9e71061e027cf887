"""One visit under a plan of faults, and what must be true of it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, takewhile

from tests.simulation.audit_checks import check_audited
from tests.simulation.checks import check_afterwards, check_paid_once
from tests.simulation.city import City
from tests.simulation.faults import Fault, Faults, faults_at
from tests.simulation.kiosk import arrive
from tests.simulation.lookback_checks import check_looked_back
from tests.simulation.persistence import Story

Plan = Mapping[int, Fault]
_TOGETHER = 12
"""How many visits are swept together: a sweep is as many calls as a visit."""


def run(city: City, story: Story, plan: Plan) -> list[str]:
    """Play a story under a plan, let time pass, sweep, check; return the points at which something can go wrong.

    Raises:
        AssertionError: Something is not as it must be; its notes name plan and points.
    """
    faults = Faults(plan)
    try:
        _play(city, story, [faults])
    except AssertionError as error:
        error.add_note(f"plan: {dict(plan)}")
        error.add_note("points: " + ", ".join(f"{number} {name}" for number, name in enumerate(faults.points)))
        raise
    return faults.points


def _play(city: City, story: Story, all_faults: Sequence[Faults]) -> None:
    kiosks = [arrive(city, faults=faults) for faults in all_faults]
    try:
        for kiosk in kiosks:
            with city.wire.under(kiosk.faults):
                papers = story(kiosk)
            assert len(kiosk.papers) == papers, "not served"
        city.let_expire()
        city.sweep()
        check_afterwards(picture := city.picture(), kiosks)
        check_paid_once(picture, kiosks)
        check_audited(city, kiosks)
        check_looked_back(city, kiosks)
    finally:
        city.wipe()


def run_all(city: City, story: Story, plans: Iterable[Plan]) -> None:
    """Play a story under each plan, several residents after one another before they are swept and checked.

    Raises:
        AssertionError: Something is not as it must be; its notes name the plan that does it alone, or all of them.
    """
    left = iter(plans)
    while together := list(islice(left, _TOGETHER)):
        try:
            _play(city, story, [Faults(plan) for plan in together])
        except AssertionError as error:
            for plan in together:
                run(city, story, plan)
            error.add_note(f"together: {together}")
            raise


def single_plans(city: City, story: Story, *, beyond: Sequence[str] = ()) -> Iterator[Plan]:
    """Yield every plan with one fault, beyond the points that the story begins with in common with another one."""
    points = run(city, story, {})
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(points, beyond, strict=False)))
    for number, point in enumerate(points[common:], start=common):
        for fault in faults_at(point):
            yield {number: fault}


def sampled_pairs(city: City, story: Story, *, firsts: int, seconds: int, seed: int) -> Iterator[Plan]:
    """Yield plans with two faults: some first ones, after each of them some of those that are possible then."""
    draw = random.Random(seed)  # noqa: S311 - the same sample in every run
    for first in draw.sample(list(single_plans(city, story)), firsts):
        (at,) = first
        points = run(city, story, first)
        later = [(number, fault) for number in range(at + 1, len(points)) for fault in faults_at(points[number])]
        for second, fault in draw.sample(later, min(seconds, len(later))):
            yield {**first, second: fault}
