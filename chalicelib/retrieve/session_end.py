"""The end of a session: everything of it is deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from chalicelib.edge.calls import Call
from chalicelib.edge.gatekeeper import Gatekeeper
from chalicelib.protocol.errors import KofuError, SessionInvalid
from chalicelib.protocol.states import OPEN_STATES, IssuanceState
from chalicelib.storage.batch import MAX_ROWS, read_rows
from chalicelib.storage.ending import IssuanceEnder
from chalicelib.storage.ledger import Issuance
from chalicelib.storage.sessions import Session, SessionEnder

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class SessionEnd:
    """Ends sessions at the kiosk's word."""

    def __init__(
        self,
        gatekeeper: Gatekeeper,
        sessions: SessionEnder,
        ender: IssuanceEnder,
        client: DynamoDBClient,
        ledger_table: str,
    ) -> None:
        """Delete from these."""
        self._gatekeeper = gatekeeper
        self._sessions = sessions
        self._ender = ender
        self._client = client
        self._ledger_table = ledger_table

    def end(self, call: Call) -> None:
        """Delete the session first, so that a late page can no longer be sealed for it, then what is left of it.

        Raises:
            KofuError: As the gatekeeper; `SessionInvalid` when it has ended already; the failure of an AWS call, with
                which the session is over all the same, and the sweep ends the rest.
        """
        visit = self._gatekeeper.visit(call)
        ended = self._sessions.end(visit.session.token_hash)
        # None may mean that the reply of our own delete was lost: what is left goes all the same.
        failed: KofuError | None = SessionInvalid() if ended is None else None
        for issuance in self._issuances(ended or visit.session):
            try:
                self._end(issuance, call.now)
            except KofuError as error:
                # One that cannot be ended now must not keep the others; the sweep ends it.
                failed = error
        if failed is not None:
            raise failed

    def _end(self, issuance: Issuance, now: int) -> None:
        if issuance.state in OPEN_STATES:
            self._ender.end(issuance.standing, issuance.object_key, unread=IssuanceState.CANCELLED, now=now)

    def _issuances(self, session: Session) -> Iterator[Issuance]:
        keys = [(self._ledger_table, "issuance_id", issuance_id) for issuance_id in sorted(session.issuances)]
        for first in range(0, len(keys), MAX_ROWS):
            rows = read_rows(self._client, keys[first : first + MAX_ROWS])
            yield from (Issuance.from_row(row) for row in rows.values())
