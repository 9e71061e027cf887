"""Issuing that fails: whatever goes wrong, nothing is sealed for the wrong person and nothing stays behind."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.protocol import errors, ids, sealing
from chalicelib.protocol.states import IssuanceState
from chalicelib.render.document import Document
from chalicelib.render.household_request import HouseholdRequest
from chalicelib.render.image import Typesetter
from chalicelib.storage import clients
from tests.functions import faults
from tests.functions.visits import Visit, new_key

Pages = tuple[bytes, ...]


def _nothing_left(visit: Visit, key: str, reason: str) -> None:
    """Check that only a line in the ledger says that it was tried, and how it ended."""
    issuance_id = ids.issuance_id(visit.token, key)
    assert visit.world.stored.left(issuance_id) == (False, False, "cancelled")
    issuance = visit.world.stored.issuance(issuance_id)
    assert issuance is not None
    assert issuance.reason == reason


def _raise(error: Exception) -> Typesetter:
    def typeset(_document: Document, _issued_at: int) -> Pages:
        raise error

    return typeset


@pytest.mark.parametrize("change", [{"subject": "somebody-else"}, {"subject": ""}, {"municipality": "24204"}], ids=str)
def test_a_document_about_somebody_else_is_never_sealed(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    """A composer that names another subject or municipality is stopped before sealing (R8)."""
    compose = HouseholdRequest.compose
    sealed: list[Any] = []

    def composed(*arguments: Any, **named: Any) -> Document:
        return replace(compose(*arguments, **named), **change)

    monkeypatch.setattr(HouseholdRequest, "compose", composed)
    monkeypatch.setattr(sealing, "seal", lambda *arguments: sealed.append(arguments))
    key = new_key()
    with faults.counted(clients.s3(), "PutObject") as put, pytest.raises(errors.SubjectMismatch):
        visit.request(key=key)
    assert (sealed, put.times) == ([], 0)
    _nothing_left(visit, key, "subject-mismatch")


def test_a_session_that_ended_meanwhile_gets_nothing(visit: Visit) -> None:
    """The page is finished a moment after the resident has left: it is discarded (R1)."""

    def typeset(_document: Document, _issued_at: int) -> Pages:
        visit.end()
        return (b"too late",)

    key = new_key()
    with pytest.raises(errors.SessionInvalid):
        visit.request(key=key, typeset=typeset)
    _nothing_left(visit, key, "session-invalid")


def test_an_issuance_that_was_ended_meanwhile_is_not_sealed(visit: Visit) -> None:
    """What the sweep has ended stays ended, and the late object goes."""
    key = new_key()
    issuance_id = ids.issuance_id(visit.token, key)

    def typeset(_document: Document, _issued_at: int) -> Pages:
        standing = visit.world.stored.required(issuance_id).standing
        visit.world.services.ledger.move(standing, IssuanceState.EXPIRED, at=visit.world.clock.now)
        return (b"too late",)

    with pytest.raises(errors.Expired):
        visit.request(key=key, typeset=typeset)
    assert visit.world.stored.left(issuance_id) == (False, False, "expired")


FAILURES: dict[str, tuple[Exception, str]] = {
    "cannot-be-rendered": (errors.CannotBeRendered(), "cannot-be-rendered"),
    "dependency": (errors.DependencyUnavailable(), "service-suspended"),
    "unexpected": (ValueError("架空　一郎"), "internal"),
    "memory": (MemoryError(), "internal"),
}


@pytest.mark.parametrize("case", FAILURES)
def test_a_page_that_cannot_be_drawn_leaves_nothing(visit: Visit, case: str) -> None:
    """The error goes through as it is; the ledger keeps its code and none of its words (R9, R10)."""
    error, reason = FAILURES[case]
    key = new_key()
    with pytest.raises(type(error)):
        visit.request(key=key, typeset=_raise(error))
    _nothing_left(visit, key, reason)
    assert "架空" not in str(visit.world.stored.issuance(ids.issuance_id(visit.token, key)))
    with pytest.raises(errors.Expired):
        visit.request(key=key)
    assert visit.request().pages == 1


@pytest.mark.parametrize("pages", [(), (b"one", b"two")], ids=["none", "too-many"])
def test_another_number_of_pages_is_no_certificate(visit: Visit, pages: Pages) -> None:
    """What the document has is what is sealed, or nothing (R4)."""
    key = new_key()
    with pytest.raises(errors.CannotBeRendered):
        visit.request(key=key, typeset=lambda _document, _issued_at: pages)
    _nothing_left(visit, key, "cannot-be-rendered")


def test_what_does_not_fit_a_hand_over_is_not_stored(visit: Visit) -> None:
    """The limit is the hand-over's, and a byte more is too much."""
    noise = secrets.token_bytes(sealing.MAX_HAND_OVER)
    key = new_key()
    with faults.counted(clients.s3(), "PutObject") as put, pytest.raises(errors.TooLarge):
        visit.request(key=key, typeset=lambda _document, _issued_at: (noise,))
    assert put.times == 0
    _nothing_left(visit, key, "too-large")


def test_the_largest_that_fits_is_handed_over(visit: Visit) -> None:
    """To the last byte of the limit."""
    overhead = visit.request(typeset=lambda _document, _issued_at: (b"",)).size
    page = secrets.token_bytes(sealing.MAX_HAND_OVER - overhead)
    answer = visit.request(typeset=lambda _document, _issued_at: (page,))
    assert answer.size == sealing.MAX_HAND_OVER
    assert visit.open(visit.retrieve(answer.issuance_id), answer.issuance_id).pages == (page,)


def test_object_storage_down_leaves_nothing(visit: Visit) -> None:
    """The request fails, nothing is paid, nothing is there (R12)."""
    key = new_key()
    with faults.unreachable(clients.s3(), "PutObject"), pytest.raises(errors.DependencyUnavailable):
        visit.request(key=key)
    _nothing_left(visit, key, "service-suspended")


def test_an_envelope_that_cannot_be_written_leaves_nothing(visit: Visit) -> None:
    """The object that was there already goes again."""
    key = new_key()
    with faults.unreachable(clients.dynamodb(), "TransactWriteItems"), pytest.raises(errors.DependencyUnavailable):
        visit.request(key=key)
    _nothing_left(visit, key, "service-suspended")


def test_a_lost_reply_of_the_seal_does_not_lose_the_certificate(visit: Visit) -> None:
    """The transaction took effect and nobody heard: the repeated request answers it, and it can be fetched."""
    key = new_key()
    with faults.reply_lost(clients.dynamodb(), "TransactWriteItems"), pytest.raises(errors.DependencyUnavailable):
        visit.request(key=key)
    answer = visit.request(key=key)
    assert visit.world.stored.left(answer.issuance_id) == (True, True, "sealed")
    assert visit.open(visit.retrieve(answer.issuance_id), answer.issuance_id).pages


def test_nothing_is_written_before_the_ledger_knows(visit: Visit) -> None:
    """An object whose issuance is in no ledger would be found by age alone."""
    key = new_key()
    with (
        faults.unreachable(clients.dynamodb(), "PutItem"),
        faults.counted(clients.s3(), "PutObject") as put,
        pytest.raises(errors.DependencyUnavailable),
    ):
        visit.request(key=key)
    assert put.times == 0
    assert visit.world.stored.left(ids.issuance_id(visit.token, key)) == (False, False, None)
    assert visit.request(key=key)
