"""Ending an issuance that nobody will fetch any more: what is left of it goes, and the ledger says how it ended."""

from __future__ import annotations

from chalicelib.protocol.errors import TransitionForbidden
from chalicelib.protocol.states import IssuanceState
from chalicelib.storage.envelopes import EnvelopeEraser
from chalicelib.storage.images import ImageEraser
from chalicelib.storage.ledger import LedgerWriter
from chalicelib.storage.transitions import Standing


class IssuanceEnder:
    """Ends issuances: by the session's end, by a replacement, by the sweep."""

    def __init__(self, envelopes: EnvelopeEraser, images: ImageEraser, ledger: LedgerWriter) -> None:
        """Erase from these, record there."""
        self._envelopes = envelopes
        self._images = images
        self._ledger = ledger

    def end(self, standing: Standing, object_key: str | None, *, unread: IssuanceState, now: int) -> IssuanceState:
        """Delete the envelope, record the end, delete the object; return the state it ended in.

        An issuance that was never handed over ends in `unread` (cancelled or expired). One whose envelope is gone
        was, or may have been, handed over: it ends unconfirmed, and is listed for refund.
        """
        after = self._end_envelope(standing, unread, now)
        # Last, since it can wait: without its envelope nobody reads it, and the sweep removes it if this fails.
        if object_key is not None:
            self._images.erase(object_key)
        return after

    def _end_envelope(self, standing: Standing, unread: IssuanceState, now: int) -> IssuanceState:
        state = standing.state
        after = unread if state in {IssuanceState.REQUESTED, IssuanceState.SEALED} else IssuanceState.UNCONFIRMED
        try:
            if state is IssuanceState.SEALED and not self._end_sealed(standing, unread, now):
                after = IssuanceState.UNCONFIRMED
            elif state is not IssuanceState.SEALED:
                self._envelopes.erase(standing.issuance_id)
            if state is not IssuanceState.SEALED or after is IssuanceState.UNCONFIRMED:
                self._ledger.move(standing, after, at=now)
        except TransitionForbidden:
            # Someone else moved it between our reading and now: theirs stands.
            return state
        return after

    def _end_sealed(self, standing: Standing, unread: IssuanceState, now: int) -> bool:
        """Delete the envelope and record the end, both or neither; whether the envelope was there.

        One without the other would look like an interrupted hand-over, which was paid.
        """
        return self._envelopes.erase_with(standing.issuance_id, self._ledger.transition(standing, unread, at=now))
