"""Several whole visits at the same time, their AWS calls interleaved, each with one or two faults of its own."""

from __future__ import annotations

from functools import partial
from random import Random

from tests.simulation.checks import check_afterwards, check_always, check_paid_once
from tests.simulation.city import City
from tests.simulation.faults import Fault, Faults
from tests.simulation.figures import show
from tests.simulation.kiosk import Kiosk, arrive
from tests.simulation.persistence import STORIES
from tests.simulation.schedules import Run, shuffle

_RUNS, _VISITS, _POINTS = 25, 3, 20


def _faults(draw: Random) -> Faults:
    """Draw one or two points of a visit, and what goes wrong there."""
    points = draw.sample(range(_POINTS), draw.randint(1, 2))
    return Faults({point: draw.choice(list(Fault)) for point in points})


def _play(city: City, draw: Random) -> tuple[Run, int]:
    """Play visits of two households at once; return the run, and how many faults happened."""
    kiosks = [arrive(city, number % 2, _faults(draw)) for number in range(_VISITS)]
    told = [draw.choice(list(STORIES)) for _ in kiosks]
    try:
        functions = [(partial(STORIES[story], kiosk), kiosk.faults) for story, kiosk in zip(told, kiosks, strict=True)]
        run = shuffle(city.wire, functions, draw)
        _check(city, kiosks, run)
    except AssertionError as error:
        error.add_note(f"stories: {told}")
        raise
    finally:
        city.wipe()
    return run, sum(kiosk.faults.happened for kiosk in kiosks)


def _check(city: City, kiosks: list[Kiosk], run: Run) -> None:
    for kiosk, papers in zip(kiosks, run.results, strict=True):
        assert papers == len(kiosk.papers), f"not served: {papers!r}"
    check_always(city.picture(), kiosks)
    city.let_expire()
    city.sweep()
    check_afterwards(picture := city.picture(), kiosks)
    check_paid_once(picture, kiosks)


def test_no_order_of_visits_with_faults_breaks_one(city: City) -> None:
    """Whatever the order and whatever fails: all are served, each their own, once, paid once, and nothing stays."""
    draw = Random(1)  # noqa: S311 - the same sample in every run
    played = [_play(city, draw) for _ in range(_RUNS)]
    faults, calls = sum(happened for _, happened in played), sum(len(run.steps) for run, _ in played)
    show(f"{_RUNS} times {_VISITS} visits at once: {calls} calls interleaved, {faults} faults")
    assert faults > _RUNS
    assert calls > 20 * _RUNS
