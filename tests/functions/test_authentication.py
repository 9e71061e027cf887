"""Authentication: this card, at this kiosk, for this session key, now, and once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from chalicelib.protocol import errors, ids
from chalicelib.protocol.sealing import SessionKey
from tests.functions.times import NOW
from tests.functions.visits import Visit, arrive
from tests.functions.world import World


def test_a_card_opens_a_session_for_its_resident(world: World) -> None:
    """The session lasts ten minutes, is this kiosk's, and is found by the hash of its token only."""
    visit = arrive(world)
    challenge = visit.challenge()
    answer = visit.present(challenge)
    row = world.stored.row("SESSIONS", token_hash=ids.token_hash(answer.session_token))
    assert row is not None
    assert answer.expires_at == row["expires_at"] == NOW + 600
    assert (row["kiosk_id"], row["municipality"]) == (visit.terminal.kiosk_id, world.code)
    assert row["resident_id"] == world.resident().resident_id
    assert row["binding"] == visit.transcript(challenge).binding()
    assert row["session_public_key"] == visit.session_key.public_bytes
    assert answer.session_token not in str(row)
    assert not world.stored.challenge(challenge.challenge_id)


def test_a_challenge_is_used_once(world: World) -> None:
    """The very same request again opens nothing, and fails nothing."""
    visit = arrive(world)
    challenge = visit.challenge()
    visit.present(challenge)
    with pytest.raises(errors.ChallengeExpired):
        visit.present(challenge)
    assert world.failures(visit.card) == 0


@pytest.mark.parametrize(("age", "live"), [(0, True), (89, True), (90, False), (3600, False)])
def test_a_challenge_lives_90_seconds(world: World, age: int, *, live: bool) -> None:
    """At its end it is over, whether its row is still there or not; the card is not blamed."""
    visit = arrive(world)
    challenge = visit.challenge()
    world.clock.now += age
    if live:
        assert visit.present(challenge)
        return
    with pytest.raises(errors.ChallengeExpired):
        visit.present(challenge)
    assert world.failures(visit.card) == 0


def test_another_kiosks_challenge_is_of_no_use(world: World) -> None:
    """It is refused there, and still good at the kiosk that asked for it."""
    visit = arrive(world)
    challenge = visit.challenge()
    thief = Visit(world, world.terminal(), visit.card, visit.session_key)
    with pytest.raises(errors.ChallengeExpired):
        thief.present(challenge)
    assert visit.present(challenge)


def test_an_unknown_challenge_is_refused(world: World) -> None:
    """Whatever its id looks like, and when it names another municipality, too."""
    visit, sound = arrive(world), arrive(world).challenge()
    for unknown in (f"{world.code}-{'0' * 26}", "0" * 26, f"99999{sound.challenge_id[5:]}"):
        with pytest.raises((errors.ChallengeExpired, errors.NotFound)):
            visit.present(msgspec.structs.replace(sound, challenge_id=unknown))


SIGNED_OTHERWISE: dict[str, Callable[[Visit], dict[str, Any]]] = {
    "session-key": lambda _: {"session_public_key": SessionKey().public_bytes},
    "municipality": lambda _: {"municipality": "24204"},
    "kiosk": lambda _: {"kiosk_id": "kiosk-elsewhere"},
    "nonce": lambda _: {"challenge": bytes(32)},
    "challenge-id": lambda visit: {"challenge_id": visit.challenge().challenge_id},
    "certificate": lambda visit: {"card_certificate": visit.world.maker.card().der},
    "expiry": lambda _: {"expires_at": NOW + 3600},
}


@pytest.mark.parametrize("change", SIGNED_OTHERWISE.values(), ids=SIGNED_OTHERWISE)
def test_a_signature_of_another_transcript_is_refused(world: World, change: Callable[[Visit], dict[str, Any]]) -> None:
    """Each field is taken from the service's own records; one that differs is a failed attempt of the card."""
    visit = arrive(world)
    challenge = visit.challenge()
    signature = visit.card.sign(visit.transcript(challenge, **change(visit)).encode())
    with pytest.raises(errors.CardSignatureInvalid):
        visit.present(challenge, signature=signature)
    assert not world.stored.challenge(challenge.challenge_id)
    assert world.failures(visit.card) == 1


def test_the_bare_nonce_signed_is_refused(world: World) -> None:
    """What another relying party could have had signed opens nothing: neither the nonce nor the binding."""
    visit = arrive(world)
    for number, hashed in enumerate([False, True], start=1):
        challenge = visit.challenge()
        message = visit.transcript(challenge).binding() if hashed else challenge.challenge
        with pytest.raises(errors.CardSignatureInvalid):
            visit.present(challenge, signature=visit.card.sign(message))
        assert world.failures(visit.card) == number


@pytest.mark.parametrize("size", [64, 255, 257, 512])
def test_a_signature_of_another_size_is_refused(world: World, size: int) -> None:
    """It is an attempt like any other that fails, also when the right one is in it."""
    visit = arrive(world)
    challenge = visit.challenge()
    right = visit.card.sign(visit.transcript(challenge).encode())
    with pytest.raises(errors.CardSignatureInvalid):
        visit.present(challenge, signature=right.rjust(size, b"\0")[:size])
    assert not world.stored.challenge(challenge.challenge_id)
    assert world.failures(visit.card) == 1


def test_someone_elses_certificate_with_ones_own_signature_is_refused(world: World) -> None:
    """Knowing a certificate is not having the card."""
    victim, thief = arrive(world), arrive(world, world.resident(household=2))
    challenge = thief.challenge()
    transcript = thief.transcript(challenge, card_certificate=victim.card.der)
    with pytest.raises(errors.CardSignatureInvalid):
        thief.present(challenge, certificate=victim.card.der, signature=thief.card.sign(transcript.encode()))
    assert (world.failures(victim.card), world.failures(thief.card)) == (1, 0)


def test_every_generation_of_the_authority_is_believed(world: World) -> None:
    """The same serial number in two generations is two cards, of two residents."""
    residents = world.resident(household=1), world.resident(household=2)
    serial = world.maker.card().key.serial
    for resident, generation in zip(residents, ("sim-1", "sim-2"), strict=True):
        world.enter(resident)
        world.link(resident, world.maker.card(generation, serial=serial))
    for resident, generation in zip(residents, ("sim-1", "sim-2"), strict=True):
        visit = Visit(world, world.terminal(), world.maker.card(generation, serial=serial)).begin()
        row = world.stored.row("SESSIONS", token_hash=ids.token_hash(visit.token))
        assert row is not None
        assert row["resident_id"] == resident.resident_id


def test_a_card_that_nobody_linked_opens_nothing(world: World) -> None:
    """It is not the card's failure."""
    visit = Visit(world, world.terminal(), world.maker.card())
    challenge = visit.challenge()
    with pytest.raises(errors.CardNotLinked):
        visit.present(challenge)
    assert not world.stored.challenge(challenge.challenge_id)
    assert world.failures(visit.card) == 0


def test_a_link_that_has_ended_opens_nothing(world: World) -> None:
    """A card that was replaced is as good as none."""
    resident = world.resident()
    visit = Visit(world, world.terminal(), world.link(resident, world.maker.card(), ended=True))
    challenge = visit.challenge()
    with pytest.raises(errors.CardNotLinked):
        visit.present(challenge)
    assert not world.stored.challenge(challenge.challenge_id)
    assert world.failures(visit.card) == 0
