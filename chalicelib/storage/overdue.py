"""Open issuances and envelopes past their time, found through indexes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.protocol.states import IssuanceState
from chalicelib.storage.aws_errors import aws_errors
from chalicelib.storage.items import from_item, to_item
from chalicelib.storage.ledger import OPEN_INDEX, OPEN_SHARDS
from chalicelib.storage.sessions import BY_EXPIRY
from chalicelib.storage.transitions import Standing

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class OpenIssuance:
    """What the index of open issuances tells. It may lag: then the ledger refuses what is done by it."""

    standing: Standing
    object_key: str | None


class OverdueFinder:
    """Finds open issuances past their time, without scanning the ledger."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        """Query this table's index."""
        self._client = client
        self._table = table

    def overdue(self, *, before: int, limit: int) -> Iterator[OpenIssuance]:
        """Yield up to `limit` open issuances of each shard that expired before this time."""
        for shard in range(OPEN_SHARDS):
            with aws_errors():
                answer = self._client.query(
                    TableName=self._table,
                    IndexName=OPEN_INDEX,
                    KeyConditionExpression="open_shard = :shard AND expires_at < :before",
                    ExpressionAttributeValues=to_item({":shard": str(shard), ":before": before}),
                    Limit=limit,
                )
            for row in map(from_item, answer["Items"]):
                standing = Standing(row["issuance_id"], IssuanceState(row["state"]), row["head"], row["sequence"])
                yield OpenIssuance(standing, row.get("object_key"))


class OverdueEnvelopes:
    """Finds envelopes past their time, whatever the ledger says of them."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        """Query this table's index."""
        self._client = client
        self._table = table

    def overdue(self, *, before: int, limit: int) -> Iterator[str]:
        """Yield the issuances of up to `limit` envelopes of each shard that expired before this time."""
        for shard in range(OPEN_SHARDS):
            with aws_errors():
                answer = self._client.query(
                    TableName=self._table,
                    IndexName=BY_EXPIRY,
                    KeyConditionExpression="expiry_shard = :shard AND expires_at < :before",
                    ExpressionAttributeValues=to_item({":shard": str(shard), ":before": before}),
                    Limit=limit,
                )
            yield from (from_item(item)["issuance_id"] for item in answer["Items"])
