"""The hand-over: once, only for what was paid, only to its session; and a refusal burns nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.http.guest import Guest
from tests.http.world import World

pytestmark = pytest.mark.xdist_group("http")

BAD_ACCEPTS = (
    "",
    "application/json",
    "image/*",
    "image/png",
    "application/*",
    "*/*",
    "application/octet-stream;q=0",
    "application/octet-stream;q=0.0, */*",
    "application/json, application/octet-stream",
    "application/octet-stream, application/json",
    "application/octet-stream2",
    "octet-stream",
    ";;;,,,",
    "*",
)


def assert_still_there(guest: Guest, world: World, before: object) -> None:
    """Check that nothing at all has changed in what is stored."""
    assert world.snapshot() == before
    assert len(guest.world.objects()) == 1


def test_a_bad_accept_burns_nothing(world: World, guest: Guest) -> None:
    """Whatever `Accept` is not exactly the octets is 406 before anything is consumed, and a right one works after."""
    issuance = guest.issue()
    before = world.snapshot()
    answers = [guest.retrieve(issuance, accept=accept) for accept in BAD_ACCEPTS]
    assert [answer.code for answer in answers] == ["not-acceptable"] * len(BAD_ACCEPTS)
    request = world.signed("POST", f"/issuances/{issuance.issuance_id}/retrieval", b"{}", token=guest.token)
    assert world.send(request).code == "not-acceptable"
    assert_still_there(guest, world, before)
    assert guest.retrieve(issuance).status == 200


@pytest.mark.parametrize(
    "payment",
    [
        {"amount": 0},
        {"amount": 299},
        {"amount": 301},
        {"amount": 600},
        {"amount": 0, "method": "none"},
        {"amount": 300, "method": "none"},
    ],
)
def test_a_wrong_payment_burns_nothing(world: World, guest: Guest, payment: dict[str, Any]) -> None:
    """A payment that is not the fee is 402, and the right one is taken afterwards."""
    issuance = guest.issue()
    before = world.snapshot()
    assert guest.retrieve(issuance, **payment).code == "payment-mismatch"
    assert_still_there(guest, world, before)
    assert guest.retrieve(issuance).status == 200


def test_a_second_retrieval_gets_nothing(world: World, guest: Guest) -> None:
    """After the hand-over envelope and object are gone, and the same request is 410."""
    issuance = guest.issue()
    assert guest.retrieve(issuance).status == 200
    assert (world.objects(), world.rows("EnvelopesTable")) == ([], [])
    answer = guest.retrieve(issuance)
    assert (answer.status, answer.code) == (410, "already-retrieved")


def test_of_many_simultaneous_retrievals_one_succeeds(guest: Guest) -> None:
    """However many ask in the same instant, one gets the image and all others are 410."""
    issuance = guest.issue()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: guest.retrieve(issuance), range(8)))
    assert sorted(answer.status for answer in answers) == [200] + [410] * 7
    assert {answer.code for answer in answers} == {None, "already-retrieved"}


@pytest.mark.parametrize("action", ["retrieval", "outcome"])
def test_another_sessions_issuance_does_not_exist(world: World, guest: Guest, other: Guest, action: str) -> None:
    """Retrieval and outcome of another session's issuance are 404 and change nothing of it."""
    issuance = guest.issue()
    before = world.snapshot()
    answer = other.retrieve(issuance) if action == "retrieval" else other.report(issuance, "printed")
    assert (answer.status, answer.code) == (404, "not-found")
    assert_still_there(guest, world, before)
    assert guest.retrieve(issuance).status == 200


def test_a_stolen_token_is_worth_nothing_at_another_kiosk(world: World, guest: Guest) -> None:
    """A session's token in a request of another enrolled kiosk is 401, and the session goes on."""
    issuance = guest.issue()
    path = f"/issuances/{issuance.issuance_id}/retrieval"
    body = {"payment": {"method": "cash", "amount": 300}}
    answer = world.call("POST", path, body, token=guest.token, kiosk=1, accept="application/octet-stream")
    assert answer.code == "session-invalid"
    assert guest.retrieve(issuance).status == 200


def test_an_issuance_that_never_was_is_not_found(guest: Guest) -> None:
    """An id that nobody was given is 404 for retrieval and outcome."""
    body = {"payment": {"method": "cash", "amount": 300}}
    path = "/issuances/0123456789ABCDEFGHJKMNPQRS"
    assert guest.call("POST", f"{path}/retrieval", body, accept="application/octet-stream").code == "not-found"
    outcome = {"outcome": "printed", "pages_printed": 1, "reason": None}
    assert guest.call("POST", f"{path}/outcome", outcome).code == "not-found"
