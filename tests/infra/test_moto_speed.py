"""What makes Moto faster changes no answer: each is compared with the one of Moto's own ways."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from infra.emulator import moto_dynamodb, moto_speed
from infra.emulator.cloud import EmulatedCloud

_LIST = {"L": [{"S": "x"}]}
_ROW = {
    "s": {"S": "x"},
    "n": {"N": "1.50"},
    "b": {"B": b"\0\xff"},
    "bool": {"BOOL": False},
    "null": {"NULL": True},
    "ss": {"SS": ["a"]},
    "l": {"L": [{"S": ""}, {"L": []}]},
    "m": {"M": {"N": {"N": "0"}, "m": {"M": {}}}},
}

_UPDATES: list[tuple[str, dict[str, str], dict[str, Any]]] = [
    (
        "SET #a = :a, n = n + :n REMOVE bool, l[0] ADD ss :ss",
        {"#a": "size"},
        {":a": {"S": "y"}, ":n": {"N": "2"}, ":ss": {"SS": ["b"]}},
    ),
    ("SET #l = list_append(#l, :l), k = if_not_exists(k, :l)", {"#l": "l"}, {":l": _LIST}),
    ("SET m.#n = :n, m.m.new = :l", {"#n": "N"}, {":n": {"N": "1"}, ":l": _LIST}),
    ("DELETE ss :ss", {}, {":ss": {"SS": ["a"]}}),
    ("REMOVE l[1], l[0] SET s = :s", {}, {":s": {"S": "z"}}),
    ("SET none.below = :s", {}, {":s": {"S": "z"}}),
    ("SET s = :s, s = :t", {}, {":s": {"S": "z"}, ":t": {"S": "z"}}),
    ("SET m = :s, m.a = :s", {}, {":s": {"S": "z"}}),
    ("SET s = :s SET n = :s", {}, {":s": {"S": "z"}}),
    ("SET size = :s", {}, {":s": {"S": "z"}}),
    ("SET #none = :s", {}, {":s": {"S": "z"}}),
    ("SET s = :none", {}, {}),
    ("SET entry = :s", {}, {":s": {"S": "z"}}),
    ("SET s = s + :n", {}, {":n": {"N": "1"}}),
    ("ADD s :n", {}, {":n": {"N": "1"}}),
    ("SET n = :s REMOVE", {}, {":s": {"S": "z"}}),
]

_CONDITIONS = [
    "attribute_exists(entry) AND s = :s",
    "attribute_not_exists(s) OR (#n < :n AND NOT n = :n)",
    "begins_with(s, :s) AND size(l) > :n",
    "contains(ss, :s) OR s IN (:s, :s) OR n BETWEEN :n AND :n",
    "m.m = :s",
    "s == :s",
    "size = :s",
    "attribute_exists(:s",
]


def _row(entry: str) -> dict[str, Any]:
    return {"books": {"S": "books"}, "entry": {"S": entry}}


def _said(call: Callable[..., dict[str, Any]], **said: Any) -> Any:
    """Return what is answered, but for what differs each time, or the refusal."""
    try:
        answer = call(**said)
    except ClientError as error:
        return error.response["Error"], error.response["ResponseMetadata"]["HTTPStatusCode"]
    except ConnectionClosedError:
        # Moto knows no answer to some mistakes.
        return "broken"
    return {**answer, "ResponseMetadata": answer["ResponseMetadata"]["HTTPStatusCode"]}


def _answers(cloud: EmulatedCloud) -> list[Any]:
    dynamodb, s3 = cloud.client("dynamodb"), cloud.client("s3")
    table, bucket = cloud.resources["RegistersTable"], cloud.resources["ImagesBucket"]
    answers = list[Any]()
    for expression, names, values in _UPDATES:
        dynamodb.put_item(TableName=table, Item=_row("1") | _ROW)
        change: dict[str, Any] = {"TableName": table, "UpdateExpression": expression, "ReturnValues": "ALL_NEW"}
        if names:
            change["ExpressionAttributeNames"] = names
        if values:
            change["ExpressionAttributeValues"] = values
        answers += [_said(dynamodb.update_item, Key=_row(key), **change) for key in ("1", "new")]
        dynamodb.delete_item(TableName=table, Key=_row("new"))
    dynamodb.put_item(TableName=table, Item=_row("1") | _ROW)
    for condition in _CONDITIONS:
        held: dict[str, Any] = {"TableName": table, "ConditionExpression": condition}
        held["ExpressionAttributeValues"] = {f":{name}": _ROW[name] for name in "sn" if f":{name}" in condition}
        if "#n" in condition:
            held["ExpressionAttributeNames"] = {"#n": "n"}
        answers += [
            _said(dynamodb.put_item, Item=_row("1") | _ROW, **held),
            _said(dynamodb.transact_write_items, TransactItems=[{"ConditionCheck": {"Key": _row("1"), **held}}]),
        ]
    s3.put_object(Bucket=bucket, Key="a/b c", Body=b"x")
    answers += [
        _said(dynamodb.get_item, TableName=table, Key=_row("1")),
        _said(dynamodb.batch_get_item, RequestItems={table: {"Keys": [_row("1"), _row("none")]}}),
        _said(dynamodb.scan, TableName=table),
        _said(dynamodb.scan, TableName="none"),
        _said(dynamodb.describe_table, TableName=table),
        s3.get_object(Bucket=bucket, Key="a/b c")["Body"].read(),
        [found["Key"] for found in s3.list_objects_v2(Bucket=bucket)["Contents"]],
    ]
    return answers


def test_what_makes_moto_faster_changes_no_answer(cloud: EmulatedCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of every kind of value, updates, conditions, refusals and descriptions are answered as by Moto itself."""
    fast = _answers(cloud)
    for where, name, own in moto_speed.OWN_WAYS:
        monkeypatch.setattr(where, name, own)
    monkeypatch.setattr(moto_dynamodb, "TARGET", "nothing")
    assert _answers(cloud) == fast
    statuses = [answer[1] if isinstance(answer, tuple) else 200 for answer in fast]
    assert statuses.count(400) > len(_UPDATES)
    assert statuses.count(200) > len(_UPDATES)
