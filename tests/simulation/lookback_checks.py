"""What the office's look-back must say of visits, whatever failed in them, worked out in another way than there."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.protocol.states import IssuanceState
from infra.office.lookback.lists import refunds, suspects
from infra.office.lookback.record import Record
from tests.simulation.city import City
from tests.simulation.kiosk import Kiosk

_S = IssuanceState
_ERRORS = frozenset({_S.UNCONFIRMED, _S.MISPRINTED, _S.EXPIRED})


def check_looked_back(city: City, kiosks: Sequence[Kiosk]) -> None:
    """Check that visits that were served, or paid nothing, are owed nothing, and that their errors are suspect (R9)."""
    records = [Record.from_row(row) for row in city.ledger_rows().values()]
    assert not refunds(records), "a refund for who was served, or paid nothing"
    listed = {each.record.issuance_id for each in suspects(records)}
    for kiosk in kiosks:
        own = [record for record in records if record.first.session_id == kiosk.session_id]
        served = max((record.first.at for record in own if record.state is _S.PRINTED), default=0)
        errors = {each.issuance_id for each in own if each.state in _ERRORS and each.first.at <= served}
        assert errors <= listed, "an error before a success is not suspect"
