"""Outcomes: what became of the paper, once, and a receipt for it that anyone can check."""

from __future__ import annotations

import hashlib

import pytest

from chalicelib.protocol import errors, receipts
from chalicelib.protocol.sealing import ENC_SIZE
from chalicelib.storage import clients
from tests.functions import faults
from tests.functions.times import NOW
from tests.functions.visits import Visit


def _handed_over(visit: Visit, copies: int = 1) -> tuple[str, bytes]:
    asked = visit.request(copies=copies)
    return asked.issuance_id, visit.retrieve(asked.issuance_id, asked.fee.amount)


def test_a_receipt_says_what_was_handed_over_and_deleted(visit: Visit) -> None:
    """It is checked with the published key, digests the ciphertext, and names nobody."""
    issuance_id, handed = _handed_over(visit)
    answer = visit.report(issuance_id)
    receipt = receipts.verify(answer.receipt, visit.world.services.public_keys.jwks())
    assert (answer.state, receipt.state, receipt.pages, receipt.pages_printed) == ("printed", "printed", 1, 1)
    assert receipt.image_sha256 == hashlib.sha256(handed[ENC_SIZE:]).hexdigest()
    assert (receipt.issuance_id, receipt.kiosk_id) == (issuance_id, visit.terminal.kiosk_id)
    assert receipt.handed_over_at == receipt.deleted_at == NOW
    assert visit.world.stored.state(issuance_id) == "printed"
    assert visit.world.resident().resident_id not in str(receipt)


def test_an_outcome_may_be_repeated_and_not_changed(visit: Visit) -> None:
    """The same again gets a receipt again; another one is a conflict."""
    issuance_id, _ = _handed_over(visit)
    visit.report(issuance_id, "misprinted", 0, "paper-jam")
    assert visit.report(issuance_id, "misprinted", 0, "paper-jam").state == "misprinted"
    for outcome, pages, reason in (("printed", 1, None), ("misprinted", 1, "paper-jam"), ("misprinted", 0, "no-toner")):
        with pytest.raises(errors.Conflict):
            visit.report(issuance_id, outcome, pages, reason)
    assert visit.world.stored.state(issuance_id) == "misprinted"


@pytest.mark.parametrize(("outcome", "pages"), [("printed", 0), ("printed", 2), ("printed", 4), ("misprinted", 4)])
def test_the_number_of_pages_must_be_possible(visit: Visit, outcome: str, pages: int) -> None:
    """Printed means all sheets of all copies, and never were there more than there are."""
    issuance_id, _ = _handed_over(visit, copies=3)
    with pytest.raises(errors.Conflict):
        visit.report(issuance_id, outcome, pages)
    assert visit.report(issuance_id, "printed", 3).state == "printed"


def test_what_was_not_handed_over_has_no_outcome(visit: Visit) -> None:
    """Nothing is printed that nobody got."""
    asked = visit.request()
    for outcome, pages in (("printed", 1), ("misprinted", 0)):
        with pytest.raises(errors.Conflict):
            visit.report(asked.issuance_id, outcome, pages)
    assert visit.world.stored.left(asked.issuance_id) == (True, True, "sealed")


def test_another_sessions_outcome_is_not_recorded(visit: Visit) -> None:
    """The same resident's next session does not find it."""
    issuance_id, _ = _handed_over(visit)
    later = Visit(visit.world, visit.terminal, visit.card).begin()
    with pytest.raises(errors.NotFound):
        later.report(issuance_id)


def test_a_receipt_that_could_not_be_signed_is_asked_for_again(visit: Visit) -> None:
    """The outcome is recorded; the repeated report gets the receipt."""
    issuance_id, _ = _handed_over(visit)
    with faults.unreachable(clients.kms(), "Sign"), pytest.raises(errors.DependencyUnavailable):
        visit.report(issuance_id)
    assert receipts.verify(visit.report(issuance_id).receipt, visit.world.services.public_keys.jwks())


def test_an_outcome_is_recorded_while_the_service_is_stopped(visit: Visit) -> None:
    """The paper is there whatever the office has done since."""
    issuance_id, _ = _handed_over(visit)
    visit.world.municipalities.set_suspended(visit.world.code, suspended=True)
    assert visit.report(issuance_id).state == "printed"
