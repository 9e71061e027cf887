"""Cards: whatever is wrong with one has its own answer, uses the challenge up, and opens nothing."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import pytest

from infra.emulator.card_authority import CardAuthority, fresh_key
from infra.emulator.card_authority.hostile import Flaw
from tests.emulated import Emulated
from tests.http.cards import Card, flawed, foreign_authority, pinned_authority, unlinked
from tests.http.guest import arriving
from tests.http.presenting import present
from tests.http.world import World

pytestmark = pytest.mark.xdist_group("http")

FLAWS = {
    Flaw.EXPIRED: "card-expired",
    Flaw.NOT_YET_VALID: "card-expired",
    Flaw.PHONE_POLICY: "card-kind-not-accepted",
    Flaw.SIGNING_KEY_USAGE: "card-kind-not-accepted",
    Flaw.WRONG_KEY_USAGE: "card-untrusted",
    Flaw.NO_POLICY: "card-untrusted",
    Flaw.CERTIFICATION_AUTHORITY: "card-untrusted",
    Flaw.UNKNOWN_CRITICAL_EXTENSION: "card-untrusted",
}


@pytest.fixture(scope="module")
def authority(emulated: Emulated) -> CardAuthority:
    """Give the emulation's own card authority."""
    return pinned_authority(emulated.state / "trust-anchors.pem")


def assert_refused(world: World, card: Card, code: str, status: int, **how: Any) -> None:
    """Check the refusal, that the challenge is used up, and that there is no session."""
    answer, body = present(world, card, **how)
    assert (answer.status, answer.code) == (status, code)
    assert world.call("POST", "/sessions", body).code == "challenge-expired"
    assert world.rows("SessionsTable") == []


@pytest.mark.parametrize(("flaw", "code"), FLAWS.items())
def test_a_flawed_card_is_refused(world: World, authority: CardAuthority, flaw: Flaw, code: str) -> None:
    """A certificate of the pinned authority that is wrong in one point is 422 with the code of that point."""
    assert_refused(world, flawed(authority, flaw, fresh_key()), code, 422)


def test_a_card_of_another_authority_is_untrusted(world: World) -> None:
    """A flawless certificate of an authority with the right name but another key is 422."""
    assert_refused(world, unlinked(foreign_authority()), "card-untrusted", 422)


def test_a_card_of_no_resident_is_not_linked(world: World, authority: CardAuthority) -> None:
    """A genuine card that the books do not know is 403, and is not counted as having failed."""
    card = unlinked(authority)
    assert_refused(world, card, "card-not-linked", 403)
    (row,) = [row for row in world.rows("CardLocksTable") if "990001" in row["card"]["S"]]
    assert row["failures"]["N"] == "0"


def test_a_signature_over_something_else_is_invalid(world: World) -> None:
    """A card's signature over another message is 401; a right one afterwards clears the count."""
    assert_refused(world, world.card("twin-second"), "card-signature-invalid", 401, wrong_message=True)
    with arriving(world, "twin-second"):
        pass
    assert_refused(world, world.card("twin-second"), "card-signature-invalid", 401, wrong_message=True)


def test_another_persons_certificate_does_not_help(world: World) -> None:
    """My signature with your certificate is 401: the key must be the certificate's."""
    mine, yours = world.card("ordinary"), world.card("ordinary-spouse")
    assert_refused(world, replace(mine, certificate=yours.certificate), "card-signature-invalid", 401)


def test_three_failures_lock_a_card(world: World) -> None:
    """Two PIN failures and one bad signature lock: a right signature is 423, for good, and uses its challenge up."""
    card = world.card("centenarian")
    encoded = base64.b64encode(card.certificate).decode()
    for expected in ((1, False), (2, False)):
        report = {"challenge_id": world.ask_challenge().json["challenge_id"], "card_certificate": encoded}
        body = world.call("POST", "/pin-failures", {**report, "remaining_tries": 1}).json
        assert (body["failures"], body["locked"]) == expected
    assert_refused(world, card, "card-signature-invalid", 401, wrong_message=True)
    assert_refused(world, card, "card-locked", 423)
    assert_refused(world, card, "card-locked", 423)


def test_a_challenge_is_one_kiosks_and_used_once(world: World) -> None:
    """A challenge answered at another kiosk is 410, and stays good at its own, once."""
    card = world.card("ordinary")
    answer, body = present(world, card, kiosk=1)
    assert (answer.status, answer.code) == (410, "challenge-expired")
    opened = world.call("POST", "/sessions", body)
    assert opened.status == 201
    assert world.call("POST", "/sessions", body).code == "challenge-expired"
    assert world.call("DELETE", "/session", token=opened.json["session_token"]).status == 204


@pytest.mark.parametrize("challenge_id", ["24204-0123456789ABCDEFGHJKMNPQRS", "0123456789ABCDEFGHJKMNPQRS"])
def test_a_challenge_that_nobody_gave_is_expired(world: World, challenge_id: str) -> None:
    """An invented challenge is 410 and counts nothing."""
    card = world.card("ordinary")
    body = {
        "challenge_id": challenge_id,
        "card_certificate": base64.b64encode(card.certificate).decode(),
        "signature": base64.b64encode(bytes(256)).decode(),
    }
    stored = world.snapshot()
    assert world.call("POST", "/sessions", body).code == "challenge-expired"
    assert world.snapshot() == stored
