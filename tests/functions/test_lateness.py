"""Lateness is judged when it matters, not when the request came (R1)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.protocol import errors
from chalicelib.protocol.messages import IssuanceRequest, Payment, RetrievalRequest
from tests.functions.books import FEE
from tests.functions.visits import Visit, new_key


def test_a_slow_read_does_not_hand_over_after_the_end(visit: Visit) -> None:
    """An envelope that expired while the image was being read is not taken."""
    asked = visit.request()
    visit.world.clock.now += 599
    body = RetrievalRequest(payment=Payment(method="cash", amount=FEE))
    call = visit.terminal.call("POST", f"/issuances/{asked.issuance_id}/retrieval", body, token=visit.token)
    with pytest.raises(errors.AlreadyRetrieved):
        visit.world.services.hand_over().hand_over(replace(call, elapsed=lambda: 1), asked.issuance_id)
    assert visit.world.stored.left(asked.issuance_id)[:2] == (True, True)


def test_slow_drawing_does_not_seal_after_the_end(visit: Visit) -> None:
    """A page that is finished after its session's time is sealed for nobody, and nothing of it is left."""
    visit.world.clock.now += 590
    body = IssuanceRequest(type="resident-record", options={}, copies=1, replaces=None)
    call = visit.terminal.call("POST", "/issuances", body, token=visit.token, key=new_key())
    with pytest.raises(errors.SessionInvalid):
        visit.world.services.issuing().issue(replace(call, elapsed=lambda: 10))
