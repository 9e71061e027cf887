"""The end of a session: nothing of it is left, and nothing of it works any more."""

from __future__ import annotations

import pytest

from tests.http.guest import Guest
from tests.http.world import World

pytestmark = pytest.mark.xdist_group("http")


def test_everything_of_a_session_is_deleted(world: World, guest: Guest) -> None:
    """After `DELETE /session` no object, envelope or session row is left; the ledger says how each issuance ended."""
    unread, fetched, printed = guest.issue(), guest.issue(), guest.issue()
    guest.retrieve(fetched)
    guest.retrieve(printed)
    guest.report(printed, "printed")
    assert guest.end().status == 204
    assert (world.objects(), world.rows("EnvelopesTable"), world.rows("SessionsTable")) == ([], [], [])
    states = [world.ledger(issuance.issuance_id)["state"] for issuance in (unread, fetched, printed)]
    assert states == ["cancelled", "unconfirmed", "printed"]


def test_the_token_of_an_ended_session_is_worth_nothing(guest: Guest) -> None:
    """Every request with the token of an ended session is 401, the end itself included."""
    issuance = guest.issue()
    guest.end()
    answers = [
        guest.call("GET", "/offers"),
        guest.request(),
        guest.retrieve(issuance),
        guest.report(issuance, "printed"),
        guest.end(),
    ]
    assert [(answer.status, answer.code) for answer in answers] == [(401, "session-invalid")] * 5


def test_one_session_ends_without_the_other(world: World, guest: Guest, other: Guest) -> None:
    """Ending a session touches nothing of another one that runs at the same time."""
    mine, theirs = guest.issue(), other.issue()
    guest.end()
    assert [key.partition("/")[0] for key in world.objects()] == [theirs.issuance_id]
    assert world.ledger(mine.issuance_id)["state"] == "cancelled"
    assert other.retrieve(theirs).status == 200


@pytest.mark.parametrize(
    "token",
    ["", "nonsense", "24204-", "24204-" + "A" * 43, "99999-" + "A" * 43, "2420４-" + "A" * 43, "24204-" + "A" * 4000],
)
def test_a_token_that_nobody_was_given_is_no_session(world: World, token: str) -> None:
    """A token that is malformed, unknown or of an unknown municipality is 401."""
    request = world.signed("GET", "/offers", token=token.encode("ascii", "replace").decode())
    answer = world.send(request)
    assert (answer.status, answer.code) == (401, "session-invalid")


@pytest.mark.parametrize("scheme", ["Basic", "DPoP", "Bearer,", "Token"])
def test_only_bearer_is_a_scheme(world: World, guest: Guest, scheme: str) -> None:
    """The right token under another scheme is 401."""
    answer = world.call("GET", "/offers", authorization=f"{scheme} {guest.token}")
    assert answer.code == "session-invalid"
