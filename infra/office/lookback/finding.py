"""Finding issuances through the ledger's indexes: of a period, of a resident, by id. No scan, however long ago."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from chalicelib.protocol.audit_entries import period_of
from chalicelib.protocol.errors import NotFound
from chalicelib.storage import clients
from chalicelib.storage.aws_errors import aws_errors
from chalicelib.storage.batch import MAX_ROWS, read_rows
from chalicelib.storage.ended import ENDED_INDEX
from chalicelib.storage.items import Row, from_item, to_item
from chalicelib.storage.ledger import OPEN_INDEX, OPEN_SHARDS
from chalicelib.storage.transitions import ENDED_SHARDS, ended_partition
from infra.office.lookback.record import Record

_LONGEST = 48 * 3600
"""Seconds from a request to its end, at most: a session, and an outage of the sweep."""


def requested_between(since: int, until: int) -> list[Record]:
    """Return what was requested in a time (Unix seconds, the end not included), in the order of the requests."""
    ended = (Record.from_row(row) for period in _periods(since, until) for row in _ended(period))
    found = {record.issuance_id: record for record in [*_open(), *ended]}
    chosen = [record for record in found.values() if since <= record.first.at < until]
    return sorted(chosen, key=lambda record: (record.first.at, record.issuance_id))


def of_person(pseudonym: str) -> list[Record]:
    """Return what was issued to a person, or about one, in the order of the requests."""
    ids = {row["issuance_id"] for name in ("applicant", "subject") for row in _by_person(name, pseudonym)}
    return sorted(_read(sorted(ids)), key=lambda record: (record.first.at, record.issuance_id))


def by_id(issuance_id: str) -> Record:
    """Return one issuance.

    Raises:
        NotFound: There is none with this id.
    """
    found = list(_read([issuance_id]))
    if not found:
        raise NotFound
    return found[0]


def _periods(since: int, until: int) -> range:
    return range(period_of(since), period_of(until + _LONGEST) + 1)


def _ended(period: int) -> Iterator[Row]:
    for shard in range(ENDED_SHARDS):
        yield from _query(ENDED_INDEX, "ended_period = :value", {":value": ended_partition(period, shard)})


def _open() -> Iterator[Record]:
    for shard in range(OPEN_SHARDS):
        rows = _query(OPEN_INDEX, "open_shard = :value", {":value": str(shard)})
        yield from _read([row["issuance_id"] for row in rows])


def _by_person(name: str, pseudonym: str) -> Iterator[Row]:
    return _query(f"by-{name}", f"{name} = :value", {":value": pseudonym})


def _query(index: str, condition: str, values: Row) -> Iterator[Row]:
    query: dict[str, Any] = {
        "TableName": _ledger(),
        "IndexName": index,
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": to_item(values),
    }
    while True:
        with aws_errors():
            answer = clients.dynamodb().query(**query)
        yield from map(from_item, answer["Items"])
        if "LastEvaluatedKey" not in answer:
            return
        query["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def _read(ids: list[str]) -> Iterator[Record]:
    keys = [(_ledger(), "issuance_id", issuance_id) for issuance_id in ids]
    for first in range(0, len(keys), MAX_ROWS):
        yield from map(Record.from_row, read_rows(clients.dynamodb(), keys[first : first + MAX_ROWS]).values())


def _ledger() -> str:
    return os.environ["KOFU_LEDGER_TABLE"]
