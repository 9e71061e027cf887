"""The hand-over (design 4.3). The order of its steps is its whole meaning.

    1 read the ciphertext              fails: nothing is consumed, the kiosk may try again
    2 delete the envelope, getting enc the one atomic step, never repeated
    3 delete the object                fails: it is unreadable already, and the sweep removes it
    4 record the hand-over and payment fails: nothing is handed over; the ledger's next reader finds it interrupted
    5 answer enc || ciphertext

Everything that can be refused is refused before step 2.
"""

from __future__ import annotations

import hashlib

from chalicelib.edge import log
from chalicelib.edge.calls import Call
from chalicelib.edge.gatekeeper import Gatekeeper, require_not_stopped
from chalicelib.protocol.errors import (
    AlreadyRetrieved,
    Conflict,
    Expired,
    ImageCorrupt,
    KofuError,
    PaymentMismatch,
)
from chalicelib.protocol.messages import Payment, RetrievalRequest
from chalicelib.protocol.sealing import ENC_SIZE
from chalicelib.protocol.states import IssuanceState
from chalicelib.storage.envelopes import EnvelopeTaker
from chalicelib.storage.images import ImageEraser, ImageReader
from chalicelib.storage.ledger import Issuance, LedgerWriter

_S = IssuanceState


class HandOver:
    """Hands over sealed images."""

    def __init__(
        self,
        gatekeeper: Gatekeeper,
        envelopes: EnvelopeTaker,
        reader: ImageReader,
        eraser: ImageEraser,
        ledger: LedgerWriter,
    ) -> None:
        """Take from these."""
        self._gatekeeper = gatekeeper
        self._envelopes = envelopes
        self._reader = reader
        self._eraser = eraser
        self._ledger = ledger

    def hand_over(self, call: Call, issuance_id: str) -> bytes:
        """Return `enc` (1120 bytes) and the ciphertext, once.

        Raises:
            KofuError: As the gatekeeper; `NotFound`, `PaymentMismatch`, `Conflict`, `Expired` before anything is
                consumed; `AlreadyRetrieved` when someone got it, or may have got it, before.
        """
        payment = call.body(RetrievalRequest).payment
        visit = self._gatekeeper.visit(call, issuance_id)
        require_not_stopped(visit.service)
        issuance = visit.own_issuance()
        _require_sealed(issuance, call.now)
        _require_paid(issuance, payment)
        ciphertext = self._read(issuance)
        enc = self._envelopes.take(
            issuance_id,
            token_hash=visit.session.token_hash,
            fee=issuance.fee,
            books=visit.service.state_of_books,
            now=call.time(),
        )
        self._erase(issuance)
        self._record(issuance, payment, call.now)
        return enc + ciphertext

    def _read(self, issuance: Issuance) -> bytes:
        ciphertext = self._reader.get(issuance.object_key or "")
        if ciphertext is None:
            raise AlreadyRetrieved
        if hashlib.sha256(ciphertext).hexdigest() != issuance.image_sha256:
            raise ImageCorrupt
        if len(ciphertext) + ENC_SIZE != issuance.size:
            raise ImageCorrupt
        return ciphertext

    def _record(self, issuance: Issuance, payment: Payment, now: int) -> None:
        try:
            self._ledger.move(
                issuance.standing,
                _S.HANDED_OVER,
                at=now,
                payment_method=payment.method,
                payment_amount=payment.amount,
            )
        except KofuError as error:
            # What is not recorded is not handed over: the envelope is gone, and a replacement costs nothing.
            raise AlreadyRetrieved from error

    def _erase(self, issuance: Issuance) -> None:
        try:
            self._eraser.erase(issuance.object_key or "")
        except KofuError as error:
            log.unexpected(error)


def _require_sealed(issuance: Issuance, now: int) -> None:
    if issuance.state is _S.REQUESTED:
        raise Conflict
    if issuance.state in {_S.CANCELLED, _S.EXPIRED} or issuance.expires_at <= now:
        raise Expired
    if issuance.state is not _S.SEALED:
        raise AlreadyRetrieved


def _require_paid(issuance: Issuance, payment: Payment) -> None:
    if payment.amount != issuance.fee or (payment.method == "none") != (issuance.fee == 0):
        raise PaymentMismatch
