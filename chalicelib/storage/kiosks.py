"""Enrolled kiosks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.protocol.errors import Conflict, NotFound
from chalicelib.storage.aws_errors import aws_errors, condition_failed
from chalicelib.storage.items import Row, to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class Kiosk:
    """An enrolled kiosk: its Ed25519 public key (32 bytes), and whether the office has suspended it."""

    kiosk_id: str
    public_key: bytes
    suspended: bool = False

    @classmethod
    def from_row(cls, row: Row) -> Kiosk:
        """Read a row of the kiosks table."""
        return cls(row["kiosk_id"], row["public_key"], row["suspended"])


class KioskWriter:
    """What the office does: enrol, suspend and resume kiosks."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        """Write to this table."""
        self._client = client
        self._table = table

    def enrol(self, kiosk: Kiosk) -> None:
        """Enrol a kiosk; effective for its next request.

        Raises:
            Conflict: One with this id is enrolled: a second enrolment would take the place of the first.
        """
        row = {"kiosk_id": kiosk.kiosk_id, "public_key": kiosk.public_key, "suspended": kiosk.suspended}
        with aws_errors():
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item=to_item(row),
                    ConditionExpression="attribute_not_exists(kiosk_id)",
                )
            except ClientError as error:
                if condition_failed(error):
                    raise Conflict from error
                raise

    def rotate_key(self, kiosk_id: str, public_key: bytes) -> None:
        """Give a kiosk a new key; the old one ends with its next request.

        Raises:
            NotFound: No such kiosk is enrolled.
        """
        self._set(kiosk_id, "public_key", public_key)

    def set_suspended(self, kiosk_id: str, *, suspended: bool) -> None:
        """Suspend or resume a kiosk, from its next request on.

        Raises:
            NotFound: No such kiosk is enrolled.
        """
        self._set(kiosk_id, "suspended", suspended)

    def _set(self, kiosk_id: str, attribute: str, value: object) -> None:
        with aws_errors():
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=to_item({"kiosk_id": kiosk_id}),
                    UpdateExpression="SET #attribute = :value",
                    ConditionExpression="attribute_exists(kiosk_id)",
                    ExpressionAttributeNames={"#attribute": attribute},
                    ExpressionAttributeValues=to_item({":value": value}),
                )
            except ClientError as error:
                if condition_failed(error):
                    raise NotFound from error
                raise
