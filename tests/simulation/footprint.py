"""What an AWS call touches: two calls that touch nothing in common may change places without any difference.

What is not known here for certain counts as touched, and a call that is not known at all is an error: a schedule that
is left out for a wrong reason would hide what it breaks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from chalicelib.storage.ledger import OPEN_INDEX, open_shard
from chalicelib.storage.sessions import BY_EXPIRY, expiry_shard
from tests.simulation.wire import AwsCall

Json = Mapping[str, Any]

_SHARDS: Mapping[str, Callable[[str], str] | None] = {
    "issuance_id": open_shard,
    "token_hash": expiry_shard,
    "challenge_id": None,
    "bucket": None,
}
"""The keys of rows that functions write, and in which partition of `_SHARDED` a row is listed, if it is at all."""

_ITEM_KEYS = ("issuance_id", "challenge_id", "token_hash")
"""What the key of a whole item is: the first of these that it has. An envelope also names its session."""

_SHARDED = {OPEN_INDEX, BY_EXPIRY}
"""The indexes whose partition follows from a row's key. In any other one a write may show anywhere."""


@dataclass(frozen=True, slots=True)
class Place:
    """A row, an object, or a partition of an index: the table or bucket it is in, and what it is called there.

    With `beginning` it is all that is called something that begins so; with nothing else, the whole table or bucket.
    """

    holder: str
    name: str
    beginning: bool = False

    def meets(self, other: Place) -> bool:
        """Whether the two have anything in common."""
        return self.holder == other.holder and (
            self.name == other.name
            or (self.beginning and other.name.startswith(self.name))
            or (other.beginning and self.name.startswith(other.name))
        )


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
    return any(place.meets(other) for place in some for other in others)


def footprint(call: AwsCall) -> Footprint:
    """Return what a call touches.

    Raises:
        ValueError: It is one that this module does not know.
    """
    match call.service:
        case "s3":
            return _of_s3(call)
        case "dynamodb":
            return _of_dynamodb(call.operation.partition(".")[2], call.json())
    if call.operation in {"kms.Sign", "kms.GetPublicKey"}:
        return Footprint()
    raise ValueError(call.operation)


def _of_dynamodb(operation: str, said: Json) -> Footprint:
    match operation:
        case "GetItem":
            return Footprint(reads=_places(said["TableName"], [said["Key"]]))
        case "BatchGetItem":
            asked = said["RequestItems"].items()
            return Footprint(reads=frozenset().union(*(_places(table, of["Keys"]) for table, of in asked)))
        case "Query" | "Scan":
            return Footprint(reads=frozenset({_searched(said)}))
        case "PutItem" | "UpdateItem" | "DeleteItem":
            return _written([said])
        case "TransactWriteItems":
            return _of_transaction(said["TransactItems"])
    raise ValueError(operation)


def _searched(said: Json) -> Place:
    """Return the partition that is searched, or the whole table."""
    shard = said.get("ExpressionAttributeValues", {}).get(":shard")
    if shard is None or said.get("IndexName") not in _SHARDED:
        return Place(said["TableName"], "", beginning=True)
    return Place(said["TableName"], shard["S"])


def _of_transaction(items: Sequence[Json]) -> Footprint:
    """Return what is written, and as read what is only held against a condition."""
    checked = [item["ConditionCheck"] for item in items if "ConditionCheck" in item]
    written = _written([one for item in items for kind, one in item.items() if kind != "ConditionCheck"])
    reads = frozenset[Place]().union(*(_places(check["TableName"], [check["Key"]]) for check in checked))
    return replace(written, reads=reads)


def _places(table: str, keys: Iterable[Json]) -> frozenset[Place]:
    return frozenset(Place(table, str(sorted(key.items()))) for key in keys)


def _written(all_said: Sequence[Json]) -> Footprint:
    """Return the rows that are written, and the partitions of the indexes in which they may be listed."""
    keyed = [(said["TableName"], _key_of(said)) for said in all_said]
    return Footprint(
        writes=frozenset().union(*(_places(table, [key]) for table, key in keyed)),
        shows=frozenset(Place(table, shard) for table, key in keyed for shard in _shards(key)),
    )


def _key_of(said: Json) -> Json:
    """Return the key of the row that is written.

    Raises:
        ValueError: Its table is not one that functions write.
    """
    item: Json = said.get("Item", {})
    of_item = [{name: item[name]} for name in _ITEM_KEYS if name in item]
    key: Json = said.get("Key") or next(iter(of_item), {})
    if len(key) != 1 or not _SHARDS.keys() >= key.keys():
        raise ValueError(f"what is written has the key {sorted(key)}")
    return key


def _shards(key: Json) -> Iterable[str]:
    ((name, value),) = key.items()
    shard = _SHARDS[name]
    return [] if shard is None else [shard(value["S"])]


def _of_s3(call: AwsCall) -> Footprint:
    address = urlsplit(call.path)
    bucket, _, key = unquote(address.path).lstrip("/").partition("/")
    match call.operation:
        case "s3.GetObject":
            return Footprint(reads=frozenset({Place(bucket, key)}))
        case "s3.PutObject" | "s3.DeleteObject":
            return Footprint(writes=frozenset({Place(bucket, key)}))
        case "s3.ListObjectsV2":
            asked = parse_qs(address.query)
            return Footprint(reads=frozenset({Place(bucket, asked.get("prefix", [""])[0], beginning=True)}))
    raise ValueError(call.operation)
