"""Municipalities as the service knows them: their settings, their books and their stop switch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from botocore.exceptions import ClientError

from chalicelib.protocol.errors import Conflict, NotFound
from chalicelib.registers.entries import MunicipalitySettings
from chalicelib.storage.aws_errors import aws_errors, condition_failed
from chalicelib.storage.items import Row, from_item, to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

EVERYWHERE = "*"
"""The key of the row whose stop switch is for all municipalities."""


@dataclass(frozen=True, slots=True)
class MunicipalService:
    """A municipality's settings, the version of its books, and whether its service is stopped, there or everywhere.

    `entered` counts what the office has entered into books since they were imported first.
    """

    settings: MunicipalitySettings
    books: str
    suspended: bool
    entered: int = 0

    @property
    def state_of_books(self) -> str:
        """What the books hold now, by name: another one whenever anything has been entered into them."""
        return f"{self.books}/{self.entered}"

    @classmethod
    def from_rows(cls, own: Row | None, everywhere: Row | None) -> MunicipalService:
        """Read the municipality's row and the row for all.

        Raises:
            NotFound: The municipality has no books, or no settings.
        """
        if own is None or "books" not in own or "entry" not in own:
            raise NotFound
        suspended = own["suspended"] or bool(everywhere and everywhere["suspended"])
        return cls(decode_settings(own["entry"]), own["books"], suspended, own.get("entered", 0))


def entering(table: str, books: str) -> dict[str, Any]:
    """Return the `Update` that counts an entry into a municipality's books, for the transaction that makes it.

    Books are named by their municipality's code and what tells its versions apart, with a `#` in between.
    """
    return {
        "Update": {
            "TableName": table,
            "Key": to_item({"municipality": books.partition("#")[0]}),
            "UpdateExpression": "ADD entered :one",
            "ExpressionAttributeValues": to_item({":one": 1}),
        }
    }


def decode_settings(entry: bytes) -> MunicipalitySettings:
    """Return the settings that a row holds."""
    return msgspec.json.decode(entry, type=MunicipalitySettings)


@dataclass(frozen=True, slots=True)
class Versions:
    """Versions of a municipality's books: the one in force, and one whose import did not come to its end."""

    in_force: str | None
    unfinished: str | None


class MunicipalityWriter:
    """What the office does: bring settings and books, stop and resume the service."""

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

    def publish(self, code: str, books: str) -> None:
        """Make a version of the books the one in force, at once and as a whole.

        Settings and stop switch stay as they are.

        Raises:
            Conflict: It is not the version that was announced last: another import has begun since.
        """
        self._update(
            code,
            "SET books = :books REMOVE unfinished",
            {":books": books},
            condition="unfinished = :books OR books = :books",
        )

    def put_settings(self, settings: MunicipalitySettings) -> None:
        """Put settings in force, as a whole, from the next request on.

        Raises:
            Conflict: What is in force has this version already, or a higher one.
        """
        self._update(
            settings.code,
            "SET entry = :entry, settings_version = :version, suspended = if_not_exists(suspended, :no)",
            {":entry": msgspec.json.encode(settings), ":version": settings.version, ":no": False},
            condition="attribute_not_exists(settings_version) OR settings_version < :version",
        )

    def settings(self, code: str) -> MunicipalitySettings | None:
        """Return the settings in force, or None."""
        with aws_errors():
            answer = self._client.get_item(
                TableName=self._table, Key=to_item({"municipality": code}), ConsistentRead=True
            )
        entry = from_item(answer.get("Item", {})).get("entry")
        return decode_settings(entry) if entry else None

    def _update(self, code: str, expression: str, values: Row, *, condition: str) -> None:
        with aws_errors():
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=to_item({"municipality": code}),
                    UpdateExpression=expression,
                    ConditionExpression=condition,
                    ExpressionAttributeValues=to_item(values),
                )
            except ClientError as error:
                if condition_failed(error):
                    raise Conflict from error
                raise

    def set_suspended(self, municipality: str, *, suspended: bool) -> None:
        """Stop or resume the service of one municipality, or of all (`EVERYWHERE`), from the next request on.

        Raises:
            NotFound: There is no such municipality: nobody must take a service for stopped because of a slip.
        """
        condition: Any = {} if municipality == EVERYWHERE else {"ConditionExpression": "attribute_exists(municipality)"}
        with aws_errors():
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=to_item({"municipality": municipality}),
                    UpdateExpression="SET suspended = :suspended",
                    ExpressionAttributeValues=to_item({":suspended": suspended}),
                    **condition,
                )
            except ClientError as error:
                if condition_failed(error):
                    raise NotFound from error
                raise
