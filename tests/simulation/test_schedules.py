"""Functions that run at the same time, in every order of their AWS calls."""

from __future__ import annotations

import pytest

from tests.simulation.city import City
from tests.simulation.figures import show
from tests.simulation.meeting_checks import check_meeting, successes
from tests.simulation.meetings import MEETINGS


@pytest.mark.parametrize("name", MEETINGS)
def test_no_order_breaks_a_meeting(city: City, name: str) -> None:
    """Whatever the order: at most one hand-over, one's own pages, nothing sealed too late, nothing stays."""
    runs = check_meeting(city, MEETINGS[name])
    show(f"{name}: {len(runs)} schedules")
    assert successes(runs) == MEETINGS[name].successes
