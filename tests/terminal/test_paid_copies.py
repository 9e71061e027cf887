"""Paper ends among several copies and nobody loads more: what is out is paid for, and the rest of the money is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.terminal import actions, commands, events, stages
from kiosk.terminal.machine import step
from kiosk.terminal.moves import Moment
from tests.terminal.courses import MOST_STEPS, PAGES, stuck
from tests.terminal.offered import SETTINGS
from tests.terminal.simulation import Simulation
from tests.terminal.test_visit_properties import check_money, check_nothing_left, wind_down

_WORKING, _NO_CHANGE, _MUTE = "working", "gives no change", "mute"


def _give_up(simulation: Simulation, *, by_time: bool) -> None:
    """Cancel, or let the time pass, until money is spoken of."""
    for _ in range(MOST_STEPS):
        if not isinstance(simulation.state.stage, stages.Stuck):
            break
        if by_time:
            simulation.wait()
        else:
            simulation.touch(actions.Cancel(view=1))
            simulation.touch(actions.Yes(view=1))
    if isinstance(simulation.state.stage, stages.Settling):
        simulation.wait()


def _check_told(simulation: Simulation, problem: stages.ShowProblem) -> None:
    """Screen, journal and slot say the same of the money beyond the whole copies."""
    payment, journal = simulation.payments[-1], simulation.journal
    assert problem.trouble.copies == payment.due_for_copies * payment.copies // payment.due
    assert problem.amount == payment.given - payment.due_for_copies
    if problem.money == "refunded":
        assert simulation.machine.slot == problem.amount
    else:
        assert (problem.money, simulation.machine.slot) == ("refund-listed", 0)
        assert problem.refund_number in {*(each.number for each in journal.refunds()), journal.promised()}


@settings(max_examples=60)
@given(
    copies=st.integers(2, 3),
    coin=st.sampled_from([50, 500, 1000]),
    out=st.integers(0, 3 * PAGES - 1),
    void=st.none() | st.integers(0, 2 * PAGES - 1),
    device=st.sampled_from([_WORKING, _NO_CHANGE, _MUTE]),
    by_time=st.booleans(),
)
def test_whole_copies_are_paid_for_and_the_rest_is_told(
    places: Callable[[], Path], *, copies: int, coin: int, out: int, void: int | None, device: str, by_time: bool
) -> None:
    """Whatever the device does: kept is just what whole copies cost, and the rest lies in the slot or has a number."""
    simulation = stuck(places(), copies, coin, out % (copies * PAGES), void)
    payment = simulation.payments[-1]
    assert payment.out == out % (copies * PAGES)
    simulation.break_payment(works=device != _MUTE, returns=device == _WORKING)
    _give_up(simulation, by_time=by_time)
    problem = simulation.state.stage
    assert isinstance(problem, stages.ShowProblem)
    assert (problem.money == "refunded") == (device == _WORKING)
    _check_told(simulation, problem)
    wind_down(simulation)
    check_nothing_left(simulation)
    check_money(simulation)
    assert payment.kept - payment.listed == payment.due_for_copies
    assert payment.listed == (problem.amount if problem.money == "refund-listed" else 0)


@settings(max_examples=60)
@given(
    copies=st.integers(2, 3),
    out=st.integers(0, 3 * PAGES - 1),
    left=st.integers(0, 6),
    device=st.sampled_from([_WORKING, _NO_CHANGE, _MUTE]),
)
def test_power_that_goes_while_copies_are_kept_costs_nothing(
    places: Callable[[], Path], *, copies: int, out: int, left: int, device: str
) -> None:
    """At whichever instruction it goes: kept is what whole copies cost or nothing, a number shown is in the journal."""
    simulation = stuck(places(), copies, 1000, out % (copies * PAGES), None)
    simulation.break_payment(works=device != _MUTE, returns=device == _WORKING)
    simulation.fuse.left = left
    _give_up(simulation, by_time=False)
    simulation.fuse.left = None
    stage, journal = simulation.state.stage, simulation.journal
    if isinstance(stage, stages.ShowProblem) and stage.refund_number is not None:
        assert stage.refund_number in {*(each.number for each in journal.refunds()), journal.promised()}
    wind_down(simulation)
    check_nothing_left(simulation)
    check_money(simulation)


def test_no_answer_in_time_promises_only_what_is_not_kept(tmp_path: Path) -> None:
    """The device says nothing while the copies are kept: the screen promises the rest, under the issuance."""
    simulation = stuck(tmp_path, 2, 1000, PAGES, None)
    simulation.touch(actions.Cancel(view=1))
    issuance_id = simulation.state.the_visit().the_issuance().issuance_id
    state, wanted = step(simulation.state, events.Touched(actions.Yes(view=1)), Moment(SETTINGS, simulation.now))
    assert commands.KeepMoney(issuance_id, 250) in wanted
    told, _ = step(state, events.Ticked(), Moment(SETTINGS, simulation.now + SETTINGS.times.machine))
    assert told.stage == stages.ShowProblem(
        stages.Trouble("cancelled", copies=1), "refund-listed", 1000 - 250, issuance_id, awaits=issuance_id
    )
