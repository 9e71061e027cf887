"""What became of the paper: outcomes, receipts, replacements."""

from __future__ import annotations

import pytest

from chalicelib.protocol import receipts
from chalicelib.protocol.receipts import ReceiptInvalid
from tests.http.guest import JAM, Guest
from tests.http.wire import Request

pytestmark = pytest.mark.xdist_group("http")


def test_an_outcome_may_be_repeated(guest: Guest) -> None:
    """The same outcome again is answered again, with a receipt of the same facts."""
    issuance = guest.issue()
    guest.retrieve(issuance)
    first, second = guest.report(issuance, "misprinted", **JAM), guest.report(issuance, "misprinted", **JAM)
    assert (first.status, second.status) == (200, 200)
    keys = guest.world.send(Request("GET", "/v1/verification-keys")).json
    facts = [receipts.verify(answer.json["receipt"], keys) for answer in (first, second)]
    assert facts[0].deleted_at == facts[1].deleted_at
    assert facts[0].image_sha256 == facts[1].image_sha256


@pytest.mark.parametrize(
    "changed",
    [{"outcome": "misprinted"}, {"outcome": "misprinted", **JAM}, {"pages_printed": 0}, {"reason": "paper-jam"}],
)
def test_another_outcome_conflicts(guest: Guest, changed: dict[str, object]) -> None:
    """What was printed stays printed: any other report of it is 409."""
    issuance = guest.issue()
    guest.retrieve(issuance)
    assert guest.report(issuance, "printed").status == 200
    answer = guest.report(issuance, "printed", **changed)
    assert (answer.status, answer.code) == (409, "conflict")
    assert guest.world.ledger(issuance.issuance_id)["state"] == "printed"


@pytest.mark.parametrize(("outcome", "pages"), [("printed", 0), ("printed", 2), ("misprinted", 2)])
def test_an_outcome_that_cannot_be_conflicts(guest: Guest, outcome: str, pages: int) -> None:
    """Printed means every sheet, and nobody prints more sheets than there are."""
    issuance = guest.issue()
    guest.retrieve(issuance)
    assert guest.report(issuance, outcome, pages_printed=pages).code == "conflict"


def test_no_outcome_before_the_hand_over(guest: Guest) -> None:
    """What was not handed over cannot have been printed or misprinted."""
    issuance = guest.issue()
    assert guest.report(issuance, "printed").code == "conflict"
    assert guest.report(issuance, "misprinted", **JAM).code == "conflict"
    assert guest.retrieve(issuance).status == 200


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_receipt_that_was_changed_does_not_verify(guest: Guest, part: int) -> None:
    """One changed character in header, claims or signature, and the published keys say no."""
    issuance = guest.issue()
    guest.retrieve(issuance)
    receipt = guest.report(issuance, "printed").json["receipt"]
    keys = guest.world.send(Request("GET", "/v1/verification-keys")).json
    assert receipts.verify(receipt, keys).issuance_id == issuance.issuance_id
    parts = receipt.split(".")
    middle = len(parts[part]) // 2
    other = "A" if parts[part][middle] != "A" else "B"
    parts[part] = parts[part][:middle] + other + parts[part][middle + 1 :]
    with pytest.raises(ReceiptInvalid):
        receipts.verify(".".join(parts), keys)


def test_a_misprint_is_replaced_for_free(guest: Guest) -> None:
    """After a misprint a new image is made at no fee, the old one is gone, and both name each other in the ledger."""
    old = guest.issue()
    guest.retrieve(old)
    guest.report(old, "misprinted", **JAM)
    new = guest.issue(replaces=old.issuance_id)
    assert new.fee.amount == 0
    assert guest.retrieve(old).code == "already-retrieved"
    assert guest.retrieve(new, method="cash").code == "payment-mismatch"
    assert guest.retrieve(new).status == 200
    assert guest.report(new, "printed").status == 200
    assert guest.world.ledger(old.issuance_id)["replaced_by"] == new.issuance_id
    assert guest.world.ledger(new.issuance_id)["replaces"] == old.issuance_id


def test_a_lost_hand_over_is_replaced_for_free(guest: Guest) -> None:
    """Whose answer got lost asks for a replacement without an outcome: free, and the old one is unconfirmed."""
    old = guest.issue()
    guest.retrieve(old)
    assert guest.issue(replaces=old.issuance_id).fee.amount == 0
    assert guest.world.ledger(old.issuance_id)["state"] == "unconfirmed"
    assert guest.report(old, "printed").code == "conflict"


def test_a_replacement_of_what_was_never_fetched_is_not_free(guest: Guest) -> None:
    """What was not handed over was not paid: its replacement costs the fee, and the old page never comes out."""
    old = guest.issue()
    new = guest.issue(replaces=old.issuance_id)
    assert new.fee.amount == 300
    assert (guest.retrieve(old).status, guest.retrieve(old).code) == (410, "expired")
    assert guest.world.ledger(old.issuance_id)["state"] == "cancelled"
    assert len(guest.world.objects()) == 1
    assert guest.retrieve(new).status == 200


def test_the_replacement_of_a_free_replacement_stays_free(guest: Guest) -> None:
    """Who paid once pays no second time, however often the replacement itself has to be replaced."""
    old = guest.issue()
    guest.retrieve(old)
    guest.report(old, "misprinted", **JAM)
    free = guest.issue(replaces=old.issuance_id)
    assert guest.issue(replaces=free.issuance_id).fee.amount == 0


def test_what_was_printed_cannot_be_replaced(guest: Guest) -> None:
    """Paper that came out is not made again."""
    old = guest.issue()
    guest.retrieve(old)
    guest.report(old, "printed")
    answer = guest.request(replaces=old.issuance_id)
    assert (answer.status, answer.code) == (409, "conflict")


def test_nothing_is_replaced_twice(guest: Guest) -> None:
    """A second replacement of the same issuance is 409, and leaves the first one alone."""
    old = guest.issue()
    guest.retrieve(old)
    guest.report(old, "misprinted", **JAM)
    new = guest.issue(replaces=old.issuance_id)
    assert guest.request(replaces=old.issuance_id).code == "conflict"
    assert guest.retrieve(new).status == 200


def test_a_replacement_is_for_as_many_copies(guest: Guest) -> None:
    """A replacement for more copies than were paid is 409."""
    old = guest.issue()
    guest.retrieve(old)
    assert guest.request(replaces=old.issuance_id, copies=2).code == "conflict"


def test_another_sessions_issuance_cannot_be_replaced(guest: Guest, other: Guest) -> None:
    """`replaces` with another session's issuance is 404, and that issuance can still be fetched."""
    issuance = guest.issue()
    answer = other.request(replaces=issuance.issuance_id)
    assert (answer.status, answer.code) == (404, "not-found")
    assert guest.retrieve(issuance).status == 200
