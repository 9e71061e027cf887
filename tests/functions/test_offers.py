"""Offers: sealed to the session, true for this resident now, and naming nobody without need."""

from __future__ import annotations

import datetime as dt

import pytest

from chalicelib.protocol import errors, sealing
from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.sealing import ENC_SIZE, Sealed, SessionKey
from chalicelib.registers.entries import Departure
from tests.functions.books import FEE, TODAY
from tests.functions.visits import Visit, arrive
from tests.functions.world import World


def test_offers_list_all_types_and_the_household(world: World) -> None:
    """What the municipality does not issue is listed with the reason; members are named by pseudonyms."""
    holder, child = world.resident(), world.resident(member=2, name="架空　花子", relationship="子")
    world.enter(holder, child)
    offers = arrive(world, holder).begin().offers()
    assert [offer.type for offer in offers.offers] == list(CertificateType)
    available = {offer.type: offer.fee for offer in offers.offers if offer.available}
    assert available == {"resident-record": FEE}
    assert {offer.reason for offer in offers.offers if not offer.available} == {"not-offered"}
    assert [(member.name, member.holder) for member in offers.household] == [
        ("架空　一郎", True),
        ("架空　花子", False),
    ]
    references = {member.reference for member in offers.household}
    assert len(references) == 2
    assert references.isdisjoint({holder.resident_id, child.resident_id})


def test_offers_open_in_this_session_only(visit: Visit) -> None:
    """Another key, or this key in another session, gets nothing."""
    call = visit.terminal.call("GET", "/offers", token=visit.token)
    answer = visit.world.services.offers().sealed(call).sealed
    sealed = Sealed(answer[:ENC_SIZE], answer[ENC_SIZE:])
    assert "架空".encode() not in answer
    assert visit.session_key.open(sealed, sealing.offers_info(visit.binding))
    for key, binding in ((SessionKey(), visit.binding), (visit.session_key, bytes(32))):
        with pytest.raises(errors.SealBroken):
            key.open(sealed, sealing.offers_info(binding))


def test_who_may_have_nothing_is_told_nobodys_name(world: World) -> None:
    """Every offer has the reason, and the household is empty."""
    holder = world.resident(departure=Departure(notified_on=TODAY, leaves_on=TODAY + dt.timedelta(days=7)))
    world.enter(holder, world.resident(member=2))
    offers = arrive(world, holder).begin().offers()
    assert offers.household == ()
    assert {offer.reason for offer in offers.offers} == {"moving-out", "not-offered"}
    assert not any(offer.options for offer in offers.offers)


def test_members_who_are_gone_are_not_offered(world: World) -> None:
    """The dead and those who left are not among those to choose from."""
    holder = world.resident()
    dead = world.resident(member=2, died_on=TODAY)
    left = world.resident(member=3, departure=Departure(notified_on=TODAY, leaves_on=TODAY))
    world.enter(holder, dead, left)
    assert [member.holder for member in arrive(world, holder).begin().offers().household] == [True]


def test_a_resident_who_is_no_longer_in_the_books_gets_no_offers(world: World) -> None:
    """The card's link is out of date: the office must link it anew."""
    visit = arrive(world).begin()
    world.enter(world.resident(member=2))
    with pytest.raises(errors.CardNotLinked):
        visit.offers()


def test_without_a_session_there_are_no_offers(visit: Visit) -> None:
    """Nor at another kiosk with this session's token, nor with a made-up token."""
    elsewhere = visit.world.terminal().call("GET", "/offers", token=visit.token)
    made_up = visit.terminal.call("GET", "/offers", token=f"{visit.world.code}-{'A' * 43}")
    malformed = visit.terminal.call("GET", "/offers", token="A" * 43)
    bare = visit.terminal.call("GET", "/offers")
    for call in (elsewhere, made_up, malformed, bare):
        with pytest.raises(errors.SessionInvalid):
            visit.world.services.offers().sealed(call)


@pytest.mark.parametrize(("age", "live"), [(599, True), (600, False), (4000, False)])
def test_a_session_lives_ten_minutes(visit: Visit, age: int, *, live: bool) -> None:
    """At its end it is over, whether its row is still there or not."""
    visit.world.clock.now += age
    if live:
        assert visit.offers()
        return
    with pytest.raises(errors.SessionInvalid):
        visit.offers()
