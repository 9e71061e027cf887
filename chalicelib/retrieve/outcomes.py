"""What became of the paper, and the receipt for what was handed over and deleted."""

from __future__ import annotations

from chalicelib.edge.calls import Call
from chalicelib.edge.gatekeeper import Gatekeeper
from chalicelib.protocol.errors import Conflict, TransitionForbidden
from chalicelib.protocol.messages import OutcomeAnswer, OutcomeRequest
from chalicelib.protocol.receipts import Receipt
from chalicelib.protocol.states import IssuanceState
from chalicelib.storage.ledger import Issuance, LedgerWriter
from chalicelib.storage.receipt_key import ReceiptSigner


class Outcomes:
    """Records outcomes; a kiosk that did not hear the answer repeats itself and gets it again."""

    def __init__(self, gatekeeper: Gatekeeper, ledger: LedgerWriter, signer: ReceiptSigner) -> None:
        """Record here, sign with that."""
        self._gatekeeper = gatekeeper
        self._ledger = ledger
        self._signer = signer

    def record(self, call: Call, issuance_id: str) -> OutcomeAnswer:
        """Record an outcome and answer with the receipt.

        Raises:
            KofuError: As the gatekeeper; `NotFound`; `Conflict` when it was never handed over, when another outcome
                was recorded before, or when more pages were printed than there are.
        """
        body = call.body(OutcomeRequest)
        issuance = self._gatekeeper.visit(call, issuance_id).own_issuance()
        _require_consistent(body, issuance)
        outcome = IssuanceState(body.outcome)
        head = issuance.head if issuance.state is outcome else self._move(call, issuance, outcome, body)
        return OutcomeAnswer(state=str(outcome), receipt=self._signer.sign(_receipt(issuance, body, head, call.now)))

    def _move(self, call: Call, issuance: Issuance, outcome: IssuanceState, body: OutcomeRequest) -> str:
        """Record the outcome; return the digest of its audit entry."""
        try:
            return self._ledger.move(
                issuance.standing,
                outcome,
                at=call.now,
                pages_printed=body.pages_printed,
                reason=body.reason,
            )
        except TransitionForbidden as error:
            # Perhaps it was ourselves, and the reply was lost: then it is as the kiosk says.
            now = self._gatekeeper.visit(call, issuance.issuance_id).own_issuance()
            if (now.state, now.pages_printed, now.reason) != (outcome, body.pages_printed, body.reason):
                raise Conflict from error
            return now.head


def _require_consistent(body: OutcomeRequest, issuance: Issuance) -> None:
    sheets = (issuance.pages or 0) * issuance.copies
    if body.pages_printed > sheets or (body.outcome == "printed" and body.pages_printed != sheets):
        raise Conflict
    repeated = issuance.state is IssuanceState(body.outcome)
    if repeated and (issuance.pages_printed, issuance.reason) != (body.pages_printed, body.reason):
        raise Conflict


def _receipt(issuance: Issuance, body: OutcomeRequest, head: str, now: int) -> Receipt:
    handed_over_at = issuance.handed_over_at or 0
    return Receipt(
        iss=f"urn:kofu:municipality:{issuance.municipality}",
        iat=now,
        issuance_id=issuance.issuance_id,
        certificate_type=issuance.certificate_type,
        kiosk_id=issuance.kiosk_id,
        state=body.outcome,
        pages=issuance.pages or 0,
        pages_printed=body.pages_printed,
        image_sha256=issuance.image_sha256 or "",
        handed_over_at=handed_over_at,
        # The envelope's deletion is the hand-over itself: from that instant nothing could be read again.
        deleted_at=handed_over_at,
        audit_entry=head,
    )
