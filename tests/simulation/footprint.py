"""What an AWS call touches: two calls that touch nothing in common may change places without any difference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from chalicelib.storage.ledger import open_shard
from chalicelib.storage.sessions import expiry_shard
from tests.simulation.wire import AwsCall

EVERYTHING = "*"
"""The key of a call that looks at a whole bucket."""

Place = tuple[str, str]
"""A table or bucket, and a key in it, or a partition of a table's index."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a call reads, what it writes, and in which partitions of indexes that may show."""

    reads: frozenset[Place] = frozenset()
    writes: frozenset[Place] = frozenset()
    shows: frozenset[Place] = frozenset()

    def disturbs(self, other: Footprint) -> bool:
        """Whether the order of the two can matter."""
        return (
            _meet(self.writes, other.writes)
            or _meet(self.writes | self.shows, other.reads)
            or _meet(self.reads, other.writes | other.shows)
        )


def _meet(some: Iterable[Place], others: frozenset[Place]) -> bool:
    return any(
        table == other and (EVERYTHING in {key, other_key} or key == other_key)
        for table, key in some
        for other, other_key in others
    )


def footprint(call: AwsCall) -> Footprint:
    """Return what a call touches.

    Raises:
        ValueError: It is one that this module does not know.
    """
    match call.service:
        case "s3":
            return _of_s3(call)
        case "kms":
            return Footprint()
    return _of_dynamodb(call.operation.partition(".")[2], call.json())


def _of_dynamodb(operation: str, said: dict[str, Any]) -> Footprint:
    match operation:
        case "GetItem":
            return Footprint(reads=_places(said["TableName"], [said["Key"]]))
        case "BatchGetItem":
            asked = said["RequestItems"].items()
            return Footprint(reads=frozenset().union(*(_places(table, of["Keys"]) for table, of in asked)))
        case "Query":
            values = said["ExpressionAttributeValues"]
            return Footprint(
                reads=frozenset({(said["TableName"], (values.get(":shard") or values[":partition"])["S"])})
            )
        case "PutItem" | "UpdateItem" | "DeleteItem":
            return _written([said])
        case "TransactWriteItems":
            return _of_transaction(said["TransactItems"])
    raise ValueError(operation)


def _of_transaction(items: Sequence[dict[str, Any]]) -> Footprint:
    """Return what is written, and as read what is only held against a condition."""
    checked = [item["ConditionCheck"] for item in items if "ConditionCheck" in item]
    written = _written([one for item in items for kind, one in item.items() if kind != "ConditionCheck"])
    reads = frozenset[Place]().union(*(_places(check["TableName"], [check["Key"]]) for check in checked))
    return replace(written, reads=reads)


def _places(table: str, keys: Iterable[dict[str, Any]]) -> frozenset[Place]:
    return frozenset((table, str(sorted(key.items()))) for key in keys)


def _written(all_said: Sequence[dict[str, Any]]) -> Footprint:
    """Return the rows that are written, and the partitions of the indexes in which they may be listed."""
    keyed = [(said["TableName"], _key_of(said)) for said in all_said]
    return Footprint(
        writes=frozenset().union(*(_places(table, [key]) for table, key in keyed)),
        shows=frozenset((table, _shard(key)) for table, key in keyed),
    )


def _key_of(said: dict[str, Any]) -> dict[str, Any]:
    if "Key" in said:
        key: dict[str, Any] = said["Key"]
        return key
    return {name: said["Item"][name] for name in ("issuance_id", "challenge_id") if name in said["Item"]}


def _shard(key: dict[str, Any]) -> str:
    if "token_hash" in key:
        return expiry_shard(key["token_hash"]["S"])
    # Challenges and counts are in no index.
    return open_shard(key["issuance_id"]["S"]) if "issuance_id" in key else ""


def _of_s3(call: AwsCall) -> Footprint:
    address = urlsplit(call.path)
    bucket, _, key = unquote(address.path).lstrip("/").partition("/")
    match call.operation:
        case "s3.GetObject":
            return Footprint(reads=frozenset({(bucket, key)}))
        case "s3.PutObject" | "s3.DeleteObject":
            return Footprint(writes=frozenset({(bucket, key)}))
        case "s3.ListObjectsV2" if "list-type" in (asked := parse_qs(address.query)):
            return Footprint(reads=frozenset({(bucket, asked.get("prefix", [EVERYTHING])[0])}))
    raise ValueError(call.operation)
