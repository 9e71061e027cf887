"""What holds of every visit, whatever persons, devices, service and power do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.terminal import stages
from kiosk.terminal.state import State
from tests.terminal.offered import NAME
from tests.terminal.resident import CARD, disturb, proceed
from tests.terminal.simulation import Simulation

_CHOOSING = (stages.ChooseCertificate, stages.ChooseOptions, stages.ChooseCopies, stages.Confirm)


def wind_down(simulation: Simulation) -> None:
    """Let a person who is fed up take everything and go, and all devices work again; only time passes."""
    simulation.fuse.left, simulation.slow = None, False
    simulation.break_payment(works=True, returns=True)
    for _ in range(60):
        if simulation.machine.card is not None:
            simulation.put_card(CARD)
        simulation.take_everything()
        simulation.mend_printer()
        simulation.wait()
        if isinstance(simulation.state.stage, stages.Start):
            return
        if isinstance(simulation.state.stage, stages.OutOfService):
            simulation.answer()
    pytest.fail(f"no way out of {simulation.state.stage}")


def check_money(simulation: Simulation) -> None:
    """Nobody has paid but for whole copies that came out, without return or a place on the list that they heard of.

    Whatever number they heard of is on the list.
    """
    machine = simulation.machine
    for payment in simulation.payments:
        for_paper = payment.kept - payment.listed
        assert for_paper in payment.earned, payment
    refunds = simulation.journal.refunds()
    for refund in refunds:
        owed = refund.amount or refund.in_slot
        assert not owed or {refund.number, refund.issuance_id} & (simulation.shown | simulation.excused), refund
    noted = {name for refund in refunds for name in (refund.number, refund.issuance_id)}
    assert simulation.shown <= {None, *noted}, "a number was shown that nobody can find"
    assert machine.held == 0
    assert simulation.journal.unfinished() is None


def check_nothing_left(simulation: Simulation) -> None:
    """The state is the initial one, and what the runtime held was wiped."""
    state = simulation.state
    fresh = State(stage=state.stage, levels=state.levels, job=state.job, deadline=state.deadline)
    assert replace(state, language="ja", appearance=fresh.appearance) == fresh
    assert NAME not in repr(state)
    assert not simulation.secrets


@settings(max_examples=150)
@given(st.data())
def test_nobody_pays_without_paper_and_nothing_stays(places: Callable[[], Path], data: st.DataObject) -> None:
    """Over any sequence: money has one owner, no choice with the card in, a way out by time, nothing left after."""

    def choose(several: Any) -> Any:
        return several[data.draw(st.integers(0, len(several) - 1))]

    simulation = Simulation(places(), choose)
    for _ in range(data.draw(st.integers(0, 150))):
        before = simulation.state.stage
        (disturb if choose([True, *[False] * 7]) else proceed)(simulation, choose)
        simulation.view()
        stage = simulation.state.stage
        if isinstance(stage, _CHOOSING) and not isinstance(before, _CHOOSING) and simulation.state.visit is not None:
            assert not isinstance(before, stages.CheckingIdentity | stages.TakeCard) or not simulation.state.levels.card
        if simulation.is_idle:
            check_nothing_left(simulation)
            if not isinstance(stage, stages.OutOfService):
                check_money(simulation)
    wind_down(simulation)
    check_nothing_left(simulation)
    check_money(simulation)
