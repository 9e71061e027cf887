"""What is taken for independent is: of such calls only one order is tried."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import combinations_with_replacement
from typing import Any

import pytest

from chalicelib.edge.settings import Settings
from chalicelib.protocol.audit_entries import PERIOD, period_of
from chalicelib.protocol.states import IssuanceState
from chalicelib.storage import clients
from chalicelib.storage.ended import EndedFinder
from chalicelib.storage.envelopes import Envelope
from chalicelib.storage.transitions import (
    ENDED_SHARDS,
    Standing,
    ended_partition,
    ended_period,
    transition_request,
)
from tests.simulation.city import City
from tests.simulation.footprint import footprint
from tests.simulation.kiosk import arrive
from tests.simulation.persistence import ask_for
from tests.simulation.scenes import Scene
from tests.simulation.schedules import Run, explore, follow
from tests.simulation.wire import AwsCall

_ID, _HEAD = "abcdefghijklmnopqrstuv", "0" * 64
_UNREAD = Standing(_ID, IssuanceState.SEALED, _HEAD, 1)
_SHARD = str(sum(_ID.encode()) % 4)


def _dynamodb(operation: str, **said: Any) -> AwsCall:
    return AwsCall(f"dynamodb.{operation}", "/", json.dumps(said).encode())


def _query(table: str, index: str, **values: str) -> AwsCall:
    named = {f":{name}": {"S": value} for name, value in values.items()}
    return _dynamodb("Query", TableName=table, IndexName=index, ExpressionAttributeValues=named)


def _ending() -> AwsCall:
    return _dynamodb("UpdateItem", **transition_request("ledger", _UNREAD, IssuanceState.EXPIRED, at=PERIOD, facts={}))


def _sealing() -> AwsCall:
    envelope = Envelope(_ID, b"", "00", 200, "books", 600).put_request("envelopes")["Put"]
    del envelope["Item"]["enc"]
    return _dynamodb("TransactWriteItems", TransactItems=[{"Put": envelope}])


def _s3(operation: str, path: str) -> AwsCall:
    return AwsCall(f"s3.{operation}", path, b"")


_MEET = [
    (_ending(), _query("ledger", "ended-by-period", partition="1#0")),
    (_ending(), _query("ledger", "by-subject", value="somebody")),
    (_ending(), _query("ledger", "open-by-expiry", shard=_SHARD)),
    (_ending(), _dynamodb("GetItem", TableName="ledger", Key={"issuance_id": {"S": _ID}})),
    (_ending(), _dynamodb("Scan", TableName="ledger")),
    (_ending(), _ending()),
    (_sealing(), _query("envelopes", "by-expiry", shard=_SHARD)),
    (_sealing(), _dynamodb("DeleteItem", TableName="envelopes", Key={"issuance_id": {"S": _ID}})),
    (_s3("PutObject", "/audit/periods/000000001"), _s3("ListObjectsV2", "/audit?list-type=2&prefix=periods%2F")),
    (_s3("DeleteObject", "/images/a/b"), _s3("ListObjectsV2", "/images?list-type=2")),
    (_s3("DeleteObject", "/images/a/b"), _s3("GetObject", "/images/a/b")),
]

_APART = [
    (_ending(), _query("ledger", "open-by-expiry", shard=str((int(_SHARD) + 1) % 4))),
    (_ending(), _dynamodb("GetItem", TableName="ledger", Key={"issuance_id": {"S": _ID.upper()}})),
    (_s3("DeleteObject", "/images/a/b"), _s3("GetObject", "/images/a/c")),
    (_s3("PutObject", "/images/a/b"), _s3("ListObjectsV2", "/images?list-type=2&prefix=b")),
]

_UNKNOWN = [
    _dynamodb("PutItem", TableName="new", Item={"something": {"S": "else"}}),
    _dynamodb("PutItem", TableName="new", Item={}),
    _dynamodb("UpdateItem", TableName="registers", Key={"books": {"S": "b"}, "entry": {"S": "e"}}),
    _dynamodb("DeleteItem", TableName="new", Key={"something": {"S": "else"}}),
    _dynamodb("BatchWriteItem", RequestItems={}),
    _s3("CopyObject", "/images/a/b"),
    AwsCall("kms.DisableKey", "/", b"{}"),
    AwsCall("sqs.SendMessage", "/", b"{}"),
]


@pytest.mark.parametrize(("one", "other"), _MEET)
def test_what_sees_the_other_is_disturbed(one: AwsCall, other: AwsCall) -> None:
    """A write disturbs whatever reads the row, lists the object, or searches an index that the row may be in."""
    assert footprint(one).disturbs(footprint(other))
    assert footprint(other).disturbs(footprint(one))


@pytest.mark.parametrize(("one", "other"), _APART)
def test_what_cannot_see_the_other_is_not(one: AwsCall, other: AwsCall) -> None:
    """Other rows, objects and shards are independent: without that nothing would be left out."""
    assert not footprint(one).disturbs(footprint(other))
    assert not footprint(other).disturbs(footprint(one))


@pytest.mark.parametrize("call", _UNKNOWN, ids=lambda call: call.operation)
def test_a_call_of_an_unknown_shape_is_an_error(call: AwsCall) -> None:
    """What touches nobody knows what, is never taken for something that touches nothing."""
    with pytest.raises(ValueError, match=r"."):
        footprint(call)


def test_ends_are_tried_before_between_and_after_looks_at_what_has_ended(city: City) -> None:
    """Three end while their period's partitions are searched: whatever can be found of them is found in some order."""
    kiosk = arrive(city)
    in_turn = sorted(ask_for(kiosk).issuance_id for _ in range(3))
    before, period = Scene(city, [kiosk]), period_of(city.clock.now)
    finder = EndedFinder(clients.dynamodb(), Settings.from_environment().table("LEDGER"))

    def look() -> frozenset[str]:
        return frozenset(issuance_id for issuance_id, _ in finder.ended_in(period))

    def play(prefix: Sequence[int]) -> Run:
        before.again()
        return follow(city.wire, [look, kiosk.end], prefix, preemptions=2)

    searched = [ended_partition(period, shard) for shard in range(ENDED_SHARDS)]
    possible = {
        frozenset(
            one for number, one in enumerate(in_turn) if number < ended[searched.index(ended_period(one, period))]
        )
        # How many have ended when each partition is searched.
        for ended in combinations_with_replacement(range(4), ENDED_SHARDS)
    }
    assert {run.results[0] for run in explore(play)} == possible
