"""What is past its time, found through an index: partitions by a shard of the id, in each the order of expiry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.storage.aws_errors import aws_errors
from chalicelib.storage.items import Row, from_item, to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class ExpiryIndex:
    """An index: its name, the attribute that it is partitioned by, and how many partitions there are."""

    name: str
    shard: str
    shards: int


def overdue(client: DynamoDBClient, table: str, index: ExpiryIndex, *, before: int, limit: int) -> Iterator[list[Row]]:
    """Yield for each partition up to `limit` rows that expired before this time, the oldest first.

    The index may lag behind its table: what is done by it is done on a condition.
    """
    for shard in range(index.shards):
        with aws_errors():
            answer = client.query(
                TableName=table,
                IndexName=index.name,
                KeyConditionExpression=f"{index.shard} = :shard AND expires_at < :before",
                ExpressionAttributeValues=to_item({":shard": str(shard), ":before": before}),
                Limit=limit,
            )
        yield [from_item(item) for item in answer["Items"]]
