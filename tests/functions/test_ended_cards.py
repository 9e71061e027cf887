"""The office ends a card, or gives it to whom it belongs, while a session is open that the card has opened (R6)."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from chalicelib.protocol import errors, ids
from chalicelib.render.document import Document
from chalicelib.storage import clients
from chalicelib.storage.cards import Link
from chalicelib.storage.items import to_item
from infra.office.__main__ import main
from infra.office.card_links import LinkWriter
from tests.functions import books, faults
from tests.functions.cards import Card
from tests.functions.services import plain_pages
from tests.functions.test_office_books import write
from tests.functions.visits import Visit, arrive, new_key, repeated
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


@pytest.mark.parametrize("repeats", [True, False])
def test_links_that_an_import_changes_hold_for_what_waits(world: World, tmp_path: Path, *, repeats: bool) -> None:
    """New books are in force before their links: a page asked for in between is not handed over when they are, too."""
    visit, issued = arrive(world).begin(), list[str]()
    ended = structs.replace(repeated(visit), ended_on=dt.date.fromisoformat(TODAY))
    other = structs.replace(repeated(visit), serial=str(world.maker.card().key.serial))
    record = books.household(world.code, world.resident())
    path = write(tmp_path / "books.jsonl", world, record, links=(other, ended) if repeats else (other,))
    # The books are announced, then published, then the first link is written.
    ask = faults.before(clients.dynamodb(), "UpdateItem", lambda: issued.append(visit.request().issuance_id), nth=3)
    with ask:
        _office("import-register", str(path))
    assert world.stored.state(issued[0]) == "sealed"
    with pytest.raises(errors.AlreadyRetrieved):
        visit.retrieve(issued[0])


@pytest.mark.parametrize("refused", [0, 1, 5])
@pytest.mark.parametrize("operation", ["PutItem", "UpdateItem", "TransactWriteItems"])
def test_pages_that_are_being_sealed_do_not_keep_the_office_from_writing(
    world: World, operation: str, refused: int
) -> None:
    """Each seal holds its card's link for an instant, and DynamoDB refuses others meanwhile: they try again."""
    visit, pauses = _open(world), list[float]()
    tables = world.links_table, os.environ["KOFU_MUNICIPALITIES_TABLE"]
    writer = LinkWriter(clients.dynamodb(), *tables, pause=pauses.append)
    resident = world.resident()
    link = Link(world.books, resident.resident_id, resident.household_id, books.LINKED_ON, "test")
    writes: dict[str, Callable[[], object]] = {
        "PutItem": lambda: writer.put(world.code, world.maker.card().key, link),
        "UpdateItem": lambda: writer.carry_over(world.code, visit.card.key, link),
        "TransactWriteItems": lambda: writer.end(world.code, visit.card.key, books.TODAY),
    }
    attempts = 4 if operation == "TransactWriteItems" else 1
    with faults.conflicting(clients.dynamodb(), refused * attempts, operation) as sent:
        writes[operation]()
    assert (len(pauses), sent.times) == (refused, refused * attempts + 1)
    assert pauses == sorted(pauses)


def test_a_session_of_a_build_that_kept_no_link_can_be_ended(world: World) -> None:
    """While a new build is brought out: it is given nothing more, and leaves nothing."""
    visit = _open(world)
    asked = visit.request()
    token = ids.token_hash(visit.token)
    clients.dynamodb().update_item(
        TableName=os.environ["KOFU_SESSIONS_TABLE"],
        Key=to_item({"token_hash": token}),
        UpdateExpression="REMOVE card_link",
    )
    with pytest.raises(errors.CardNotLinked):
        visit.offers()
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
