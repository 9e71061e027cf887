"""The bare AWS calls that storing and handing over one certificate needs, and nothing else, on the same Moto."""

from __future__ import annotations

import secrets
from typing import Any

import boto3
from botocore.config import Config

_ENC, _PUBLIC_KEY, _BODY = 1120, 1216, 1200
CALLS = 10
"""How many calls `BareCalls.pair` makes: those that `docs/aws-calls.md` lists for a request and its retrieval."""


class BareCalls:
    """Makes the calls with rows and an object as large as the real ones, under random keys."""

    def __init__(self, description: dict[str, Any], size: int) -> None:
        """Store objects of `size` bytes."""
        self._names = description["resources"]
        self._content = secrets.token_bytes(size)
        self._dynamodb, self._s3 = (_client(name, description["aws_endpoint"]) for name in ("dynamodb", "s3"))

    def pair(self) -> None:
        """Store and hand over one certificate."""
        key, bucket = secrets.token_hex(16), self._names["ImagesBucket"]
        self._read(key)
        self._dynamodb.batch_get_item(RequestItems={self._names["RegistersTable"]: {"Keys": [_entry(key)]}})
        self._dynamodb.put_item(
            TableName=self._names["LedgerTable"], Item=_key(key) | _filling(), ConditionExpression=_ABSENT
        )
        self._s3.put_object(Bucket=bucket, Key=key, Body=self._content)
        self._seal(key)
        self._read(key)
        self._s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        self._dynamodb.delete_item(TableName=self._names["EnvelopesTable"], Key=_key(key), ReturnValues="ALL_OLD")
        self._update(key)
        self._s3.delete_object(Bucket=bucket, Key=key)

    def _read(self, key: str) -> None:
        rows = {
            "KiosksTable": {"kiosk_id": {"S": key}},
            "MunicipalitiesTable": {"municipality": {"S": "24204"}},
            "SessionsTable": {"token_hash": {"S": key}},
            "LedgerTable": _key(key),
        }
        asked = {self._names[table]: {"Keys": [row], "ConsistentRead": True} for table, row in rows.items()}
        self._dynamodb.batch_get_item(RequestItems=asked)

    def _seal(self, key: str) -> None:
        envelope = {"Item": _key(key) | {"enc": {"B": secrets.token_bytes(_ENC)}}, "ConditionExpression": _ABSENT}
        self._dynamodb.transact_write_items(
            TransactItems=[
                {"Update": _setting(self._names["SessionsTable"], {"token_hash": {"S": key}})},
                {"Update": _setting(self._names["LedgerTable"], _key(key))},
                {"Put": {"TableName": self._names["EnvelopesTable"], **envelope}},
            ]
        )

    def _update(self, key: str) -> None:
        self._dynamodb.update_item(**_setting(self._names["LedgerTable"], _key(key)))


_ABSENT = "attribute_not_exists(issuance_id)"


def _client(service: str, endpoint: str) -> Any:
    return boto3.client(
        service,  # type: ignore[call-overload]  # the stubs list services one by one
        endpoint_url=endpoint,
        region_name="ap-northeast-1",
        aws_access_key_id="emulated",
        aws_secret_access_key="emulated",  # noqa: S106 - the emulation accepts anything
        config=Config(parameter_validation=False),
    )


def _key(key: str) -> dict[str, Any]:
    return {"issuance_id": {"S": key}}


def _entry(key: str) -> dict[str, Any]:
    return {"books": {"S": key}, "entry": {"S": key}}


def _filling() -> dict[str, Any]:
    return {"filling": {"S": "x" * _BODY}}


def _setting(table: str, key: dict[str, Any]) -> dict[str, Any]:
    values = {":state": {"S": "sealed"}}
    return {
        "TableName": table,
        "Key": key,
        "UpdateExpression": "SET done = :state",
        "ExpressionAttributeValues": values,
    }
