"""The end of a session: everything of it goes, and nothing comes after."""

from __future__ import annotations

import pytest

from chalicelib.protocol import errors, ids
from chalicelib.retrieve import session_end
from chalicelib.storage import clients
from chalicelib.storage.batch import MAX_ROWS, read_rows
from tests.functions import faults
from tests.functions.crowd import kinds, parallel
from tests.functions.visits import Visit, arrive, new_key
from tests.functions.world import World


def _row(visit: Visit) -> object:
    return visit.world.stored.row("SESSIONS", token_hash=ids.token_hash(visit.token))


def test_everything_of_a_session_goes(visit: Visit) -> None:
    """Session, envelopes and objects; what was never fetched is cancelled, what was, unconfirmed, the rest stays."""
    unread, fetched, printed = (visit.request().issuance_id for _ in range(3))
    visit.retrieve(fetched)
    visit.retrieve(printed)
    visit.report(printed)
    visit.end()
    left = {issuance_id: visit.world.stored.left(issuance_id) for issuance_id in (unread, fetched, printed)}
    assert left == {
        unread: (False, False, "cancelled"),
        fetched: (False, False, "unconfirmed"),
        printed: (False, False, "printed"),
    }
    assert _row(visit) is None


def test_nothing_works_with_an_ended_session(visit: Visit) -> None:
    """Its token is as good as none, for every request."""
    asked = visit.request()
    visit.end()
    for step in (visit.offers, visit.request, visit.end, lambda: visit.retrieve(asked.issuance_id)):
        with pytest.raises(errors.SessionInvalid):
            step()


def test_a_late_seal_is_impossible(visit: Visit) -> None:
    """The page becomes ready while the session ends, at the last moment that there is: nothing is stored."""
    key = new_key()
    with faults.before(clients.dynamodb(), "TransactWriteItems", visit.end), pytest.raises(errors.SessionInvalid):
        visit.request(key=key)
    assert visit.world.stored.left(ids.issuance_id(visit.token, key)) == (False, False, "cancelled")
    assert _row(visit) is None


def test_an_end_does_not_touch_another_session(visit: Visit) -> None:
    """Not even the same resident's other one."""
    other = Visit(visit.world, visit.world.terminal(), visit.card).begin()
    asked = other.request()
    visit.end()
    assert visit.world.stored.left(asked.issuance_id) == (True, True, "sealed")
    assert other.retrieve(asked.issuance_id)


def test_of_many_ends_at_once_one_ends_it(visit: Visit) -> None:
    """The others hear that it has ended."""
    asked = visit.request()
    with faults.all_at_once(clients.dynamodb(), "BatchGetItem", 4):
        results = parallel([visit.end] * 4)
    assert kinds(results) == {"NoneType": 1, "SessionInvalid": 3}
    assert visit.world.stored.left(asked.issuance_id) == (False, False, "cancelled")


def test_an_end_and_a_hand_over_at_once(visit: Visit) -> None:
    """Either the resident has it and the ledger says so, or it was deleted unread; never both, never neither."""
    asked = visit.request()
    retrieved, _ = parallel([lambda: visit.retrieve(asked.issuance_id), visit.end])
    state = visit.world.stored.left(asked.issuance_id)
    assert state in {
        (False, False, "cancelled"),
        (False, False, "unconfirmed"),
        (False, False, "handed-over"),
        (False, True, "unconfirmed"),
    }
    assert isinstance(retrieved, bytes) <= (state[2] != "cancelled")


def test_one_that_cannot_be_ended_does_not_keep_the_others(swept: World) -> None:
    """The session is over all the same; the kiosk hears that something failed, and the sweep does the rest."""
    visit = arrive(swept).begin()
    asked = [visit.request().issuance_id for _ in range(3)]
    with faults.unreachable(clients.s3(), "DeleteObject", calls=1), pytest.raises(errors.DependencyUnavailable):
        visit.end()
    left = sorted(visit.world.stored.left(issuance_id) for issuance_id in asked)
    assert left == [(False, False, "cancelled"), (False, False, "cancelled"), (False, True, "cancelled")]
    assert _row(visit) is None
    visit.world.clock.now += 661
    visit.world.services.sweep().run(now=visit.world.clock.now)
    assert not any(visit.world.stored.objects(issuance_id) for issuance_id in asked)


def test_a_session_with_very_many_issuances_ends_whole(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than one read of the ledger takes, which AWS limits to a hundred rows."""
    rows = [
        (clients.dynamodb(), [(visit.world.ledger_table, "issuance_id", f"{n}") for n in range(MAX_ROWS + more)])
        for more in (0, 1)
    ]
    assert read_rows(*rows[0]) == {}
    with pytest.raises(errors.DependencyUnavailable):
        read_rows(*rows[1])
    monkeypatch.setattr(session_end, "MAX_ROWS", 2)
    asked = [visit.request().issuance_id for _ in range(5)]
    visit.end()
    assert {visit.world.stored.left(issuance_id) for issuance_id in asked} == {(False, False, "cancelled")}


def test_a_session_ends_while_the_service_is_stopped(visit: Visit) -> None:
    """Deleting is never refused."""
    asked = visit.request()
    visit.world.municipalities.set_suspended(visit.world.code, suspended=True)
    visit.end()
    assert visit.world.stored.left(asked.issuance_id) == (False, False, "cancelled")


def test_a_suspended_kiosk_ends_nothing(visit: Visit) -> None:
    """It is not believed any more; its sessions end by time."""
    visit.world.kiosks.set_suspended(visit.terminal.kiosk_id, suspended=True)
    with pytest.raises(errors.KioskSuspended):
        visit.end()
    assert arrive(visit.world, terminal=visit.world.terminal()).begin()
