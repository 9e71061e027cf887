"""A request under a key, and what repeating it is answered with: the same again, and nothing made twice."""

from __future__ import annotations

from chalicelib.edge.calls import Call
from chalicelib.protocol import ids
from chalicelib.protocol.errors import Conflict, Expired, InvalidRequest
from chalicelib.protocol.messages import Fee, IssuanceAnswer
from chalicelib.protocol.states import IssuanceState
from chalicelib.storage.ledger import Issuance


def idempotency_key(call: Call) -> str:
    """Return the key of a request.

    Raises:
        InvalidRequest: There is none, or it has not the form of an id.
    """
    key = call.request.headers.get("idempotency-key", "")
    if not ids.is_id(key):
        raise InvalidRequest
    return key


def repeated(issuance: Issuance, request_sha256: str) -> IssuanceAnswer:
    """Return the answer of the first request.

    Raises:
        Conflict: That was another one, or it is still at work.
        Expired: It came to nothing.
    """
    if issuance.request_sha256 != request_sha256 or issuance.state is IssuanceState.REQUESTED:
        raise Conflict
    if issuance.pages is None or issuance.size is None:
        raise Expired
    return answer(issuance, pages=issuance.pages, size=issuance.size)


def answer(issuance: Issuance, *, pages: int, size: int) -> IssuanceAnswer:
    """Return what a sealed issuance is answered with; `size` is bytes of the hand-over."""
    return IssuanceAnswer(
        issuance_id=issuance.issuance_id,
        fee=Fee(amount=issuance.fee),
        pages=pages,
        size=size,
        expires_at=issuance.expires_at,
    )
