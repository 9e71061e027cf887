"""Several visits at once, anything happening in any order."""

from __future__ import annotations

from tests.simulation.city import City
from tests.simulation.figures import show
from tests.simulation.visits import play_visits


def test_no_sequence_of_events_breaks_an_invariant(city: City) -> None:
    """Whatever happens, in any order: nobody gets another's page, none comes out or is paid twice, nothing stays."""
    machine = play_visits(city)
    show(f"state machine: {machine.looks} states looked at, {machine.hand_overs} hand-overs")
    assert machine.looks > 300
    assert machine.hand_overs > 5
