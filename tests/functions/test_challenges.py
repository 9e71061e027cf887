"""Challenges: given to an enrolled kiosk of an open service, bound to its session key."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from chalicelib.protocol import errors, ids
from chalicelib.protocol.messages import ChallengeRequest
from chalicelib.registers.municipalities import EVERYWHERE
from chalicelib.registers.municipality_entry import ServiceHours
from tests.functions.books import daily
from tests.functions.terminals import Terminal
from tests.functions.times import NOW
from tests.functions.visits import arrive
from tests.functions.world import World


def test_a_challenge_is_fresh_and_lives_90_seconds(world: World) -> None:
    """32 bytes that differ each time, under an id that begins with the municipality."""
    visit = arrive(world)
    one, two = visit.challenge(), visit.challenge()
    assert (len(one.challenge), one.expires_at) == (32, NOW + 90)
    assert one.challenge != two.challenge
    assert one.challenge_id != two.challenge_id
    assert ids.municipality_of(one.challenge_id) == world.code


def test_its_bytes_are_drawn_from_the_source_of_entropy(world: World) -> None:
    """Nothing else makes a challenge: not the time, no counter."""
    visit = arrive(world)
    body = ChallengeRequest(municipality=world.code, session_public_key=visit.session_key.public_bytes)
    call = visit.terminal.call("POST", "/challenges", body)
    answer = world.services.authenticator(entropy=lambda size: bytes([7]) * size).challenge(call)
    assert answer.challenge == bytes([7]) * 32


def test_a_key_nothing_can_be_sealed_to_gets_no_challenge(world: World) -> None:
    """It is refused before a resident is asked for the PIN."""
    visit = arrive(world)
    visit.session_key.public_bytes = bytes(1216)
    with pytest.raises(errors.SessionKeyMalformed):
        visit.challenge()


def test_a_kiosk_that_is_not_enrolled_gets_none(world: World) -> None:
    """Nor does one that signs with its own key under another kiosk's name."""
    enrolled, stranger = world.terminal(), Terminal("kiosk-stranger", world.clock)
    for terminal in (stranger, stranger.posing_as(enrolled.kiosk_id)):
        with pytest.raises(errors.KioskNotAuthenticated):
            arrive(world, terminal=terminal).challenge()


def test_a_suspended_kiosk_gets_none(world: World) -> None:
    """From its next request on, and until it is resumed."""
    visit = arrive(world)
    world.kiosks.set_suspended(visit.terminal.kiosk_id, suspended=True)
    with pytest.raises(errors.KioskSuspended):
        visit.challenge()
    world.kiosks.set_suspended(visit.terminal.kiosk_id, suspended=False)
    assert visit.challenge()


def test_a_municipality_that_does_not_take_part_has_none(world: World) -> None:
    """Nor is the row of the general stop switch a municipality."""
    visit = arrive(world)
    body = ChallengeRequest(municipality="99999", session_public_key=visit.session_key.public_bytes)
    with pytest.raises(errors.NotFound):
        world.services.authenticator().challenge(visit.terminal.call("POST", "/challenges", body))
    everywhere = msgspec.structs.replace(body, municipality=EVERYWHERE)
    with pytest.raises(errors.InvalidRequest):
        world.services.authenticator().challenge(visit.terminal.call("POST", "/challenges", everywhere))


def test_a_stopped_service_gives_none(world: World) -> None:
    """The municipality's own switch stops it, and so does the one for all."""
    visit = arrive(world)
    for key in (world.code, EVERYWHERE):
        world.municipalities.set_suspended(key, suspended=True)
        try:
            with pytest.raises(errors.ServiceSuspended):
                visit.challenge()
        finally:
            world.municipalities.set_suspended(key, suspended=False)
    assert visit.challenge()


def test_a_closed_service_gives_none(world: World) -> None:
    """Outside the hours nobody is authenticated; it is 10 o'clock here."""
    visit = arrive(world)
    world.publish(hours=daily(ServiceHours(open=dt.time(11), close=dt.time(23))))
    with pytest.raises(errors.OutsideServiceHours) as caught:
        visit.challenge()
    assert caught.value.retry_after == pytest.approx(3600, abs=1)
