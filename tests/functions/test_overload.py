"""Overload (R11): so many visits of a municipality at once, and who comes when there is no room is told when there is.

Nothing is given back at the end of a visit, so that no crash can keep a place for ever: places come back by time.
"""

from __future__ import annotations

import pytest

from chalicelib.protocol import errors
from chalicelib.storage import clients
from chalicelib.storage.visit_limit import WINDOW
from tests.functions.crowd import kinds, parallel
from tests.functions.faults import conflicting
from tests.functions.times import NOW
from tests.functions.visits import Visit, arrive
from tests.functions.world import World

MOST = 8
LONGEST_VISIT = 90 + 600


def _storm(world: World, visitors: int) -> list[Visit]:
    residents = [world.resident(household) for household in range(1, visitors + 1)]
    for resident in residents:
        world.enter(resident)
    return [arrive(world, resident) for resident in residents]


def _refused(visit: Visit) -> int:
    """Ask, be refused, and return after how many seconds to come again."""
    with pytest.raises(errors.TooManyRequests) as caught:
        visit.challenge()
    return caught.value.retry_after or 0


@pytest.fixture
def early(world: World) -> World:
    """Give a world at the start of a window."""
    world.clock.now = NOW - NOW % WINDOW
    return world


def test_of_a_storm_exactly_as_many_pass_as_there_is_room_for(early: World) -> None:
    """The others are refused, each with a time to come again, and leave nothing behind: no challenge, no count."""
    early.admit(MOST)
    visits = _storm(early, 5 * MOST)
    results = parallel([visit.challenge for visit in visits])
    assert kinds(results) == {"ChallengeAnswer": MOST, "TooManyRequests": 4 * MOST}
    refused = [result for result in results if isinstance(result, errors.TooManyRequests)]
    assert all(0 < (error.retry_after or 0) <= LONGEST_VISIT + WINDOW for error in refused)
    kiosks = {visit.terminal.kiosk_id for visit in visits}
    kept = [row["kiosk_id"] for row in early.stored.everything("CHALLENGES") if row["kiosk_id"] in kiosks]
    counted = [row["bucket"] for row in early.stored.everything("RATE_LIMITS") if row["bucket"].split("#")[1] in kiosks]
    assert (len(kept), len(counted)) == (MOST, MOST)


def test_who_comes_again_when_told_gets_in(early: World) -> None:
    """Not before any visit that fills the place must be over, and not later than the refusal said."""
    early.admit(1)
    first, second = _storm(early, 2)
    first.begin()
    wait = _refused(second)
    assert wait >= LONGEST_VISIT
    early.clock.now += wait - 1
    assert _refused(second) == 1
    early.clock.now += 1
    assert second.begin()


@pytest.mark.parametrize("later", [0, WINDOW - 1, WINDOW, LONGEST_VISIT - 1, LONGEST_VISIT])
def test_a_visit_that_may_live_holds_its_place_across_windows(early: World, later: int) -> None:
    """Whatever second of a window it began in: while its session can live, nobody takes its place."""
    for begun in (0, WINDOW // 2, WINDOW - 1):
        world = early.neighbour()
        world.admit(1)
        first, second = _storm(world, 2)
        world.clock.now += begun
        first.challenge()
        world.clock.now += later
        assert _refused(second) > 0
        world.clock.now -= begun + later


def test_a_crash_or_a_visit_without_an_end_keeps_no_place(early: World) -> None:
    """A challenge that nobody answers, a session that nobody ends: the next ones get in all the same."""
    early.admit(2)
    abandoned, crashed, later, latest = _storm(early, 4)
    abandoned.challenge()
    crashed.begin()
    early.clock.now += LONGEST_VISIT + WINDOW
    assert [later.begin(), latest.begin()]


@pytest.mark.parametrize("conflicts", [1, 3])
def test_who_comes_in_the_same_instant_as_others_gets_in(early: World, conflicts: int) -> None:
    """All visits of a municipality are counted in one row: who meets another's count there is not refused for it."""
    visit = arrive(early)
    with conflicting(clients.dynamodb(), conflicts) as sent:
        assert visit.challenge()
    assert sent.times == conflicts + 1


def test_another_municipality_has_room_of_its_own(early: World) -> None:
    """A storm in one city refuses nobody in another."""
    early.admit(1)
    neighbour = early.neighbour()
    neighbour.admit(1)
    first, second = _storm(early, 2)
    first.challenge()
    assert _refused(second)
    assert arrive(neighbour).challenge()


def test_a_visit_that_began_is_served_to_its_end(early: World) -> None:
    """The limit refuses at the door only: offers, issuance, hand-over and outcome of who is in go on."""
    early.admit(1)
    inside, outside = _storm(early, 2)
    inside.begin()
    assert _refused(outside)
    asked = inside.request()
    assert inside.retrieve(asked.issuance_id)
    assert inside.report(asked.issuance_id).state == "printed"
