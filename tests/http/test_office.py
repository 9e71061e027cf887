"""The office's switches: effective for the very next request, and nothing is left behind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.http.guest import Guest
from tests.http.wire import Answer
from tests.http.world import World

pytestmark = pytest.mark.xdist_group("http")


@contextmanager
def switched(world: World, off: str, on: str, *what: str) -> Iterator[None]:
    """Throw an office switch, and throw it back."""
    world.emulated.office(off, *what)
    try:
        yield
    finally:
        world.emulated.office(on, *what)


@contextmanager
def published(world: World, **changed: Any) -> Iterator[None]:
    """Publish a changed entry of the municipality, and the old one again."""
    table = world.emulated.description["resources"]["MunicipalitiesTable"]
    key = {"municipality": {"S": world.municipality}}
    (row,) = [row for row in world.rows("MunicipalitiesTable") if row["municipality"] == key["municipality"]]
    entry = json.dumps({**json.loads(row["entry"]["B"]), **changed}, ensure_ascii=False).encode()
    world.dynamodb.put_item(TableName=table, Item={**row, "entry": {"B": entry}})
    try:
        yield
    finally:
        world.dynamodb.put_item(TableName=table, Item=row)


def refusal(answer: Answer) -> tuple[int, str | None, str | None]:
    """Return status, code and `Retry-After` of an answer."""
    return answer.status, answer.code, answer.headers.get("retry-after")


def test_a_suspended_kiosk_gets_nothing(world: World, guest: Guest, other: Guest) -> None:
    """A suspended kiosk is 403 from its next request on, other kiosks are not; resumed, its session goes on."""
    issuance = guest.issue()
    with switched(world, "suspend-kiosk", "resume-kiosk", world.identity().kiosk_id):
        stored = world.snapshot()
        answers = [world.ask_challenge(), guest.request(), guest.retrieve(issuance), guest.call("GET", "/offers")]
        assert [(answer.status, answer.code) for answer in answers] == [(403, "kiosk-suspended")] * 4
        assert world.snapshot() == stored
        assert other.call("GET", "/offers").status == 200
    assert guest.retrieve(issuance).status == 200


@pytest.mark.parametrize("where", ["24204", None])
def test_a_stopped_service_issues_nothing(world: World, guest: Guest, where: str | None) -> None:
    """Stopped here or everywhere: no challenge, no certificate, no hand-over from the next request on; 503."""
    issuance = guest.issue()
    with switched(world, "stop-service", "resume-service", *([where] if where else [])):
        stored = world.snapshot()
        answers = [world.ask_challenge(), guest.call("GET", "/offers"), guest.request(), guest.retrieve(issuance)]
        assert [refusal(answer) for answer in answers] == [(503, "service-suspended", "60")] * 4
        assert world.snapshot() == stored
    assert guest.retrieve(issuance).status == 200


def test_a_stopped_service_still_lets_a_session_end(world: World, guest: Guest) -> None:
    """While stopped, what was handed over can be confirmed and a session ended: then nothing of it is left."""
    fetched = guest.issue()
    guest.retrieve(fetched)
    unread = guest.issue()
    with switched(world, "stop-service", "resume-service"):
        assert guest.report(fetched, "printed").status == 200
        assert guest.end().status == 204
    assert (world.objects(), world.rows("EnvelopesTable"), world.rows("SessionsTable")) == ([], [], [])
    assert world.ledger(unread.issuance_id)["state"] == "cancelled"


def test_a_kiosk_whose_key_was_replaced_is_nobody(world: World, guest: Guest) -> None:
    """Enrolling a kiosk anew ends its old key with the next request, and enrolling the old key restores it."""
    kiosk = world.identity().kiosk_id
    (row,) = [row for row in world.rows("KiosksTable") if row["kiosk_id"]["S"] == kiosk]
    stranger = world.identity(1).private_key.public_key().public_bytes_raw()
    table = world.emulated.description["resources"]["KiosksTable"]
    world.dynamodb.put_item(TableName=table, Item={**row, "public_key": {"B": stranger}})
    refused = guest.call("GET", "/offers")
    world.dynamodb.put_item(TableName=table, Item=row)
    assert refused.code == "kiosk-not-authenticated"
    assert guest.call("GET", "/offers").status == 200


def test_on_a_closed_day_nothing_is_issued(world: World, guest: Guest) -> None:
    """On a day that the office has closed, challenge, offers and certificate are 503; a hand-over is not."""
    issuance = guest.issue()
    closed = [{"begins": "2000-01-01T00:00:00", "ends": "2999-12-31T00:00:00"}]
    with published(world, closures=closed):
        answers = [world.ask_challenge(), guest.call("GET", "/offers"), guest.request()]
        refused = [refusal(answer) for answer in answers]
        assert [each[:2] for each in refused] == [(503, "outside-service-hours")] * 3
        assert all(int(seconds or 0) > 365 * 24 * 3600 for _, _, seconds in refused)
        assert guest.retrieve(issuance).status == 200


def test_a_municipality_that_nobody_published_is_not_found(world: World) -> None:
    """A challenge for a municipality that is not served is 404."""
    unknown = world.ask_challenge("13101")
    assert (unknown.status, unknown.code) == (404, "not-found")
