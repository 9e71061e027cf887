"""The rows of the contract, each as it is when all goes well."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest

from chalicelib.protocol import receipts
from chalicelib.protocol.certificate_types import TITLES, CertificateType
from chalicelib.protocol.messages import OutcomeRequest, Payment
from chalicelib.protocol.sealing import ENC_SIZE
from chalicelib.protocol.verification_keys import Purpose
from kiosk.sheets import check_sheets
from tests.http.guest import TYPE, Guest, arriving, new_key
from tests.http.wire import Answer, Request
from tests.http.world import World, now

pytestmark = pytest.mark.xdist_group("http")

ID = re.compile(r"[A-Za-z0-9_-]{16,64}")


def assert_json(answer: Answer, status: int, fields: set[str]) -> dict[str, Any]:
    """Check status, headers and the exact fields of a JSON answer, and return it."""
    assert answer.status == status
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    body: dict[str, Any] = answer.json
    assert set(body) == fields
    return body


def test_a_whole_visit_ends_with_the_paper_and_nothing_else(world: World) -> None:
    """The terminal's client gets from the challenge to checked pages, and the session leaves no row or object."""
    with arriving(world, "nine-in-household") as guest:
        offers = guest.visit.offers()
        assert TYPE in [offer.type for offer in offers.offers if offer.available]
        assert len(offers.household) == 9
        issuance = guest.visit.request(TYPE, {"scope": "household"}, copies=1, idempotency_key=new_key())
        sealed = guest.visit.retrieve(issuance.issuance_id, Payment(method="e-money", amount=300))
        archive = guest.visit.open_image(sealed, issuance.issuance_id)
        check_sheets(archive, issuance_id=issuance.issuance_id, certificate_type=TYPE, **world.expected())
        assert len(archive.pages) == issuance.pages > 1
        outcome = OutcomeRequest(outcome="printed", pages_printed=issuance.pages, reason=None)
        assert guest.visit.report_outcome(issuance.issuance_id, outcome).state == "printed"
    stored = world.snapshot()
    assert stored["objects"] == stored["EnvelopesTable"] == stored["SessionsTable"] == []
    assert world.ledger(issuance.issuance_id)["state"] == "printed"


def test_a_challenge_is_answered_as_the_contract_says(world: World) -> None:
    """`POST /challenges` gives 201 with an id, 32 bytes and a time 90 seconds ahead."""
    before = now()
    body = assert_json(world.ask_challenge(), 201, {"challenge_id", "challenge", "expires_at"})
    assert ID.fullmatch(body["challenge_id"])
    assert len(base64.b64decode(body["challenge"], validate=True)) == 32
    assert before + 90 <= body["expires_at"] <= now() + 90


def test_a_session_is_answered_as_the_contract_says(world: World, guest: Guest) -> None:
    """`POST /sessions` gives 201 with id, token and a time at most ten minutes ahead; the token is stored as a hash."""
    answer = next(answer for answer in reversed(world.answers) if b"session_token" in answer.body)
    body = assert_json(answer, 201, {"session_id", "session_token", "expires_at"})
    assert ID.fullmatch(body["session_id"])
    assert body["expires_at"] <= now() + 600
    assert body["session_token"] == guest.token
    assert guest.token not in repr(world.rows("SessionsTable"))


def test_a_pin_failure_is_answered_as_the_contract_says(world: World) -> None:
    """`POST /pin-failures` gives 200 with the count, and uses the challenge up."""
    card = base64.b64encode(world.card("twin-first").certificate).decode()
    challenge = world.ask_challenge().json["challenge_id"]
    report = {"challenge_id": challenge, "card_certificate": card, "remaining_tries": 2}
    assert assert_json(world.call("POST", "/pin-failures", report), 200, {"failures", "locked"}) == {
        "failures": 1,
        "locked": False,
    }
    assert world.call("POST", "/pin-failures", report).code == "challenge-expired"


