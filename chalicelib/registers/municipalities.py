"""Municipalities as the service knows them: their entry in the books and their stop switch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from botocore.exceptions import ClientError

from chalicelib.protocol.errors import Conflict
from chalicelib.registers.entries import Municipality
from chalicelib.storage.aws_errors import aws_errors, condition_failed
from chalicelib.storage.items import Row, from_item, to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

EVERYWHERE = "*"
"""The key of the row whose stop switch is for all municipalities."""


@dataclass(frozen=True, slots=True)
class MunicipalService:
    """A municipality's entry, the version of its books, and whether its service is stopped, there or everywhere."""

    municipality: Municipality
    books: str
    suspended: bool

    @classmethod
    def from_rows(cls, own: Row, everywhere: Row | None) -> MunicipalService:
        """Read the municipality's row and the row for all."""
        entry = msgspec.json.decode(own["entry"], type=Municipality)
        return cls(entry, own["books"], own["suspended"] or bool(everywhere and everywhere["suspended"]))


@dataclass(frozen=True, slots=True)
class Versions:
    """Versions of a municipality's books: the one in force, and one whose import did not come to its end."""

    in_force: str | None
    unfinished: str | None


class MunicipalityWriter:
    """What the office does: publish its entry, stop and resume the service."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        """Write to this table."""
        self._client = client
        self._table = table

    def announce(self, code: str, books: str) -> Versions:
        """Note the version of the books that is about to be written; return what there was before."""
        with aws_errors():
            answer = self._client.update_item(
                TableName=self._table,
                Key=to_item({"municipality": code}),
                UpdateExpression="SET unfinished = :books, suspended = if_not_exists(suspended, :no)",
                ExpressionAttributeValues=to_item({":books": books, ":no": False}),
                ReturnValues="ALL_OLD",
            )
        old = from_item(answer.get("Attributes", {}))
        return Versions(old.get("books"), old.get("unfinished"))

    def publish(self, municipality: Municipality, books: str) -> None:
        """Make a version of the books the one in force, at once and as a whole.

        The stop switch stays as it is.

        Raises:
            Conflict: It is not the version that was announced last: another import has begun since.
        """
        with aws_errors():
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=to_item({"municipality": municipality.code}),
                    UpdateExpression="SET entry = :entry, books = :books REMOVE unfinished",
                    ConditionExpression="unfinished = :books OR books = :books",
                    ExpressionAttributeValues=to_item({":entry": msgspec.json.encode(municipality), ":books": books}),
                )
            except ClientError as error:
                if condition_failed(error):
                    raise Conflict from error
                raise

    def set_suspended(self, municipality: str, *, suspended: bool) -> None:
        """Stop or resume the service of one municipality, or of all (`EVERYWHERE`), from the next request on."""
        with aws_errors():
            self._client.update_item(
                TableName=self._table,
                Key=to_item({"municipality": municipality}),
                UpdateExpression="SET suspended = :suspended",
                ExpressionAttributeValues=to_item({":suspended": suspended}),
            )
