"""The office's commands for cards and kiosks, each effective from the next request on."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable

import pytest

from chalicelib.protocol import errors
from infra.office.__main__ import main
from tests.functions.cards import Card
from tests.functions.terminals import Terminal
from tests.functions.times import Clock
from tests.functions.visits import Visit, arrive
from tests.functions.world import World

DAY = 86_400
TODAY = "2026-11-24"


def office(*arguments: str) -> None:
    """Run an office command that must succeed."""
    assert main(arguments) == 0


def of_card(card: Card) -> tuple[str, str]:
    """Return a card as commands name it."""
    return card.key.generation, str(card.key.serial)


def opens(visit: Visit, card: Card) -> bool:
    """Whether a card opens a session for its holder now."""
    try:
        Visit(visit.world, visit.terminal, card).begin()
    except errors.CardNotLinked:
        return False
    return True


def test_the_office_unlocks_a_card(world: World) -> None:
    """A card that three failures locked works again after the office unlocked it, and only then."""
    visit = arrive(world)
    for _ in range(3):
        with pytest.raises(errors.CardSignatureInvalid):
            visit.fail()
    with pytest.raises(errors.CardLocked):
        visit.begin()
    office("unlock-card", *of_card(visit.card))
    assert visit.begin().token


def test_a_new_card_is_linked_beside_the_old_one(world: World) -> None:
    """A resident may have several live certificates: linking another leaves the first as it is."""
    visit = arrive(world)
    resident, another = world.resident(), world.maker.card("sim-2")
    assert not opens(visit, another)
    office("link-card", *of_card(another), world.code, resident.resident_id, "--on", TODAY)
    assert opens(visit, another)
    assert opens(visit, visit.card)


def test_a_renewed_card_takes_the_place_of_the_old_one(world: World) -> None:
    """From the day of the renewal the new certificate stands for the resident, and the old one for nobody."""
    visit = arrive(world)
    renewed, tomorrow = world.maker.card("sim-2"), "2026-11-25"
    old_and_new = (*of_card(visit.card), *of_card(renewed))
    office("renew-card", *old_and_new, world.code, world.resident().resident_id, "--on", tomorrow)
    assert (opens(visit, visit.card), opens(visit, renewed)) == (True, False)
    world.clock.now += DAY
    assert (opens(visit, visit.card), opens(visit, renewed)) == (False, True)


def test_a_lost_card_stands_for_nobody_and_its_reissue_for_the_resident(world: World) -> None:
    """After a loss the old certificate opens nothing; the reissued one does once it is linked."""
    visit = arrive(world)
    office("end-card", *of_card(visit.card), world.code, "--on", TODAY)
    assert not opens(visit, visit.card)
    reissued = world.maker.card()
    office("link-card", *of_card(reissued), world.code, world.resident().resident_id, "--on", TODAY)
    assert opens(visit, reissued)


@pytest.mark.parametrize(
    "command",
    [
        lambda world: ("link-card", "sim-1", "5", world.code, "resident-of-nowhere"),
        lambda _world: ("link-card", "sim-1", "5", "99999", "resident-1"),
        lambda world: ("end-card", "sim-1", "999999", world.code),
        lambda _world: ("suspend-kiosk", "kiosk-of-nowhere"),
        lambda _world: ("rotate-kiosk-key", "kiosk-of-nowhere", base64.b64encode(bytes(32)).decode()),
    ],
    ids=["resident", "municipality", "link", "kiosk", "key"],
)
def test_what_is_not_there_is_said_and_changes_nothing(
    world: World, command: Callable[[World], tuple[str, ...]]
) -> None:
    """A command about something unknown fails, and makes nothing up."""
    world.enter(world.resident())
    assert main(command(world)) == 1


def test_a_kiosk_is_enrolled_once(world: World, clock: Clock) -> None:
    """A second enrolment under the same id is refused: nobody takes a kiosk's place by enrolling."""
    terminal = world.terminal()
    other = Terminal(terminal.kiosk_id, clock)
    assert main(("enrol-kiosk", terminal.kiosk_id, base64.b64encode(other.kiosk.public_key).decode())) == 1
    assert arrive(world, terminal=terminal).challenge()


def test_a_rotated_key_is_the_only_one(world: World, clock: Clock) -> None:
    """After the rotation the kiosk's new key signs for it, and the old one for nobody."""
    old = world.terminal()
    new = Terminal(old.kiosk_id, clock)
    office("rotate-kiosk-key", old.kiosk_id, base64.b64encode(new.kiosk.public_key).decode())
    resident = world.resident()
    world.enter(resident)
    assert arrive(world, resident, terminal=new).challenge()
    with pytest.raises(errors.KioskNotAuthenticated):
        arrive(world, resident, terminal=old).challenge()


@pytest.mark.parametrize("key", ["not base64!", base64.b64encode(bytes(31)).decode()])
def test_a_key_that_is_none_is_refused(key: str) -> None:
    """A public key that is not 32 bytes in base64 enrols nothing."""
    assert main(("enrol-kiosk", "kiosk-new", key)) == 2


def test_the_link_says_since_when(world: World) -> None:
    """A certificate linked from tomorrow on is nobody's today."""
    visit = arrive(world)
    later = world.maker.card()
    tomorrow = (dt.date.fromisoformat(TODAY) + dt.timedelta(days=1)).isoformat()
    office("link-card", *of_card(later), world.code, world.resident().resident_id, "--on", tomorrow)
    assert not opens(visit, later)
    world.clock.now += DAY
    assert opens(visit, later)
