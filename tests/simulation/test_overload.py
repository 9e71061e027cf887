"""Overload (R11) under faults and in every order: never more visits than there is room for, and room comes back."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.protocol.errors import DependencyUnavailable, TooManyRequests
from chalicelib.protocol.messages import ChallengeAnswer, ChallengeRequest
from chalicelib.storage.visit_limit import WINDOW
from tests.functions.services import Services
from tests.simulation.city import CODE, City
from tests.simulation.faults import Crash, Faults, faults_at
from tests.simulation.figures import show
from tests.simulation.kiosk import Kiosk
from tests.simulation.runs import Plan
from tests.simulation.scenes import Scene
from tests.simulation.schedules import Run, explore, follow

_ROOM = 2
_LONGEST_VISIT = 90 + 600


def _asking(city: City, services: Services, which: int) -> Callable[[], ChallengeAnswer]:
    kiosk = Kiosk(city, city.terminals[which], city.residents[which])
    body = ChallengeRequest(municipality=CODE, session_public_key=kiosk.session_key.public_bytes)
    return lambda: services.authenticator().challenge(kiosk.terminal.call("POST", "/challenges", body))


def _storm(city: City, services: Services) -> int:
    """Ask more often than there is room; return how many got in."""
    got_in = 0
    for number in range(2 * _ROOM):
        try:
            _asking(city, services, number % 2)()
        except TooManyRequests:
            continue
        got_in += 1
    return got_in


def test_no_single_fault_lets_more_in_or_keeps_a_place(city: City) -> None:
    """Whatever fails when a visit begins: those in and those counted are never more than fit, and all places return."""
    services = city.with_room_for(_ROOM)
    empty = Scene(city, [])

    def play(plan: Plan) -> list[str]:
        empty.again()
        faults = Faults(plan)
        with city.wire.under(faults):
            try:
                _asking(city, services, 0)()
            except (DependencyUnavailable, TooManyRequests, Crash):
                assert city.challenges() <= 1
        got_in = _storm(city, services)
        assert _ROOM - 1 <= got_in <= _ROOM
        assert city.challenges() <= _ROOM, "more visits than there is room for"
        city.clock.now += _LONGEST_VISIT + WINDOW
        assert _storm(city, services) == _ROOM, "a place did not come back"
        return faults.points

    points = play({})
    plans = [{number: fault} for number, point in enumerate(points) for fault in faults_at(point)]
    for plan in plans:
        play(plan)
    show(f"overload: {len(points)} points of failure, {len(plans)} single faults")
    assert len(plans) > 10


def test_no_order_lets_more_in_than_there_is_room_for(city: City) -> None:
    """Three ask for two places, in every order: two get in, one is told when to come again, and leaves nothing."""
    services = city.with_room_for(_ROOM)
    asking = [_asking(city, services, number % 2) for number in range(_ROOM + 1)]
    empty = Scene(city, [])

    def play(prefix: list[int]) -> Run:
        empty.again()
        run = follow(city.wire, asking, prefix, preemptions=99)
        refused = [result for result in run.results if isinstance(result, TooManyRequests)]
        assert len(refused) == 1, run.results
        assert (refused[0].retry_after or 0) > 0
        assert city.challenges() == _ROOM, "more visits than there is room for"
        return run

    runs = list(explore(lambda prefix: play(list(prefix))))
    show(f"overload: {len(runs)} schedules of {_ROOM + 1} visits that begin")
    assert len(runs) > _ROOM
