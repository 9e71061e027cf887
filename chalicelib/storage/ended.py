"""Finished issuances by the period of their end, found through an index of the ledger."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from chalicelib.storage.aws_errors import aws_errors
from chalicelib.storage.items import from_item, to_item
from chalicelib.storage.transitions import ENDED_SHARDS, ended_partition

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ENDED_INDEX = "ended-by-period"

Ended = tuple[str, list[str]]
"""An issuance's id, and the texts of its audit entries."""


class EndedFinder:
    """Reads the index. It may lag behind the ledger: whoever needs all asks some time after the period."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        """Query this table's index."""
        self._client = client
        self._table = table

    def ended_in(self, period: int) -> Iterator[Ended]:
        """Yield what ended in a period, in the order of the ids."""
        return heapq.merge(*(self._shard(ended_partition(period, shard)) for shard in range(ENDED_SHARDS)))

    def _shard(self, partition: str) -> Iterator[Ended]:
        query: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": ENDED_INDEX,
            "KeyConditionExpression": "ended_period = :partition",
            "ExpressionAttributeValues": to_item({":partition": partition}),
        }
        while True:
            with aws_errors():
                answer = self._client.query(**query)
            for row in map(from_item, answer["Items"]):
                yield row["issuance_id"], row["chain"]
            if "LastEvaluatedKey" not in answer:
                return
            query["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
