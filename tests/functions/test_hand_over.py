"""The hand-over: once, to whom it belongs, for the fee, in time; what is refused consumes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chalicelib.protocol import errors
from chalicelib.protocol.states import IssuanceState
from chalicelib.registers.municipalities import EVERYWHERE
from chalicelib.storage import clients
from tests.functions import faults
from tests.functions.books import FEE
from tests.functions.crowd import kinds, parallel
from tests.functions.times import NOW
from tests.functions.visits import Visit, arrive
from tests.functions.world import World

MANY = 32
INTACT = (True, True, "sealed")


def test_a_certificate_is_handed_over_and_opens(visit: Visit) -> None:
    """What comes out is this issuance about this resident, and what remains is the ledger's line."""
    asked = visit.request()
    archive = visit.open(visit.retrieve(asked.issuance_id), asked.issuance_id)
    assert archive.manifest.issuance_id == asked.issuance_id
    assert visit.world.resident().resident_id.encode() in archive.pages[0]
    assert visit.world.stored.left(asked.issuance_id) == (False, False, "handed-over")
    issuance = visit.world.stored.issuance(asked.issuance_id)
    assert issuance is not None
    assert (issuance.handed_over_at, issuance.payment_method, issuance.payment_amount) == (NOW, "cash", FEE)


def test_it_is_handed_over_once(visit: Visit) -> None:
    """Asking again gets nothing, however often."""
    asked = visit.request()
    visit.retrieve(asked.issuance_id)
    for _ in range(2):
        with pytest.raises(errors.AlreadyRetrieved):
            visit.retrieve(asked.issuance_id)


def test_of_many_at_once_one_gets_it(visit: Visit) -> None:
    """All of them are past every check and delete the envelope in the same moment."""
    asked = visit.request()
    with faults.all_at_once(clients.dynamodb_once(), "DeleteItem", MANY):
        results = parallel([lambda: visit.retrieve(asked.issuance_id)] * MANY)
    assert kinds(results) == {"AlreadyRetrieved": MANY - 1, "bytes": 1}
    (handed,) = (result for result in results if isinstance(result, bytes))
    assert visit.open(handed, asked.issuance_id).pages
    assert visit.world.stored.left(asked.issuance_id) == (False, False, "handed-over")


@pytest.mark.parametrize(
    ("amount", "method"), [(FEE - 1, "cash"), (FEE + 1, "e-money"), (0, "none"), (2 * FEE, "cash"), (FEE, "none")]
)
def test_another_amount_than_the_fee_consumes_nothing(visit: Visit, amount: int, method: str) -> None:
    """Too little, too much, or nothing; the right amount still gets it."""
    asked = visit.request()
    with pytest.raises(errors.PaymentMismatch):
        visit.retrieve(asked.issuance_id, amount, method)
    assert visit.world.stored.left(asked.issuance_id) == INTACT
    assert visit.retrieve(asked.issuance_id)


def test_what_costs_nothing_is_not_paid_for(world: World) -> None:
    """A fee of zero goes with the method `none`."""
    world.publish(fees={"resident-record": 0})
    visit = arrive(world).begin()
    asked = visit.request()
    with pytest.raises(errors.PaymentMismatch):
        visit.retrieve(asked.issuance_id, 1)
    assert visit.retrieve(asked.issuance_id, 0)


def test_a_later_change_of_the_fee_changes_nothing(visit: Visit) -> None:
    """What was asked for is what is paid."""
    asked = visit.request()
    visit.world.publish(fees={"resident-record": 300})
    assert visit.retrieve(asked.issuance_id, FEE)


def test_another_session_does_not_find_it(world: World) -> None:
    """Not another resident's, not the same resident's next one, not from another kiosk; the difference is not told."""
    visit = arrive(world).begin()
    stranger = arrive(world, world.enter(world.resident(2)).residents[0]).begin()
    asked = visit.request()
    again = Visit(world, visit.terminal, visit.card).begin()
    elsewhere = Visit(world, world.terminal(), visit.card, visit.session_key, visit.token, visit.binding)
    for other, error in (
        (stranger, errors.NotFound),
        (again, errors.NotFound),
        (elsewhere, errors.SessionInvalid),
    ):
        with pytest.raises(error):
            other.retrieve(asked.issuance_id)
    with pytest.raises(errors.NotFound):
        visit.retrieve("0" * 26)
    assert world.stored.left(asked.issuance_id) == INTACT
    assert visit.retrieve(asked.issuance_id)


