"""States of an issuance: exactly the arrows of the picture."""

from __future__ import annotations

from itertools import product

import pytest

from chalicelib.protocol.errors import Conflict, TransitionForbidden
from chalicelib.protocol.states import OPEN_STATES, TRANSITIONS, IssuanceState, check_transition

# The picture, read by hand: an arrow a line.
ARROWS = {
    ("requested", "sealed"),
    ("requested", "cancelled"),
    ("requested", "expired"),
    ("sealed", "handed-over"),
    ("sealed", "cancelled"),
    ("sealed", "expired"),
    # Interrupted in the hand-over: its envelope is gone.
    ("sealed", "unconfirmed"),
    ("handed-over", "printed"),
    ("handed-over", "misprinted"),
    ("handed-over", "unconfirmed"),
}


@pytest.mark.parametrize(("before", "after"), list(product(IssuanceState, IssuanceState)))
def test_every_pair_is_an_arrow_or_an_error(before: IssuanceState, after: IssuanceState) -> None:
    """Of all pairs of states those in the picture pass, and every other one is a conflict."""
    if (before.value, after.value) in ARROWS:
        check_transition(before, after)
        return
    with pytest.raises(TransitionForbidden) as caught:
        check_transition(before, after)
    assert isinstance(caught.value, Conflict)


def test_every_state_has_its_row() -> None:
    """No state is unknown to the table of transitions."""
    assert set(TRANSITIONS) == set(IssuanceState)


def test_open_are_the_states_that_something_can_follow() -> None:
    """The sweep looks at these, and at no finished one."""
    assert set(OPEN_STATES) == {"requested", "sealed", "handed-over"}
