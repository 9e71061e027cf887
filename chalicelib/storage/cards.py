"""Cards as the service knows them: which resident a certificate belongs to, and how often it failed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.storage.aws_errors import aws_errors
from chalicelib.storage.items import Row, to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MAX_FAILURES = 3


@dataclass(frozen=True, slots=True)
class CardKey:
    """A certificate's identity: its authority's generation, its serial number, its kind."""

    generation: str
    serial: int
    kind: str

    def __str__(self) -> str:
        """Return the key of its rows."""
        return f"{self.generation}#{self.serial}#{self.kind}"


@dataclass(frozen=True, slots=True)
class Link:
    """A row of the card links: the resident, the household whose books hold the resident, and since when.

    A link holds for the version of the books it was made for: one that a new register file does not repeat has
    ended with the old version. A resident may have several live links: a renewed card while the old one still
    works. `source` says where the office has it from.

    `registration_id` is set where the card stands for a person of a family register who lives elsewhere and has
    applied for its use; then `resident_id` names that person by the register, and there is no household.
    """

    books: str
    resident_id: str
    household_id: str
    linked_on: dt.date
    source: str
    ended_on: dt.date | None = None
    registration_id: str | None = None

    @classmethod
    def from_row(cls, row: Row) -> Link:
        """Read a row."""
        ended_on = row.get("ended_on")
        return cls(
            row["books"],
            row["resident_id"],
            row["household_id"],
            dt.date.fromisoformat(row["linked_on"]),
            row["source"],
            dt.date.fromisoformat(ended_on) if ended_on else None,
            row.get("registration_id"),
        )

    def to_row(self, municipality: str, card: CardKey) -> Row:
        """Write a row of a municipality's links."""
        return {
            "card": link_key(municipality, card),
            "books": self.books,
            "resident_id": self.resident_id,
            "household_id": self.household_id,
            "linked_on": self.linked_on.isoformat(),
            "source": self.source,
            "ended_on": self.ended_on.isoformat() if self.ended_on else None,
            "registration_id": self.registration_id,
        }

    def is_live(self, books: str, day: dt.date) -> bool:
        """Whether the certificate stands for the resident in these books on that day; not on the day it ends."""
        return self.books == books and self.linked_on <= day and not self._has_ended(day)

    def still_stands_for(self, resident_id: str, registration_id: str | None, day: dt.date) -> bool:
        """Whether the certificate that opened a session for somebody stands for them on that day.

        In whichever books: after an import they are published before the links are written.
        """
        return (self.resident_id, self.registration_id) == (resident_id, registration_id) and not self._has_ended(day)

    def _has_ended(self, day: dt.date) -> bool:
        return self.ended_on is not None and self.ended_on <= day


def link_key(municipality: str, card: CardKey) -> str:
    """Return the key of a municipality's link of a card.

    Residents' ids are unique in one municipality's books only: a link holds for those books and for no others.
    """
    return f"{municipality}#{card}"


class CardUnlocker:
    """Unlocks cards: only the municipal office does."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        """Write to this table."""
        self._client = client
        self._table = table

    def unlock(self, card: CardKey) -> None:
        """Forget a card's failures."""
        with aws_errors():
            self._client.delete_item(TableName=self._table, Key=to_item({"card": str(card)}))
