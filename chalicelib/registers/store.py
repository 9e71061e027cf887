"""The books in DynamoDB: a partition for each version, in it one row for each household.

A household is always read whole; and a reader who knows the version in force reads nothing of any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from chalicelib.registers.entries import HouseholdRecord
from chalicelib.storage.aws_errors import aws_errors
from chalicelib.storage.items import Row, from_item, to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def household_key(books: str, household_id: str) -> Row:
    """Return the key of a household's row in a version of the books."""
    return {"books": books, "entry": f"household#{household_id}"}


def household_row(books: str, record: HouseholdRecord) -> Row:
    """Return the row of a household in a version of the books."""
    return household_key(books, record.household.household_id) | {"body": msgspec.json.encode(record)}


class RegisterReader:
    """Reads the books."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        """Read from this table."""
        self._client = client
        self._table = table

    def household(self, books: str, household_id: str) -> HouseholdRecord | None:
        """Return a household as this version of the books has it at this instant, or None."""
        key = to_item(household_key(books, household_id))
        with aws_errors():
            answer = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        item = answer.get("Item")
        return msgspec.json.decode(from_item(item)["body"], type=HouseholdRecord) if item else None


class RegisterWriter:
    """Changes the books in force: what the office enters between two imports."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        """Write to this table."""
        self._client = client
        self._table = table

    def put_household(self, books: str, record: HouseholdRecord) -> None:
        """Write a household, replacing what the version has of it as a whole."""
        with aws_errors():
            self._client.put_item(TableName=self._table, Item=to_item(household_row(books, record)))