def test_offers_are_sealed_and_complete(guest: Guest) -> None:
    """`GET /offers` gives nothing but a sealed list, in which all eight certificates have title, fee and reason."""
    body = assert_json(guest.call("GET", "/offers"), 200, {"sealed"})
    assert len(base64.b64decode(body["sealed"], validate=True)) > ENC_SIZE
    offers = guest.visit.offers().offers
    assert [offer.type for offer in offers] == [str(kind) for kind in CertificateType]
    assert [offer.title for offer in offers] == list(TITLES.values())
    assert [offer.available for offer in offers] == [offer.reason is None for offer in offers]
    assert {offer.type: offer.fee for offer in offers} == {
        str(kind): 450 if kind == "family-register" else 300 for kind in CertificateType
    }


def test_an_issuance_is_answered_as_the_contract_says(guest: Guest) -> None:
    """`POST /issuances` gives 201 with id, fee for all copies, pages, size and the session's end."""
    fields = {"issuance_id", "fee", "pages", "size", "expires_at"}
    body = assert_json(guest.request(copies=2), 201, fields)
    assert ID.fullmatch(body["issuance_id"])
    assert body["fee"] == {"amount": 600, "currency": "JPY"}
    assert body["pages"] == 1
    assert body["expires_at"] == guest.session.expires_at


def test_the_hand_over_is_enc_and_ciphertext(guest: Guest) -> None:
    """A retrieval gives 200 with exactly `size` octets, of which the first 1120 are `enc`, never to be cached."""
    issuance = guest.issue()
    answer = guest.retrieve(issuance)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/octet-stream")
    assert answer.headers["cache-control"] == "no-store"
    assert len(answer.body) == issuance.size > ENC_SIZE


def test_an_outcome_is_answered_with_a_receipt(world: World, guest: Guest) -> None:
    """An outcome gives 200 with the state and a receipt whose claims are those of the issuance."""
    issuance = guest.issue()
    guest.retrieve(issuance)
    body = assert_json(guest.report(issuance, "printed"), 200, {"state", "receipt"})
    assert body["state"] == "printed"
    keys = world.send(Request("GET", "/v1/verification-keys")).json
    receipt = receipts.verify(body["receipt"], keys)
    assert (receipt.issuance_id, receipt.kiosk_id) == (issuance.issuance_id, world.identity().kiosk_id)
    assert (receipt.state, receipt.pages_printed) == ("printed", 1)
    assert receipt.image_sha256 == world.ledger(issuance.issuance_id)["image_sha256"]


def test_ending_a_session_has_no_content(guest: Guest) -> None:
    """`DELETE /session` gives 204 and not one byte."""
    answer = guest.end()
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["cache-control"] == "no-store"


def test_the_verification_keys_are_for_everyone(world: World) -> None:
    """`GET /verification-keys` needs no signature and gives a P-256 key for each purpose, without private parts."""
    body = assert_json(world.send(Request("GET", "/v1/verification-keys")), 200, {"keys"})
    assert [key["purpose"] for key in body["keys"]] == [str(purpose) for purpose in Purpose]
    assert len({key["kid"] for key in body["keys"]}) == len({key["x"] for key in body["keys"]}) == len(Purpose)
    for key in body["keys"]:
        assert (key["kty"], key["crv"], key["alg"], key["use"]) == ("EC", "P-256", "ES256", "sig")
        assert "d" not in key


def test_the_health_is_for_everyone(world: World) -> None:
    """`GET /health` needs no signature and names the build."""
    body = assert_json(world.send(Request("GET", "/v1/health")), 200, {"status", "build"})
    assert body == {"status": "ok", "build": "emulation"}


@pytest.mark.parametrize(
    ("asked", "given"),
    [("en", "en"), ("ja", "ja"), ("fr", "ja"), ("ja;q=0.1, en-GB;q=0.9", "en"), ("en;q=0, ja", "ja"), (";;,", "ja")],
)
def test_details_are_in_the_language_asked_for(world: World, asked: str, given: str) -> None:
    """A problem's detail is Japanese or English, whichever `Accept-Language` prefers, and says which it is."""
    answer = world.call("GET", "/offers", accept_language=asked)
    assert answer.code == "session-invalid"
    assert answer.headers["content-language"] == given
    assert answer.json["detail"].isascii() is (given == "en")
