"""The hand-over interrupted anywhere: never twice, never lost for good, and what is left is what was promised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.protocol import errors
from chalicelib.storage import clients
from tests.functions import faults
from tests.functions.books import FEE
from tests.functions.visits import Visit, arrive
from tests.functions.world import World

Client = Callable[[], Any]

# After which step the process ends: what is there then, and what asking again gets.
CRASHES: dict[str, tuple[Client, str, tuple[bool, bool, str]]] = {
    "read": (clients.s3, "GetObject", (True, True, "sealed")),
    "taken": (clients.dynamodb_once, "DeleteItem", (False, True, "sealed")),
    "erased": (clients.s3, "DeleteObject", (False, False, "sealed")),
    "recorded": (clients.dynamodb, "UpdateItem", (False, False, "handed-over")),
}


@pytest.mark.parametrize("step", CRASHES)
def test_a_crash_leaves_what_was_promised(visit: Visit, step: str) -> None:
    """Before the envelope is deleted nothing is consumed; after it nobody gets this copy, and a fresh one is free."""
    client, operation, left = CRASHES[step]
    asked = visit.request()
    with faults.crash_after(client(), operation), pytest.raises(faults.Crash):
        visit.retrieve(asked.issuance_id)
    assert visit.world.stored.left(asked.issuance_id) == left
    if step == "read":
        assert visit.retrieve(asked.issuance_id)
        return
    with pytest.raises(errors.AlreadyRetrieved):
        visit.retrieve(asked.issuance_id)
    _replaced_free(visit, asked.issuance_id)


def _replaced_free(visit: Visit, issuance_id: str) -> None:
    fresh = visit.request(replaces=issuance_id)
    assert fresh.fee.amount == 0
    assert visit.world.stored.left(issuance_id) == (False, False, "unconfirmed")
    assert visit.open(visit.retrieve(fresh.issuance_id, 0), fresh.issuance_id).pages


def test_a_lost_reply_is_not_asked_for_again(visit: Visit) -> None:
    """The envelope is deleted and nobody hears of it: sent once, answered as retrieved, replaced for nothing."""
    asked = visit.request()
    with (
        faults.reply_lost(clients.dynamodb_once(), "DeleteItem") as sent,
        faults.counted(clients.dynamodb(), "DeleteItem") as otherwise,
        pytest.raises(errors.AlreadyRetrieved),
    ):
        visit.retrieve(asked.issuance_id)
    assert (sent.times, otherwise.times) == (1, 0)
    assert visit.world.stored.left(asked.issuance_id) == (False, True, "sealed")
    _replaced_free(visit, asked.issuance_id)


def test_the_envelope_is_deleted_by_one_call(visit: Visit) -> None:
    """In the best case, too, there is one delete and no read of the envelope."""
    asked = visit.request()
    with (
        faults.counted(clients.dynamodb_once(), "DeleteItem") as sent,
        faults.counted(clients.dynamodb(), "GetItem") as read,
    ):
        visit.retrieve(asked.issuance_id)
    assert (sent.times, read.times) == (1, 0)


def test_what_cannot_be_read_is_not_consumed(visit: Visit) -> None:
    """Object storage is down: the kiosk may try again."""
    asked = visit.request()
    with faults.unreachable(clients.s3(), "GetObject"), pytest.raises(errors.DependencyUnavailable):
        visit.retrieve(asked.issuance_id)
    assert visit.world.stored.left(asked.issuance_id) == (True, True, "sealed")
    assert visit.retrieve(asked.issuance_id)


def test_what_cannot_be_recorded_is_not_handed_over(visit: Visit) -> None:
    """A hand-over that the ledger does not know has not happened: this copy is lost, the next one is free."""
    asked = visit.request()
    with faults.unreachable(clients.dynamodb(), "UpdateItem"), pytest.raises(errors.AlreadyRetrieved):
        visit.retrieve(asked.issuance_id)
    assert visit.world.stored.left(asked.issuance_id) == (False, False, "sealed")
    _replaced_free(visit, asked.issuance_id)


def test_what_cannot_be_erased_is_handed_over_all_the_same(swept: World) -> None:
    """The object is unreadable already; the sweep removes it."""
    visit = arrive(swept).begin()
    asked = visit.request()
    with faults.unreachable(clients.s3(), "DeleteObject"):
        handed = visit.retrieve(asked.issuance_id)
    assert visit.open(handed, asked.issuance_id).pages
    assert visit.world.stored.left(asked.issuance_id) == (False, True, "handed-over")
    visit.report(asked.issuance_id)
    visit.world.clock.now += 661
    visit.world.services.sweep().run(now=visit.world.clock.now)
    assert visit.world.stored.left(asked.issuance_id) == (False, False, "printed")


def test_an_object_that_is_gone_consumes_nothing(visit: Visit) -> None:
    """The envelope stays for the replacement to delete."""
    asked = visit.request()
    visit.world.services.eraser.erase(visit.world.stored.objects(asked.issuance_id)[0])
    with faults.counted(clients.dynamodb_once(), "DeleteItem") as sent, pytest.raises(errors.AlreadyRetrieved):
        visit.retrieve(asked.issuance_id)
    assert sent.times == 0
    fresh = visit.request(replaces=asked.issuance_id)
    assert visit.world.stored.left(asked.issuance_id) == (False, False, "cancelled")
    assert visit.retrieve(fresh.issuance_id, FEE)


@pytest.mark.parametrize("kind", ["TransactionConflictException", "ThrottlingException", "RequestLimitExceeded"])
def test_a_refused_delete_consumes_nothing(visit: Visit, kind: str) -> None:
    """DynamoDB says that it did not delete, because a transaction holds the row or it is too busy: try again later."""
    asked = visit.request()
    with (
        faults.refused(clients.dynamodb_once(), "DeleteItem", kind) as sent,
        pytest.raises(errors.TooManyRequests),
    ):
        visit.retrieve(asked.issuance_id)
    assert sent.times == 1
    assert visit.world.stored.left(asked.issuance_id) == (True, True, "sealed")
    assert visit.open(visit.retrieve(asked.issuance_id), asked.issuance_id).pages


def test_a_delete_that_failed_for_unknown_reasons_is_taken_for_done(visit: Visit) -> None:
    """Whatever else DynamoDB answers, nobody is asked to try again what may have happened."""
    asked = visit.request()
    with (
        faults.refused(clients.dynamodb_once(), "DeleteItem", "InternalServerError") as sent,
        pytest.raises(errors.AlreadyRetrieved),
    ):
        visit.retrieve(asked.issuance_id)
    assert sent.times == 1
