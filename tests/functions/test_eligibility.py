"""Who may have nothing at a kiosk: each reason, for holder and members, effective for the very next request."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from chalicelib.protocol import errors
from chalicelib.registers.entries import Departure, Protection
from tests.functions.books import TODAY
from tests.functions.visits import Visit, arrive, new_key
from tests.functions.world import World

TOMORROW = TODAY + dt.timedelta(days=1)
PROTECTED = Protection(since=dt.date(2026, 1, 1), until=dt.date(2026, 12, 31))

REASONS: dict[str, dict[str, Any]] = {
    "deceased": {"died_on": TODAY},
    "moved-out": {"departure": Departure(notified_on=TODAY, leaves_on=TODAY)},
    "moving-out": {"departure": Departure(notified_on=TODAY, leaves_on=TOMORROW)},
    "under-protection": {"protection": PROTECTED},
    "entry-in-progress": {"entry_in_progress": True},
    "under-15": {"birth_date": dt.date(2011, 11, 25)},
}
HIDDEN = {"deceased", "moved-out"}
"""A member's record that is removed is not printed, and so is no obstacle to the others."""


def _refused(visit: Visit, reason: str, **options: Any) -> None:
    key = new_key()
    with pytest.raises(errors.NotEligible) as caught:
        visit.request(options, key=key)
    assert caught.value.reason == reason


@pytest.mark.parametrize("reason", REASONS)
def test_a_holder_with_a_reason_gets_nothing(world: World, reason: str) -> None:
    """Whatever is asked for; authentication itself succeeds."""
    holder = world.resident(**REASONS[reason])
    world.enter(holder, world.resident(member=2))
    visit = arrive(world, holder).begin()
    _refused(visit, reason)
    _refused(visit, reason, scope="household")


@pytest.mark.parametrize("reason", sorted(REASONS.keys() - HIDDEN - {"under-15"}))
def test_a_household_with_such_a_member_is_refused_whole(world: World, reason: str) -> None:
    """The holder alone still gets a record; nobody is left out in silence, and no other's reason is told."""
    holder = world.resident()
    world.enter(holder, world.resident(member=2, **REASONS[reason]))
    visit = arrive(world, holder).begin()
    _refused(visit, "ask-at-office", scope="household")
    _refused(visit, "ask-at-office", scope="members", members=[visit.offers().household[1].reference])
    assert visit.request({"scope": "holder"})


@pytest.mark.parametrize("reason", sorted(HIDDEN))
def test_a_member_who_is_gone_is_no_obstacle(world: World, reason: str) -> None:
    """A removed record is not part of the household any more."""
    holder = world.resident()
    world.enter(holder, world.resident(member=2, **REASONS[reason]))
    assert arrive(world, holder).begin().request({"scope": "household"})


def test_a_child_is_printed_with_the_household(world: World) -> None:
    """The age limit is for who asks, not for who is printed."""
    holder = world.resident()
    world.enter(holder, world.resident(member=2, **REASONS["under-15"]))
    assert arrive(world, holder).begin().request({"scope": "household"})


@pytest.mark.parametrize(("born", "allowed"), [(dt.date(2011, 11, 24), True), (dt.date(2011, 11, 25), False)])
def test_fifteen_is_reached_on_the_birthday(world: World, born: dt.date, *, allowed: bool) -> None:
    """On the day itself, by Japan's calendar."""
    holder = world.resident(birth_date=born)
    world.enter(holder)
    visit = arrive(world, holder).begin()
    if allowed:
        assert visit.request()
        return
    _refused(visit, "under-15")


def test_a_protection_past_its_period_still_protects(world: World) -> None:
    """Only the office ends it."""
    holder = world.resident(protection=Protection(since=dt.date(2024, 1, 1), until=dt.date(2024, 12, 31)))
    world.enter(holder)
    _refused(arrive(world, holder).begin(), "under-protection")


@pytest.mark.parametrize("reason", REASONS)
def test_a_change_of_the_books_holds_for_the_next_request(world: World, reason: str) -> None:
    """Between two requests of one session the office enters it, and the second is refused (R6)."""
    holder = world.resident()
    world.enter(holder)
    visit = arrive(world, holder).begin()
    assert visit.request()
    world.enter(world.resident(**REASONS[reason]))
    _refused(visit, reason)
    assert visit.offers().household == ()


def test_what_was_asked_for_before_the_change_is_not_asked_for_again(world: World) -> None:
    """Repeating the earlier request repeats its answer and makes nothing new."""
    holder = world.resident()
    world.enter(holder)
    visit, key = arrive(world, holder).begin(), new_key()
    answer = visit.request(key=key)
    world.enter(world.resident(**REASONS["deceased"]))
    assert visit.request(key=key) == answer


def test_a_refusal_leaves_nothing(world: World) -> None:
    """No ledger line: nothing was begun."""
    holder = world.resident(**REASONS["deceased"])
    world.enter(holder)
    visit = arrive(world, holder).begin()
    before = len(world.stored.everything("LEDGER"))
    _refused(visit, "deceased")
    assert len(world.stored.everything("LEDGER")) == before
