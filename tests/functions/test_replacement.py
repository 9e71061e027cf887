"""Replacements: free when it was paid, one at a time, and the old page never comes out any more."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from chalicelib.edge.service_hours import local_time
from chalicelib.protocol import errors, ids
from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.states import IssuanceState
from chalicelib.registers.municipality_entry import Closure
from chalicelib.render.document import Document
from chalicelib.storage import clients
from tests.functions import faults
from tests.functions.books import FEE
from tests.functions.crowd import kinds, parallel
from tests.functions.equipped import FEES
from tests.functions.times import NOW
from tests.functions.visits import Visit, arrive, new_key


def _handed_over(visit: Visit) -> str:
    issuance_id = visit.request().issuance_id
    visit.retrieve(issuance_id)
    return issuance_id


@pytest.mark.parametrize(("outcome", "ended"), [("misprinted", "misprinted"), (None, "unconfirmed")])
def test_what_was_handed_over_is_replaced_free(visit: Visit, outcome: str | None, ended: str) -> None:
    """Whether the kiosk has said already that it was misprinted or not; the chain is in the ledger."""
    old = _handed_over(visit)
    if outcome:
        visit.report(old, outcome, 0, "paper-jam")
    fresh = visit.request(replaces=old)
    assert fresh.fee.amount == 0
    issuance, replacement = visit.world.stored.issuance(old), visit.world.stored.issuance(fresh.issuance_id)
    assert issuance is not None
    assert replacement is not None
    assert (str(issuance.state), issuance.replaced_by, replacement.replaces) == (ended, fresh.issuance_id, old)


def test_what_was_never_handed_over_is_paid(visit: Visit) -> None:
    """The old one ends unread, and can no longer be fetched."""
    old = visit.request().issuance_id
    fresh = visit.request(replaces=old)
    assert fresh.fee.amount == FEE
    assert visit.world.stored.left(old) == (False, False, "cancelled")
    with pytest.raises(errors.Expired):
        visit.retrieve(old)
    assert visit.retrieve(fresh.issuance_id)


def test_what_was_printed_is_not_replaced(visit: Visit) -> None:
    """A second copy costs a second fee."""
    old = _handed_over(visit)
    visit.report(old)
    with pytest.raises(errors.Conflict):
        visit.request(replaces=old)


def test_there_is_one_replacement(visit: Visit) -> None:
    """A second one is a replacement of the first."""
    old = _handed_over(visit)
    first = visit.request(replaces=old).issuance_id
    with pytest.raises(errors.Conflict):
        visit.request(replaces=old)
    visit.retrieve(first, 0)
    assert visit.request(replaces=first).fee.amount == 0


def test_of_many_replacements_at_once_there_is_one(visit: Visit) -> None:
    """One fee never buys two certificates."""
    old = _handed_over(visit)
    results = parallel([lambda: visit.request(replaces=old, key=new_key())] * 8)
    found = kinds(results)
    # A later one may take over from an earlier one that is not sealed yet, which then comes too late.
    assert found.pop("IssuanceAnswer") == 1
    assert set(found) <= {"Conflict", "TransitionForbidden", "Expired"}
    assert sum(found.values()) == 7


@pytest.mark.parametrize("change", [{"copies": 2}], ids=str)
def test_a_replacement_is_of_the_same(visit: Visit, change: dict[str, Any]) -> None:
    """Not of more copies than were paid."""
    old = _handed_over(visit)
    with pytest.raises(errors.Conflict):
        visit.request(replaces=old, **change)
    assert visit.request(replaces=old).fee.amount == 0


def test_a_replacement_that_crashed_can_be_replaced(visit: Visit) -> None:
    """Who has paid is not stuck behind a replacement whose function died: the next one takes its place, free."""
    old = _handed_over(visit)
    with faults.crash_after(clients.s3(), "PutObject"), pytest.raises(faults.Crash):
        visit.request(replaces=old)
    answer = visit.request(replaces=old)
    assert answer.fee.amount == 0
    assert visit.retrieve(answer.issuance_id, amount=0)


def test_a_lost_reply_of_the_ledger_is_not_another_issuance(visit: Visit) -> None:
    """The SDK repeats the first entry; finding its own row there is no conflict."""
    with faults.reply_lost(clients.dynamodb(), "PutItem", times=1):
        answer = visit.request()
    assert visit.retrieve(answer.issuance_id)


def test_another_sessions_issuance_is_not_replaced(visit: Visit) -> None:
    """Neither another resident's nor one that there is not; nothing happens to it."""
    old = visit.request().issuance_id
    holder = visit.world.resident(household=2)
    visit.world.enter(holder)
    stranger = arrive(visit.world, holder).begin()
    for unknown in (old, "0" * 26):
        with pytest.raises(errors.NotFound):
            stranger.request(replaces=unknown)
    assert visit.world.stored.left(old) == (True, True, "sealed")


