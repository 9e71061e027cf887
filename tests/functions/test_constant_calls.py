"""What a visit asks of AWS does not depend on how many there were before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from chalicelib.storage import clients
from tests.functions.visits import arrive, new_key
from tests.functions.world import World

_VISITS_BEFORE = 12


@contextmanager
def _calls() -> Iterator[list[str]]:
    """Note the operations of all clients."""
    noted: list[str] = []

    def note(event_name: str, **_: Any) -> None:
        noted.append(event_name.partition(".")[2])

    every = (clients.dynamodb(), clients.dynamodb_once(), clients.s3(), clients.kms())
    for client in every:
        client.meta.events.register("before-call", note)
    try:
        yield noted
    finally:
        for client in every:
            client.meta.events.unregister("before-call", note)


def _visit(world: World) -> list[str]:
    visit = arrive(world)
    with _calls() as noted:
        visit.begin()
        asked = visit.request(key=new_key())
        visit.retrieve(asked.issuance_id)
        visit.report(asked.issuance_id)
        visit.end()
    return noted


def _sweep(world: World) -> list[str]:
    with _calls() as noted:
        world.services.sweep().run(now=world.clock.now)
    return noted


@pytest.mark.parametrize("what", [_visit, _sweep])
def test_calls_do_not_grow_with_what_was_issued_before(swept: World, what: Callable[[World], list[str]]) -> None:
    """A visit, and a sweep that finds nothing overdue, make the same calls after many other visits."""
    first = what(swept)
    for _ in range(_VISITS_BEFORE):
        _visit(swept)
    arrive(swept).begin().request(key=new_key())
    assert what(swept) == first
    assert len(first) > 5
