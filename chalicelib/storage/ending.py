"""Ending an issuance that nobody will fetch any more: what is left of it goes, and the ledger says how it ended."""

from __future__ import annotations

from chalicelib.protocol.errors import TransitionForbidden
from chalicelib.protocol.states import IssuanceState
from chalicelib.storage.envelopes import EnvelopeEraser
from chalicelib.storage.images import ImageEraser
from chalicelib.storage.ledger import LedgerWriter


class IssuanceEnder:
    """Ends issuances: by the session's end, by a replacement, by the sweep."""

    def __init__(self, envelopes: EnvelopeEraser, images: ImageEraser, ledger: LedgerWriter) -> None:
        """Erase from these, record there."""
        self._envelopes = envelopes
        self._images = images
        self._ledger = ledger

    def end(
        self, issuance_id: str, state: IssuanceState, object_key: str | None, *, unread: IssuanceState, now: int
    ) -> IssuanceState:
        """Delete the envelope, record the end, delete the object; return the state it ended in.

        An issuance that was never handed over ends in `unread` (cancelled or expired). One whose envelope is gone
        was, or may have been, handed over: it ends unconfirmed, and is listed for refund.
        """
        envelope_was_there = self._envelopes.erase(issuance_id)
        after = self._end_state(state, envelope_was_there=envelope_was_there, unread=unread)
        try:
            self._ledger.move(issuance_id, state, after, ended_at=now)
        except TransitionForbidden:
            # Someone else moved it between our reading and now: theirs stands.
            after = state
        # Last, since it can wait: without its envelope nobody reads it, and the sweep removes it if this fails.
        if object_key is not None:
            self._images.erase(object_key)
        return after

    @staticmethod
    def _end_state(state: IssuanceState, *, envelope_was_there: bool, unread: IssuanceState) -> IssuanceState:
        if state is IssuanceState.HANDED_OVER:
            return IssuanceState.UNCONFIRMED
        if state is IssuanceState.SEALED and not envelope_was_there:
            return IssuanceState.UNCONFIRMED
        return unread