def test_a_replacement_that_fails_can_be_asked_for_again(visit: Visit) -> None:
    """A failure of ours does not cost the resident what was paid."""
    old = _handed_over(visit)

    def broken(_document: Document, _issued_at: int) -> tuple[bytes, ...]:
        raise errors.DependencyUnavailable

    with pytest.raises(errors.DependencyUnavailable):
        visit.request(replaces=old, typeset=broken)
    assert visit.request(replaces=old).fee.amount == 0


def test_a_replacement_that_was_not_recorded_can_be_repeated(visit: Visit) -> None:
    """The ledger was down at that moment: the same request again goes through."""
    old, key = _handed_over(visit), new_key()
    with faults.unreachable(clients.dynamodb(), "PutItem"), pytest.raises(errors.DependencyUnavailable):
        visit.request(replaces=old, key=key)
    assert visit.request(replaces=old, key=key).fee.amount == 0


@pytest.mark.parametrize("operation", ["UpdateItem", "DeleteItem"])
def test_lost_replies_do_not_make_it_cost(visit: Visit, operation: str) -> None:
    """The end of the old one took effect unheard, and so did each repetition: it was paid, and stays free."""
    old, key = _handed_over(visit), new_key()
    with faults.reply_lost(clients.dynamodb(), operation, times=1):
        answer = visit.request(replaces=old, key=key)
    assert answer.fee.amount == 0
    assert visit.world.stored.state(old) == "unconfirmed"


def test_one_that_is_being_handed_over_is_not_replaced_yet(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hand-over overtakes the replacement: it is refused now, and free a moment later."""
    old = visit.request().issuance_id
    ledger = visit.world.services.ledger
    mark = ledger.mark_replaced

    def overtaken(issuance_id: str, *, replaced_by: str, instead_of: str | None = None) -> None:
        mark(issuance_id, replaced_by=replaced_by, instead_of=instead_of)
        visit.retrieve(issuance_id)

    monkeypatch.setattr(ledger, "mark_replaced", overtaken)
    with pytest.raises(errors.Conflict):
        visit.request(replaces=old)
    monkeypatch.undo()
    assert visit.world.stored.state(old) == IssuanceState.HANDED_OVER
    assert visit.request(replaces=old).fee.amount == 0


@pytest.mark.parametrize("closed", ["this certificate", "all"])
def test_a_misprint_is_made_good_after_closing_time(visit: Visit, closed: str) -> None:
    """Who came in time and paid gets the paper, free, though nobody else is issued the certificate any more."""
    old = _handed_over(visit)
    visit.report(old, "misprinted", 0, "paper-jam")
    begins = local_time(NOW) + dt.timedelta(seconds=30)
    certificates = (CertificateType.RESIDENT_RECORD,) if closed == "this certificate" else ()
    visit.world.publish(
        fees=FEES, closures=(Closure(begins=begins, ends=begins + dt.timedelta(hours=1), certificates=certificates),)
    )
    visit.world.clock.now += 60
    with pytest.raises((errors.OutsideServiceHours, errors.NotEligible)):
        visit.request()
    fresh = visit.request(replaces=old)
    assert fresh.fee.amount == 0
    assert visit.retrieve(fresh.issuance_id, amount=0)


def test_what_was_never_made_is_not_made_good(visit: Visit) -> None:
    """A request that failed is no certificate: naming it opens nothing that has closed since, and costs no less."""
    key = new_key()

    def broken(_document: Document, _issued_at: int) -> tuple[bytes, ...]:
        raise errors.CannotBeRendered

    with pytest.raises(errors.CannotBeRendered):
        visit.request(key=key, typeset=broken)
    with pytest.raises(errors.Conflict):
        visit.request(replaces=ids.issuance_id(visit.token, key))


def test_a_stop_stops_replacements_too(visit: Visit) -> None:
    """What was wrong with the first page may be wrong with the second: the misprint stays listed for refund."""
    old = _handed_over(visit)
    visit.report(old, "misprinted", 0, "paper-jam")
    visit.world.municipalities.set_suspended(visit.world.code, suspended=True)
    with pytest.raises(errors.ServiceSuspended):
        visit.request(replaces=old)
