"""The lock of a card: three failures, of any kind, one after the other or all at once."""

from __future__ import annotations

from functools import partial

import pytest

from chalicelib.protocol import errors
from chalicelib.storage import clients
from tests.functions import faults
from tests.functions.crowd import kinds, parallel
from tests.functions.visits import Visit, arrive
from tests.functions.world import World

ATTEMPTS = 30


def _fail(visit: Visit, times: int) -> None:
    for _ in range(times):
        with pytest.raises(errors.CardSignatureInvalid):
            visit.fail()


def test_three_failures_lock_a_card(world: World) -> None:
    """The right signature no longer helps, and the challenge it came with is gone."""
    visit = arrive(world)
    _fail(visit, 3)
    challenge = visit.challenge()
    with pytest.raises(errors.CardLocked):
        visit.present(challenge)
    assert not world.stored.challenge(challenge.challenge_id)
    assert world.failures(visit.card) == 3


def test_two_failures_do_not(world: World) -> None:
    """A success takes them back, and counting begins anew."""
    visit = arrive(world)
    _fail(visit, 2)
    assert visit.begin().token
    assert world.failures(visit.card) == 0
    _fail(visit, 2)
    assert visit.begin().token


def test_a_reported_pin_failure_counts_like_any_other(world: World) -> None:
    """The answer says how many there are, the third that it is locked; each uses a challenge up."""
    visit = arrive(world)
    _fail(visit, 1)
    challenge = visit.challenge()
    second, third = visit.report_pin_failure(challenge), visit.report_pin_failure()
    assert [(answer.failures, answer.locked) for answer in (second, third)] == [(2, False), (3, True)]
    assert not world.stored.challenge(challenge.challenge_id)
    with pytest.raises(errors.CardLocked):
        visit.begin()
    with pytest.raises(errors.CardLocked):
        visit.report_pin_failure()


def test_a_lock_is_one_cards(world: World) -> None:
    """Another card of the same resident still opens a session."""
    visit = arrive(world)
    _fail(visit, 3)
    other = world.link(world.resident(), world.maker.card())
    assert Visit(world, visit.terminal, other).begin().token


def test_a_failure_with_a_used_challenge_does_not_count(world: World) -> None:
    """Nobody locks a card by repeating one request."""
    visit = arrive(world)
    challenge = visit.challenge()
    visit.report_pin_failure(challenge)
    for _ in range(3):
        with pytest.raises(errors.ChallengeExpired):
            visit.report_pin_failure(challenge)
    assert world.failures(visit.card) == 1


def test_of_many_attempts_at_once_three_are_tried(world: World) -> None:
    """Thirty wrong signatures with thirty challenges arrive together: three are looked at, all challenges are gone."""
    visit = arrive(world)
    challenges = [visit.challenge() for _ in range(ATTEMPTS)]
    wrong = visit.card.sign(b"something else")
    with faults.all_at_once(clients.dynamodb(), "TransactWriteItems", ATTEMPTS):
        results = parallel([partial(visit.present, challenge, signature=wrong) for challenge in challenges])
    assert kinds(results) == {"CardLocked": ATTEMPTS - 3, "CardSignatureInvalid": 3}
    assert world.failures(visit.card) == 3
    assert not any(world.stored.challenge(challenge.challenge_id) for challenge in challenges)


def test_one_challenge_is_used_by_one_of_many(world: World) -> None:
    """The same right request thirty times at once opens one session."""
    visit = arrive(world)
    challenge = visit.challenge()
    with faults.all_at_once(clients.dynamodb(), "BatchGetItem", ATTEMPTS):
        results = parallel([lambda: visit.present(challenge)] * ATTEMPTS)
    assert kinds(results) == {"ChallengeExpired": ATTEMPTS - 1, "SessionAnswer": 1}
    assert world.failures(visit.card) == 0


def test_a_table_that_is_down_does_not_lock_a_card(world: World) -> None:
    """When the session cannot be stored, that was no failure of the card."""
    visit = arrive(world)
    for _ in range(3):
        challenge = visit.challenge()
        with (
            faults.unreachable(clients.dynamodb(), "TransactWriteItems", from_call=2),
            pytest.raises(errors.DependencyUnavailable),
        ):
            visit.present(challenge)
    assert world.failures(visit.card) == 0
    assert visit.begin().token
