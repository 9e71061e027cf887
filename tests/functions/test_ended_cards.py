"""The office ends a card, or gives it to whom it belongs, while a session is open that the card has opened (R6)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chalicelib.protocol import errors, ids
from chalicelib.render.document import Document
from infra.office.__main__ import main
from tests.functions.cards import Card
from tests.functions.services import plain_pages
from tests.functions.visits import Visit, arrive, new_key
from tests.functions.world import World

Change = Callable[[Visit], None]
TODAY, TOMORROW = "2026-11-24", "2026-11-25"


def _office(*arguments: str) -> None:
    assert main(arguments) == 0


def _named(card: Card) -> tuple[str, str]:
    return card.key.generation, str(card.key.serial)


def _end(visit: Visit, on: str = TODAY) -> None:
    _office("end-card", *_named(visit.card), visit.world.code, "--on", on)


def _renew(visit: Visit) -> None:
    world = visit.world
    cards = *_named(visit.card), *_named(world.maker.card("sim-2"))
    _office("renew-card", *cards, world.code, world.resident().resident_id, "--on", TODAY)


def _belongs_to_somebody_else(visit: Visit) -> None:
    _link_to_neighbour(visit.world, visit.card)


def _link_to_neighbour(world: World, card: Card) -> None:
    _office("link-card", *_named(card), world.code, world.resident(household=2).resident_id, "--on", TODAY)


def _open(world: World) -> Visit:
    world.enter(world.resident(household=2))
    return arrive(world).begin()


CHANGES = pytest.mark.parametrize("change", [_end, _renew, _belongs_to_somebody_else])


@CHANGES
def test_an_open_session_sees_and_gets_nothing_more(world: World, change: Change) -> None:
    """Effective for the next request: neither the names of the household nor a certificate, and nothing is recorded."""
    visit, key = _open(world), new_key()
    assert visit.offers()
    change(visit)
    with pytest.raises(errors.CardNotLinked):
        visit.offers()
    with pytest.raises(errors.CardNotLinked):
        visit.request(key=key)
    assert world.stored.left(ids.issuance_id(visit.token, key)) == (False, False, None)


@CHANGES
def test_a_page_that_is_being_drawn_is_not_sealed(world: World, change: Change) -> None:
    """What the card stood for when the page was asked for is held against what it stands for when it is sealed."""
    visit, key = _open(world), new_key()

    def typeset(document: Document, _issued_at: int) -> tuple[bytes, ...]:
        change(visit)
        return plain_pages(document)

    with pytest.raises(errors.BooksChanged):
        visit.request(key=key, typeset=typeset)
    assert world.stored.left(ids.issuance_id(visit.token, key)) == (False, False, "cancelled")


@CHANGES
def test_a_sealed_page_is_not_handed_over(world: World, change: Change) -> None:
    """Somebody who is about to pay: the page does not come out, there is no other, and nothing of it is left."""
    visit = _open(world)
    asked = visit.request()
    change(visit)
    with pytest.raises(errors.AlreadyRetrieved):
        visit.retrieve(asked.issuance_id)
    with pytest.raises(errors.CardNotLinked):
        visit.request(replaces=asked.issuance_id)
    visit.end()
    assert world.stored.left(asked.issuance_id) == (False, False, "cancelled")


def test_a_card_that_ends_tomorrow_serves_today(world: World) -> None:
    """The day counts, here as when a session is opened."""
    visit = _open(world)
    _end(visit, TOMORROW)
    assert visit.offers()
    assert visit.retrieve(visit.request().issuance_id)


def test_a_new_card_has_nobody_wait(world: World) -> None:
    """Cards are linked all day: one that nobody knew makes no page of others to be made anew."""
    visit = _open(world)
    asked = visit.request()
    _link_to_neighbour(world, world.maker.card())
    assert visit.retrieve(asked.issuance_id)
