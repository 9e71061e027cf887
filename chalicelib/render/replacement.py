"""A replacement: the old envelope goes first, whatever its state, so that an old page never comes out later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.protocol.errors import Conflict, NotFound
from chalicelib.protocol.states import IssuanceState
from chalicelib.storage.batch import read_rows
from chalicelib.storage.ending import IssuanceEnder
from chalicelib.storage.ledger import Issuance, LedgerWriter
from chalicelib.storage.sessions import Session

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_S = IssuanceState
_REPLACEABLE = frozenset({_S.SEALED, _S.HANDED_OVER, _S.MISPRINTED, _S.UNCONFIRMED, _S.CANCELLED})
_FREE = frozenset({_S.MISPRINTED, _S.UNCONFIRMED})
_ENDED = _FREE | {_S.CANCELLED, _S.EXPIRED}


class Replacement:
    """Ends what is replaced."""

    def __init__(self, client: DynamoDBClient, ledger_table: str, ledger: LedgerWriter, ender: IssuanceEnder) -> None:
        """Read and end there."""
        self._client = client
        self._ledger_table = ledger_table
        self._ledger = ledger
        self._ender = ender

    def replace(
        self, old_id: str, new_id: str, session: Session, *, certificate_type: str, copies: int, now: int
    ) -> int:
        """End an issuance of the same session in favour of a new one; return what the new one costs, in yen.

        Nothing, when the old one was, or may have been, handed over: it was paid then. Otherwise what the old one
        was to cost: that may be nothing too, when it replaced one that had been paid.

        Raises:
            NotFound: No such issuance in this session.
            Conflict: It was printed, never sealed, for something else, or replaced by another one before; or it is
                being handed over at this moment.
        """
        old = self._read(old_id, session)
        same = (old.certificate_type, old.copies) == (certificate_type, copies)
        never_sealed = old.state is _S.CANCELLED and old.sealed_at is None
        if old.state not in _REPLACEABLE or not same or never_sealed:
            raise Conflict
        self._name_successor(old, new_id, session, now)
        state = self._end(old, session, now)
        return 0 if state in _FREE else old.fee

    def _name_successor(self, old: Issuance, new_id: str, session: Session, now: int) -> None:
        """Make the new issuance the one replacement, in place of an earlier one only if that came to nothing."""
        earlier = old.replaced_by
        if earlier not in {None, new_id}:
            self._give_up(self._read(str(earlier), session), now)
        self._ledger.mark_replaced(old.issuance_id, replaced_by=new_id, instead_of=earlier)

    def _give_up(self, earlier: Issuance, now: int) -> None:
        # Whoever still works on it can no longer seal it: from here on it is cancelled, or it was sealed before.
        if earlier.state is _S.REQUESTED:
            self._ledger.move(earlier.standing, _S.CANCELLED, at=now, reason="replaced")
        elif earlier.state is not _S.CANCELLED or earlier.sealed_at is not None:
            raise Conflict

    def _end(self, old: Issuance, session: Session, now: int) -> IssuanceState:
        state = self._ender.end(old.standing, old.object_key, unread=_S.CANCELLED, now=now)
        if state is old.state:
            # It was final, or somebody moved it meanwhile: a hand-over, the sweep, or we, and did not hear of it.
            state = self._read(old.issuance_id, session).state
        if state not in _ENDED:
            raise Conflict
        return state

    def _read(self, old_id: str, session: Session) -> Issuance:
        key = (self._ledger_table, "issuance_id", old_id)
        row = read_rows(self._client, [key]).get(key)
        old = Issuance.from_row(row) if row else None
        if old is None or old.session_id != session.session_id:
            raise NotFound
        return old
