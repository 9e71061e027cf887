"""A payment device that takes its time: whoever has gone by then has a number, and nothing falls for somebody else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.terminal import actions, stages
from tests.terminal.courses import Course, stuck, until
from tests.terminal.simulation import Simulation
from tests.terminal.test_visit_properties import check_money, check_nothing_left, wind_down


def _paying(place: Path) -> Simulation:
    course = Course(50)
    simulation = Simulation(place, course)
    until(simulation, course, lambda state: isinstance(state.stage, stages.Paying) and state.levels.held > 0)
    return simulation


def _printing(place: Path) -> Simulation:
    course = Course(1000)
    simulation = Simulation(place, course)
    until(simulation, course, lambda state: isinstance(state.stage, stages.Printing))
    return simulation


_SCENES: dict[str, Callable[[Path], Simulation]] = {
    "some money given, cancelled": _paying,
    "one copy of two out, given up": lambda place: stuck(place, 2, 1000, 4, None),
    "all is printed": _printing,
}


def _move(simulation: Simulation) -> None:
    """Do what somebody does who wants to leave, or let the time pass."""
    stage = simulation.state.stage
    if isinstance(stage, stages.Paying | stages.Stuck):
        simulation.touch(actions.Cancel(view=1))
        simulation.touch(actions.Yes(view=1))
    elif isinstance(stage, stages.Printing):
        simulation.answer()
    elif isinstance(stage, stages.TakePapers | stages.TakeChange | stages.Leaving):
        simulation.take_everything()
    elif isinstance(stage, stages.ShowReceipt | stages.ShowProblem):
        simulation.touch(actions.Finish(view=1))
    else:
        simulation.wait()


def _moves(simulation: Simulation, number: int) -> None:
    for _ in range(number):
        _move(simulation)


@settings(max_examples=150)
@given(
    scene=st.sampled_from(sorted(_SCENES)),
    moves=st.integers(0, 9),
    works=st.booleans(),
    returns=st.booleans(),
    left=st.none() | st.integers(0, 8),
    within=st.lists(st.integers(0, 6), max_size=4),
    then=st.lists(st.booleans(), max_size=8),
)
def test_a_slow_device_costs_nobody_anything(
    places: Callable[[], Path],
    *,
    scene: str,
    moves: int,
    works: bool,
    returns: bool,
    left: int | None,
    within: list[int],
    then: list[bool],
) -> None:
    """Whenever it comes to it, working or not, the power gone or not: one owner, told of, and nothing for the next.

    People act, and time passes, before it begins, and while it is at it, before and after the money moves (`within`).
    """
    simulation = _SCENES[scene](places())
    simulation.slow = True
    for _ in range(moves):
        _move(simulation)
    simulation.meanwhile.extend(partial(_moves, simulation, each) for each in within)
    simulation.break_payment(works=works, returns=returns)
    simulation.fuse.left = left
    for moves_on in then:
        _move(simulation) if moves_on else simulation.pay_off()
    while simulation.tasks:
        simulation.pay_off()
    wind_down(simulation)
    check_nothing_left(simulation)
    check_money(simulation)
