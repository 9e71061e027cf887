"""Issuing: who may have what, under which key, with which options."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.messages import Payment
from chalicelib.protocol.reasons import REASON_TEXTS
from kiosk.sheets import check_sheets
from tests.http.guest import TYPE, Guest, arriving, new_key
from tests.http.world import World

pytestmark = pytest.mark.xdist_group("http")

REASONS = {
    "deceased": "deceased",
    "moved-out-today": "moved-out",
    "departure-notified": "moving-out",
    "protected": "under-protection",
    "protection-expired": "under-protection",
    "fourteen": "under-15",
    "entry-in-progress": "entry-in-progress",
}


@pytest.mark.parametrize(("persona", "reason"), REASONS.items())
def test_who_may_not_have_it_is_told_why(world: World, persona: str, reason: str) -> None:
    """A resident at the edge of the books is refused with the reason, in the offers and when asking; no name leaves."""
    with arriving(world, persona) as guest:
        offers = guest.visit.offers()
        answer = guest.request(language="en")
        assert {offer.reason for offer in offers.offers if offer.type == TYPE} == {reason}
        assert not offers.household
        assert (answer.status, answer.code, answer.json["reason"]) == (403, "not-eligible", reason)
        assert (answer.headers["content-language"], answer.json["detail"]) == ("en", REASON_TEXTS[reason].en)
        assert guest.request(language="ja").json["detail"] == REASON_TEXTS[reason].ja
        assert world.objects() == []


def test_a_member_who_may_not_be_shown_stops_the_household(world: World) -> None:
    """Somebody whose household contains a notified departure may have the own record, not the household's."""
    with arriving(world, "departure-in-household") as guest:
        answer = guest.request(options={"scope": "household"})
        assert (answer.code, answer.json["reason"]) == ("not-eligible", "ask-at-office")
        assert guest.request().status == 201


def test_fifteen_today_is_old_enough(world: World) -> None:
    """The fifteenth birthday is the first day on which a certificate is issued."""
    with arriving(world, "fifteen-today") as guest:
        assert guest.request().status == 201


def test_every_available_offer_can_be_had(world: World) -> None:
    """Each certificate that is offered to somebody whom all books know is made, drawn, handed over and opened."""
    with arriving(world, "ordinary") as guest:
        offered = [offer for offer in guest.visit.offers().offers if offer.available]
        assert {str(kind) for kind in CertificateType} - {offer.type for offer in offered} == {"non-taxation"}
        for offer in offered:
            issuance = guest.visit.request(offer.type, {}, copies=1, idempotency_key=new_key())
            assert issuance.fee.amount == offer.fee
            sealed = guest.visit.retrieve(issuance.issuance_id, Payment(method="cash", amount=offer.fee))
            archive = guest.visit.open_image(sealed, issuance.issuance_id)
            check_sheets(archive, issuance_id=issuance.issuance_id, certificate_type=offer.type, **world.expected())


def test_what_is_not_available_is_refused(world: World) -> None:
    """Each certificate that an offer has a reason against is 403 with this reason."""
    with arriving(world, "tax-elsewhere") as guest:
        refused = [offer for offer in guest.visit.offers().offers if not offer.available]
        assert "not-taxed-here" in {offer.reason for offer in refused}
        for offer in refused:
            answer = guest.request(type=offer.type)
            assert (answer.status, answer.code, answer.json["reason"]) == (403, "not-eligible", offer.reason)


def test_who_lives_elsewhere_has_the_register_only(world: World) -> None:
    """Registered for use: both certificates of the register are made and drawn, and no other one."""
    with arriving(world, "lives-elsewhere") as guest:
        offers = guest.visit.offers()
        offered = [offer.type for offer in offers.offers if offer.available]
        assert offered == [CertificateType.FAMILY_REGISTER, CertificateType.FAMILY_REGISTER_SUPPLEMENT]
        assert offers.household == ()
        for kind in offered:
            assert guest.request(type=kind, options={"scope": "holder"}).status == 201
        assert guest.request().json["reason"] == "not-a-resident"


def test_an_application_that_the_office_has_not_confirmed_gives_nothing(world: World) -> None:
    """The person is told to wait, and nobody is named."""
    with arriving(world, "lives-elsewhere-pending") as guest:
        offers = guest.visit.offers()
        assert {offer.reason for offer in offers.offers} == {"not-a-resident", "use-registration-pending"}
        assert (offers.household, offers.family_register) == ((), ())
        assert guest.request(type="family-register").json["reason"] == "use-registration-pending"


