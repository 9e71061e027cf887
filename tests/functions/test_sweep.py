"""The sweep: what is past its time ends as it should, what is alive stays, and nothing stops the run."""

from __future__ import annotations

import pytest

from chalicelib.protocol import errors, ids
from chalicelib.protocol.states import IssuanceState
from chalicelib.storage import clients
from chalicelib.sweep import service as sweep
from tests.functions import faults
from tests.functions.times import NOW
from tests.functions.visits import Visit, arrive, new_key
from tests.functions.world import World

END = NOW + 600
OVERDUE = END + 61
NOTHING = dict.fromkeys(sweep.COUNTED, 0)


@pytest.fixture
def visit(swept: World) -> Visit:
    """Give a resident who lives alone, authenticated, in a world in which nothing else is stored."""
    return arrive(swept).begin()


def _run(world: World, now: int) -> dict[str, int]:
    return world.services.sweep().run(now=now)


def _crashed(visit: Visit, client: object, operation: str) -> str:
    """Ask for a certificate and have `render` crash after this call."""
    key = new_key()
    with faults.crash_after(client, operation), pytest.raises(faults.Crash):
        visit.request(key=key)
    return ids.issuance_id(visit.token, key)


def test_each_open_state_ends_as_it_should(visit: Visit) -> None:
    """Requested and sealed expire, handed over is unconfirmed; nothing of any of them is left."""
    requested = _crashed(visit, clients.s3(), "PutObject")
    sealed, handed = (visit.request().issuance_id for _ in range(2))
    visit.retrieve(handed)
    assert visit.world.stored.left(requested) == (False, True, "requested")
    assert _run(visit.world, OVERDUE) == NOTHING | {
        "sessions": 1,
        "never_sealed": 1,
        "never_fetched": 1,
        "no_outcome": 1,
    }
    assert {visit.world.stored.left(issuance_id) for issuance_id in (requested, sealed)} == {(False, False, "expired")}
    assert visit.world.stored.left(handed) == (False, False, "unconfirmed")


def test_sealed_without_its_envelope_is_unconfirmed(visit: Visit) -> None:
    """It was interrupted in the hand-over: nobody knows whether the resident has it."""
    asked = visit.request()
    with faults.crash_after(clients.dynamodb_once(), "DeleteItem"), pytest.raises(faults.Crash):
        visit.retrieve(asked.issuance_id)
    assert _run(visit.world, OVERDUE) == NOTHING | {"sessions": 1, "interrupted": 1}
    assert visit.world.stored.left(asked.issuance_id) == (False, False, "unconfirmed")


def test_what_is_finished_is_left_as_it_is(visit: Visit) -> None:
    """Printed, misprinted and cancelled issuances are not looked at again."""
    printed, misprinted, cancelled = (visit.request().issuance_id for _ in range(3))
    for issuance_id in (printed, misprinted):
        visit.retrieve(issuance_id)
    visit.report(printed)
    visit.report(misprinted, "misprinted", 0)
    visit.end()
    states = [visit.world.stored.left(issuance_id) for issuance_id in (printed, misprinted, cancelled)]
    assert _run(visit.world, OVERDUE) == NOTHING
    assert states == [(False, False, state) for state in ("printed", "misprinted", "cancelled")]


@pytest.mark.parametrize("now", [NOW, END - 1, END, END + 60])
def test_what_is_alive_or_may_still_be_written_is_untouched(visit: Visit, now: int) -> None:
    """Until no function that was running at its end can run any more."""
    sealed, handed = (visit.request().issuance_id for _ in range(2))
    requested = _crashed(visit, clients.s3(), "PutObject")
    visit.retrieve(handed)
    before = [visit.world.stored.left(issuance_id) for issuance_id in (sealed, handed, requested)]
    assert _run(visit.world, now) == NOTHING
    assert [visit.world.stored.left(issuance_id) for issuance_id in (sealed, handed, requested)] == before


def test_sessions_that_nobody_ended_go(visit: Visit) -> None:
    """A row that says who stood at which kiosk does not wait for the table's own expiry."""
    assert _run(visit.world, OVERDUE)["sessions"] == 1
    assert visit.world.stored.row("SESSIONS", token_hash=ids.token_hash(visit.token)) is None


@pytest.mark.parametrize(("age", "removed"), [(0, False), (660, False), (661, True)])
def test_an_orphan_goes_when_no_writer_can_be_alive(swept: World, age: int, *, removed: bool) -> None:
    """An object that no ledger knows is removed by its age alone, older than any session and function."""
    key = swept.stored.put_object("0" * 26 + "/orphan")
    swept.clock.now += age
    assert _run(swept, swept.clock.now)["orphan_objects"] == int(removed)
    assert bool(swept.stored.objects("0" * 26)) is not removed
    assert key


