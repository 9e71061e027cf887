"""The end of a session: everything of it is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.edge.calls import Call
from chalicelib.edge.gatekeeper import Gatekeeper
from chalicelib.protocol.errors import SessionInvalid
from chalicelib.protocol.states import OPEN_STATES, IssuanceState
from chalicelib.storage.batch import read_rows
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
            KofuError: As the gatekeeper; `SessionInvalid` when it has ended already.
        """
        visit = self._gatekeeper.visit(call)
        ended = self._sessions.end(visit.session.token_hash)
        if ended is None:
            raise SessionInvalid
        for issuance in self._issuances(ended):
            if issuance.state in OPEN_STATES:
                self._ender.end(
                    issuance.issuance_id,
                    issuance.state,
                    issuance.object_key,
                    unread=IssuanceState.CANCELLED,
                    now=call.now,
                )

    def _issuances(self, session: Session) -> list[Issuance]:
        keys = [(self._ledger_table, "issuance_id", issuance_id) for issuance_id in sorted(session.issuances)]
        rows = read_rows(self._client, keys) if keys else {}
        return [Issuance.from_row(row) for row in rows.values()]
