"""A kiosk that asks for more than it paid for: whatever fails, one payment is one certificate."""

from __future__ import annotations

import pytest

from chalicelib.protocol.errors import KofuError
from chalicelib.render import issuing
from tests.simulation.checks import check_always
from tests.simulation.city import City
from tests.simulation.faults import Fault, Faults, NoAnswer, faults_at
from tests.simulation.figures import show
from tests.simulation.kiosk import Kiosk, arrive
from tests.simulation.persistence import obtain, report
from tests.simulation.runs import Plan
from tests.simulation.scenes import Scene


class Unthrown(Exception):
    """Nothing raises it."""


def _ask(kiosk: Kiosk, replaces: str) -> None:
    try:
        kiosk.request(kiosk.new_key(), replaces)
    except (KofuError, NoAnswer):
        return


def _spoilt(city: City) -> Scene:
    """A paper is spoilt."""
    kiosk = arrive(city)
    report(kiosk, obtain(kiosk), "misprinted")
    return Scene(city, [kiosk])


def _play(city: City, spoilt: Scene, plan: Plan) -> list[str]:
    """The paper is replaced under a fault; then ask for a replacement of either, twice."""
    spoilt.again()
    (kiosk,) = spoilt.kiosks
    kiosk.faults = Faults(plan)
    with city.wire.under(kiosk.faults):
        _ask(kiosk, kiosk.tried[0])
    points = kiosk.faults.points
    for issuance_id in kiosk.tried[:2] * 2:
        _ask(kiosk, issuance_id)
        check_always(city.picture(), [kiosk])
    return points


def test_a_failed_replacement_is_no_second_right_to_one(city: City) -> None:
    """Whichever fault hits a replacement, what it replaced and what it was to be do not both get another one."""
    spoilt = _spoilt(city)
    points = _play(city, spoilt, {})
    plans = [{number: fault} for number, point in enumerate(points) for fault in faults_at(point)]
    for plan in plans:
        _play(city, spoilt, plan)
    show(f"greedy kiosk: {len(plans)} single faults in a replacement")
    assert len(plans) > 50


def test_a_refused_repetition_does_not_say_that_nothing_was_done(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the refusal of the SDK's second attempt is taken for that of the first, one payment gives two certificates."""
    monkeypatch.setattr(issuing, "TooManyRequests", Unthrown)
    spoilt = _spoilt(city)
    points = _play(city, spoilt, {})
    seal = max(number for number, point in enumerate(points) if point == "dynamodb.TransactWriteItems")
    with pytest.raises(AssertionError, match="two for one payment"):
        _play(city, spoilt, {seal: Fault.LOST_THEN_BUSY})