def test_an_envelope_without_its_object_is_told_apart(visit: Visit) -> None:
    """Somebody or something removed the object of a page that nobody had fetched: it expires, and that is said."""
    asked = visit.request()
    visit.world.services.eraser.erase(visit.world.stored.objects(asked.issuance_id)[0])
    assert _run(visit.world, OVERDUE) == NOTHING | {"sessions": 1, "object_missing": 1}
    assert visit.world.stored.left(asked.issuance_id) == (False, False, "expired")


def test_an_envelope_that_no_open_issuance_stands_for_goes(visit: Visit) -> None:
    """Whatever the ledger says, or if it says nothing: past its time an envelope is found by its own index."""
    asked = visit.request()
    visit.world.stored.set_state(asked.issuance_id, IssuanceState.PRINTED)
    visit.world.stored.close(asked.issuance_id)
    assert _run(visit.world, END + 600)["orphan_envelopes"] == 0
    assert _run(visit.world, END + 661)["orphan_envelopes"] == 1
    assert visit.world.stored.left(asked.issuance_id) == (False, False, "printed")


def test_a_second_run_finds_nothing(visit: Visit) -> None:
    """What a run has done is done."""
    visit.request()
    assert _run(visit.world, OVERDUE) != NOTHING
    assert _run(visit.world, OVERDUE) == NOTHING


def test_one_that_fails_does_not_stop_the_run(visit: Visit) -> None:
    """It is counted, its object goes as an orphan, and the next run ends it; the others end now."""
    asked = [visit.request().issuance_id for _ in range(4)]
    with faults.unreachable(clients.s3(), "DeleteObject", calls=1):
        assert _run(visit.world, OVERDUE) == NOTHING | {
            "sessions": 1,
            "never_fetched": 3,
            "orphan_objects": 1,
            "failed": 1,
        }
    # Its envelope went before the object could not: whether someone had it is not known any more.
    assert _run(visit.world, OVERDUE + 60)["failed"] == 0
    assert not any(visit.world.stored.left(issuance_id)[:2] != (False, False) for issuance_id in asked)


@pytest.mark.parametrize(
    ("operation", "others"), [("Query", {"orphan_objects": 2}), ("ListObjectsV2", {"sessions": 1, "never_fetched": 1})]
)
def test_a_part_that_fails_does_not_stop_the_others(visit: Visit, operation: str, others: dict[str, int]) -> None:
    """What can be found is removed, whatever else cannot be looked for."""
    visit.request()
    visit.world.stored.put_object("0" * 26 + "/orphan")
    client = clients.s3() if operation == "ListObjectsV2" else clients.dynamodb()
    with faults.unreachable(client, operation):
        counts = _run(visit.world, OVERDUE)
    assert counts["failed"] >= 1
    assert {name: counts[name] for name in others} == others


def test_a_run_does_a_bounded_amount_of_work(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too much for one run is left to the next ones, and none is forgotten."""
    monkeypatch.setattr(sweep, "MAX_ISSUANCES", 1)
    monkeypatch.setattr(sweep, "MAX_OBJECTS", 2)
    asked = [visit.request().issuance_id for _ in range(12)]
    for number in range(3):
        visit.world.stored.put_object(f"{number:026d}/orphan")
    ended = []
    while counts := _run(visit.world, OVERDUE):
        if counts == NOTHING:
            break
        ended.append(counts)
    assert len(ended) > 1
    assert all(counts["never_fetched"] <= 4 and counts["orphan_objects"] <= 4 for counts in ended)
    assert sum(counts["never_fetched"] + counts["object_missing"] for counts in ended) == 12
    assert {visit.world.stored.left(issuance_id) for issuance_id in asked} == {(False, False, "expired")}
    assert not visit.world.stored.objects(f"{0:026d}")


def test_in_a_backlog_what_nobody_paid_is_not_taken_for_interrupted(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sealed page whose envelope is found before its issuance has its turn expires with it: there is no refund."""
    monkeypatch.setattr(sweep, "MAX_ISSUANCES", 1)
    asked = [visit.request().issuance_id for _ in range(12)]
    later = END + sweep.ORPHAN_AGE + 1
    counts = _run(visit.world, later)
    assert (counts["orphan_envelopes"], counts["interrupted"]) == (0, 0)
    while _run(visit.world, later) != NOTHING:
        pass
    assert {visit.world.stored.left(issuance_id) for issuance_id in asked} == {(False, False, "expired")}


def test_a_late_writer_finds_its_issuance_ended(visit: Visit) -> None:
    """The sweep was faster: what is finished now is not sealed, and its object goes."""
    key = new_key()

    def ended() -> None:
        _run(visit.world, OVERDUE)

    with faults.before(clients.dynamodb(), "TransactWriteItems", ended), pytest.raises(errors.SessionInvalid):
        visit.request(key=key)
    assert visit.world.stored.left(ids.issuance_id(visit.token, key)) == (False, False, "expired")
