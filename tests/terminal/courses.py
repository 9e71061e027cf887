"""Visits of a simulated terminal that go well up to where a test wants them to go wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kiosk.terminal import actions, stages
from kiosk.terminal.state import State
from tests.terminal.resident import proceed
from tests.terminal.simulation import Simulation

PAGES = 3
MOST_STEPS = 200


@dataclass(slots=True)
class Course:
    """Answers the simulation's dice so that a visit goes well up to where its printer is to stop; `coin`: as given."""

    coin: int
    stop: str | None = None

    def __call__(self, several: Sequence[Any]) -> Any:
        """Choose."""
        for wanted in (self.stop, self.coin, "seal-registration"):
            if wanted in several:
                return wanted
        return several[-1] if list(several) == [1, PAGES] else several[0]


def _print_until(simulation: Simulation, course: Course, copies: int, sheets: int, stop: str) -> None:
    """Go on until the printer stops after so many sheets, while nobody sees to it."""
    for _ in range(MOST_STEPS):
        stage = simulation.state.stage
        if isinstance(stage, stages.Stuck) and stage.reason == ("jam" if stop == "jam" else "out-of-paper"):
            return
        course.stop = stop if isinstance(stage, stages.Printing) and stage.sheet > sheets else None
        if isinstance(stage, stages.ChooseCopies) and simulation.state.the_visit().the_order().copies != copies:
            simulation.touch(actions.SetCopies(view=1, copies=copies))
        else:
            proceed(simulation, course)
    pytest.fail(f"never stuck: {simulation.trail[-5:]}")


def until(simulation: Simulation, course: Course, there: Callable[[State], bool]) -> None:
    """Go on until the state is one that is wanted."""
    for _ in range(MOST_STEPS):
        if there(simulation.state):
            return
        proceed(simulation, course)
    pytest.fail(f"never there: {simulation.trail[-5:]}")


def stuck(place: Path, copies: int, coin: int, out: int, void: int | None) -> Simulation:
    """Return a terminal that ran out of paper with `out` sheets that count, after a jam with `void` ones or none."""
    course = Course(coin)
    simulation = Simulation(place, course)
    if void is not None:
        _print_until(simulation, course, copies, void, "jam")
        course.stop = None
        simulation.mend_printer()
    _print_until(simulation, course, copies, out, "no-paper")
    return simulation