def test_a_missing_glyph_is_refused_and_recorded(world: World) -> None:
    """A name with a character that the font lacks is 422, nothing of it stays, and the ledger says why."""
    with arriving(world, "missing-glyph") as guest:
        before, key = world.rows("LedgerTable"), new_key()
        answer = guest.request(key=key)
        assert (answer.status, answer.code) == (422, "cannot-be-rendered")
        assert answer.json["reason"] == "glyph-not-available"
        assert (world.objects(), world.rows("EnvelopesTable")) == ([], [])
        (line,) = [row for row in world.rows("LedgerTable") if row not in before]
        assert (line["state"]["S"], line["reason"]["S"]) == ("cancelled", "cannot-be-rendered")
        assert guest.request(key=key).code == "expired"


BAD_OPTIONS: tuple[dict[str, Any], ...] = (
    {"colour": True},
    {"scope": "everybody"},
    {"scope": True},
    {"scope": ["holder"]},
    {"relationship": "yes"},
    {"members": ["0123456789ABCDEFGHJKMNPQRS"]},
    {"scope": "members"},
    {"scope": "members", "members": []},
    {"scope": "members", "members": ["0123456789ABCDEFGHJKMNPQRS"]},
)


def test_an_option_that_is_none_is_refused(world: World, guest: Guest) -> None:
    """An option that the certificate does not have, or a value that it does not take, is 422 and makes nothing."""
    stored = world.snapshot()
    answers = [guest.request(options=options) for options in BAD_OPTIONS]
    assert [(answer.status, answer.code) for answer in answers] == [(422, "invalid-option")] * len(BAD_OPTIONS)
    assert world.snapshot() == stored


def test_members_are_chosen_by_reference(world: World) -> None:
    """A member's reference from the offers is taken; the same one from another session of the holder is not."""
    with arriving(world, "ordinary") as guest:
        spouse = next(member.reference for member in guest.visit.offers().household if not member.holder)
        assert guest.request(options={"scope": "members", "members": [spouse]}).status == 201
    with arriving(world, "ordinary") as again:
        assert again.request(options={"scope": "members", "members": [spouse]}).code == "invalid-option"


def test_the_same_key_and_body_repeat_the_answer(world: World, guest: Guest) -> None:
    """Repeating a request under its key makes no second certificate, also after the hand-over."""
    key = new_key()
    first = guest.request(key=key)
    stored = world.snapshot()
    assert guest.request(key=key).json == first.json
    assert world.snapshot() == stored
    guest.retrieve(guest.issue(key=key))
    assert guest.request(key=key).json == first.json
    assert world.objects() == []


@pytest.mark.parametrize("changed", [{"copies": 2}, {"options": {"domicile": True}}, {"type": "taxation"}])
def test_the_same_key_for_something_else_conflicts(world: World, guest: Guest, changed: dict[str, Any]) -> None:
    """Another body under a key that was used is 409 and makes nothing."""
    key = new_key()
    guest.issue(key=key)
    stored = world.snapshot()
    answer = guest.request(key=key, **changed)
    assert (answer.status, answer.code) == (409, "conflict")
    assert world.snapshot() == stored


def test_two_sessions_may_use_the_same_key(guest: Guest, other: Guest) -> None:
    """The same key in two sessions gives two issuances, and neither session can have the other's."""
    key = new_key()
    mine, theirs = guest.issue(key=key), other.issue(key=key)
    assert mine.issuance_id != theirs.issuance_id
    assert guest.retrieve(theirs).code == other.retrieve(mine).code == "not-found"


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "with spaces in the key", "semi;colon;semi;colon"])
def test_a_key_that_is_none_is_refused(world: World, guest: Guest, key: str) -> None:
    """An `Idempotency-Key` without the form of an id, or none at all, is 400 and makes nothing."""
    stored = world.snapshot()
    body = {"type": TYPE, "options": {}, "copies": 1, "replaces": None}
    assert guest.call("POST", "/issuances", body, idempotency_key=key).code == "invalid-request"
    assert guest.call("POST", "/issuances", body).code == "invalid-request"
    assert world.snapshot() == stored
