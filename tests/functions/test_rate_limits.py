"""Rate limits: a kiosk, or a card, that comes too often is told when to come again, and others are not."""

from __future__ import annotations

import pytest

from chalicelib.protocol import errors
from chalicelib.storage.rate_limits import RateLimit, RateLimits
from tests.functions.times import NOW
from tests.functions.visits import Visit, arrive
from tests.functions.world import World

AMPLE = RateLimit(1000, 60)


def test_a_kiosk_gets_so_many_challenges_a_minute(world: World) -> None:
    """Then none until the minute is over; another kiosk gets its own."""
    world.limit(RateLimits(challenges_of_a_kiosk=RateLimit(2, 60), attempts_of_a_card=AMPLE))
    visit, other = arrive(world), arrive(world)
    assert [visit.challenge(), visit.challenge()]
    with pytest.raises(errors.TooManyRequests) as caught:
        visit.challenge()
    assert caught.value.retry_after == 60 - NOW % 60
    assert other.challenge()
    world.clock.now += caught.value.retry_after
    assert visit.challenge()


def test_a_card_is_tried_so_often_an_hour(world: World) -> None:
    """Successes count, too; the challenge is used up, the card has not failed, and it is not locked."""
    world.limit(RateLimits(challenges_of_a_kiosk=AMPLE, attempts_of_a_card=RateLimit(2, 3600)))
    visit = arrive(world)
    assert [visit.begin().token, visit.begin().token]
    challenge = visit.challenge()
    with pytest.raises(errors.TooManyRequests):
        visit.present(challenge)
    assert not world.stored.challenge(challenge.challenge_id)
    assert world.failures(visit.card) == 0
    other = world.link(world.resident(), world.maker.card())
    assert Visit(world, visit.terminal, other).begin()
    world.clock.now += 3600
    assert visit.begin()
