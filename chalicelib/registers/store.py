"""The books in DynamoDB: one row for each household, so that a household is always read whole and in one version."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from chalicelib.registers.entries import CardLink, HouseholdRecord
from chalicelib.storage.aws_errors import aws_errors
from chalicelib.storage.cards import CardKey, Link, LinkWriter
from chalicelib.storage.items import from_item, to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def _household_key(municipality: str, household_id: str) -> str:
    return f"{municipality}#household#{household_id}"


class RegisterReader:
    """Reads the books."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        """Read from this table."""
        self._client = client
        self._table = table

    def household(self, municipality: str, household_id: str) -> HouseholdRecord | None:
        """Return a household as the books have it at this instant, or None."""
        key = to_item({"entry": _household_key(municipality, household_id)})
        with aws_errors():
            answer = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        item = answer.get("Item")
        return msgspec.json.decode(from_item(item)["body"], type=HouseholdRecord) if item else None


class RegisterWriter:
    """What an import does to the books."""

    def __init__(self, client: DynamoDBClient, *, registers_table: str, card_links_table: str) -> None:
        """Write to these tables."""
        self._client = client
        self._registers = registers_table
        self._links = card_links_table

    def put_household(self, record: HouseholdRecord) -> None:
        """Write a household, replacing its earlier version as a whole."""
        household = record.household
        row = {
            "entry": _household_key(household.municipality, household.household_id),
            "body": msgspec.json.encode(record),
        }
        with aws_errors():
            self._client.put_item(TableName=self._registers, Item=to_item(row))

    def put_links(self, links: Iterable[CardLink], household_of: dict[str, str]) -> None:
        """Write card links; `household_of` maps residents to their households."""
        writer = LinkWriter(self._client, self._links)
        for link in links:
            card = CardKey(link.generation, int(link.serial), link.certificate_kind)
            household_id = household_of[link.resident_id]
            writer.put(card, Link(link.resident_id, household_id, link.linked_on, link.source, link.ended_on))