def test_after_its_time_it_is_not_handed_over(visit: Visit) -> None:
    """It ends with the session, to the second, whether rows are still there or not."""
    asked = visit.request()
    visit.world.clock.now = asked.expires_at - 1
    last = visit.request()
    visit.world.clock.now += 1
    for issuance_id in (asked.issuance_id, last.issuance_id):
        with pytest.raises(errors.SessionInvalid):
            visit.retrieve(issuance_id)
        assert visit.world.stored.left(issuance_id) == INTACT


def test_the_envelope_itself_knows_its_time(visit: Visit) -> None:
    """Where everything else says that it is in time, the one atomic step still refuses."""
    asked = visit.request()
    taker = visit.world.services.hand_over()._envelopes  # noqa: SLF001 - the step on its own
    row = visit.world.stored.row("ENVELOPES", issuance_id=asked.issuance_id)
    assert row is not None
    right = {"token_hash": row["token_hash"], "fee": FEE, "books": row["books"], "now": NOW}
    for wrong in ({"now": asked.expires_at}, {"fee": FEE + 1}, {"token_hash": "0" * 64}, {"books": "other/1"}):
        with pytest.raises(errors.AlreadyRetrieved):
            taker.take(asked.issuance_id, **right | wrong)
    assert taker.take(asked.issuance_id, **right) == row["enc"]


STATES: dict[str, type[errors.KofuError]] = {
    "requested": errors.Conflict,
    "handed-over": errors.AlreadyRetrieved,
    "printed": errors.AlreadyRetrieved,
    "misprinted": errors.AlreadyRetrieved,
    "unconfirmed": errors.AlreadyRetrieved,
    "cancelled": errors.Expired,
    "expired": errors.Expired,
}


@pytest.mark.parametrize("state", STATES)
def test_in_any_other_state_nothing_is_consumed(visit: Visit, state: str) -> None:
    """Only a sealed issuance is handed over, even where the envelope is there."""
    asked = visit.request()
    visit.world.stored.set_state(asked.issuance_id, IssuanceState(state))
    with faults.counted(clients.dynamodb_once(), "DeleteItem") as sent, pytest.raises(STATES[state]):
        visit.retrieve(asked.issuance_id)
    assert sent.times == 0
    assert visit.world.stored.left(asked.issuance_id) == (True, True, state)


CORRUPTIONS: dict[str, Callable[[bytes], bytes]] = {
    "changed": lambda stored: bytes([stored[0] ^ 1]) + stored[1:],
    "cut-off": lambda stored: stored[:-1],
    "longer": lambda stored: stored + b"\0",
    "empty": lambda _stored: b"",
}


@pytest.mark.parametrize("case", CORRUPTIONS)
def test_a_corrupted_ciphertext_is_refused_before_it_is_consumed(visit: Visit, case: str) -> None:
    """What was sealed is what is handed over, or nothing."""
    asked = visit.request()
    (key,) = visit.world.stored.objects(asked.issuance_id)
    sound = visit.world.stored.object(key)
    visit.world.stored.put_object(key, CORRUPTIONS[case](sound))
    with pytest.raises(errors.ImageCorrupt):
        visit.retrieve(asked.issuance_id)
    assert visit.world.stored.left(asked.issuance_id) == INTACT
    visit.world.stored.put_object(key, sound)
    assert visit.retrieve(asked.issuance_id)


def test_another_issuances_ciphertext_is_refused(visit: Visit) -> None:
    """A swapped object is a corrupted one."""
    asked, other = visit.request(), visit.request()
    ((key,), (foreign,)) = (visit.world.stored.objects(one.issuance_id) for one in (asked, other))
    visit.world.stored.put_object(key, visit.world.stored.object(foreign))
    with pytest.raises(errors.ImageCorrupt):
        visit.retrieve(asked.issuance_id)


def test_while_the_service_is_stopped_nothing_is_handed_over(visit: Visit) -> None:
    """The stop switch stops at once, here or everywhere, and what was sealed waits."""
    asked = visit.request()
    for key in (visit.world.code, EVERYWHERE):
        visit.world.municipalities.set_suspended(key, suspended=True)
        try:
            with pytest.raises(errors.ServiceSuspended):
                visit.retrieve(asked.issuance_id)
        finally:
            visit.world.municipalities.set_suspended(key, suspended=False)
    assert visit.retrieve(asked.issuance_id)
