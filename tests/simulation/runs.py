"""One visit under a plan of faults, and what must be true of it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from tests.simulation.audit_checks import check_audited
from tests.simulation.checks import check_afterwards, check_paid_once
from tests.simulation.city import City
from tests.simulation.faults import Fault, Faults, faults_at
from tests.simulation.kiosk import arrive
from tests.simulation.persistence import Story

Plan = Mapping[int, Fault]


def run(city: City, story: Story, plan: Plan) -> list[str]:
    """Play a story under a plan, let time pass, sweep, check; return the points at which something can go wrong.

    Raises:
        AssertionError: Something is not as it must be; its notes name plan and points.
    """
    faults = Faults(plan)
    kiosk = arrive(city, faults=faults)
    try:
        with city.wire.under(faults):
            papers = story(kiosk)
        assert len(kiosk.papers) == papers, "not served"
        city.let_expire()
        city.sweep()
        check_afterwards(picture := city.picture(), [kiosk])
        check_paid_once(picture, [kiosk])
        check_audited(city, [kiosk])
    except AssertionError as error:
        error.add_note(f"plan: {dict(plan)}")
        error.add_note("points: " + ", ".join(f"{number} {name}" for number, name in enumerate(faults.points)))
        raise
    finally:
        city.wipe()
    return faults.points


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
