"""Sessions, open issuances and envelopes past their time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.protocol.states import OPEN_STATES, IssuanceState
from chalicelib.storage.batch import read_rows
from chalicelib.storage.expiry_index import ExpiryIndex, overdue
from chalicelib.storage.items import Row
from chalicelib.storage.ledger import OPEN_INDEX, OPEN_SHARDS
from chalicelib.storage.sessions import BY_EXPIRY, EXPIRY_SHARDS
from chalicelib.storage.transitions import Standing

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_SESSIONS = ExpiryIndex(BY_EXPIRY, "expiry_shard", EXPIRY_SHARDS)
_ISSUANCES = ExpiryIndex(OPEN_INDEX, "open_shard", OPEN_SHARDS)
_ENVELOPES = ExpiryIndex(BY_EXPIRY, "expiry_shard", OPEN_SHARDS)


@dataclass(frozen=True, slots=True)
class OpenIssuance:
    """An open issuance as it was read. Who reads it from an index may see it late: then the ledger refuses."""

    standing: Standing
    object_key: str | None

    @classmethod
    def from_row(cls, row: Row) -> OpenIssuance:
        """Read a row of the ledger or of its index of open issuances."""
        standing = Standing(row["issuance_id"], IssuanceState(row["state"]), row["head"], row["sequence"])
        return cls(standing, row.get("object_key"))


class OverdueSessions:
    """Finds sessions past their time."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        """Query this table's index."""
        self._client = client
        self._table = table

    def overdue(self, *, before: int, limit: int) -> Iterator[str]:
        """Yield the token hashes of up to `limit` sessions of each shard that expired before this time."""
        for rows in overdue(self._client, self._table, _SESSIONS, before=before, limit=limit):
            yield from (row["token_hash"] for row in rows)


class OverdueFinder:
    """Finds open issuances past their time, without scanning the ledger."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        """Query this table's index."""
        self._client = client
        self._table = table

    def overdue(self, *, before: int, limit: int) -> Iterator[OpenIssuance]:
        """Yield up to `limit` open issuances of each shard that expired before this time."""
        for rows in overdue(self._client, self._table, _ISSUANCES, before=before, limit=limit):
            yield from map(OpenIssuance.from_row, rows)


class OverdueEnvelopes:
    """Finds envelopes past their time, whatever the ledger says of them."""

    def __init__(self, client: DynamoDBClient, table: str, ledger: str) -> None:
        """Query the table's index, and look into the ledger."""
        self._client = client
        self._table = table
        self._ledger = ledger

    def overdue(self, *, before: int, limit: int) -> Iterator[tuple[str, OpenIssuance | None]]:
        """Yield the issuances of up to `limit` envelopes of each shard that expired before this time.

        Each with where it stands while it is open, read after its envelope was found: `limit` is 100 at most.
        """
        for rows in overdue(self._client, self._table, _ENVELOPES, before=before, limit=limit):
            keys = {row["issuance_id"]: (self._ledger, "issuance_id", row["issuance_id"]) for row in rows}
            known = read_rows(self._client, [*keys.values()]) if keys else {}
            for issuance_id, key in keys.items():
                row = known.get(key)
                yield issuance_id, OpenIssuance.from_row(row) if row and row["state"] in OPEN_STATES else None
