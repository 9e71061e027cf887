"""Sessions: one resident at one kiosk for one visit. Found by the hash of the token, which is never stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chalicelib.protocol.transcript import SESSION_LIFETIME
from chalicelib.storage.aws_errors import aws_errors
from chalicelib.storage.items import Row, from_item, to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

BY_EXPIRY = "by-expiry"
EXPIRY_SHARDS = 4
PURGE_MARGIN = 3600
"""Seconds after which DynamoDB's own expiry may remove a row; the code never relies on it."""


_NO_LINK = "none"
"""In a session opened by a build that kept no link: nobody's, so that it can be ended, and is given nothing more."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session row. `session_public_key` has 1216 bytes, `binding` 32; `expires_at` is Unix seconds.

    `resident_id` is whom the card stands for; with a `registration_id`, a person of a family register as in `Link`.
    `card_link` is the key of the link that says so: each request finds by it whether the office has ended it since.
    """

    token_hash: str
    session_id: str
    kiosk_id: str
    municipality: str
    resident_id: str
    household_id: str
    card_link: str
    session_public_key: bytes
    binding: bytes
    expires_at: int
    issuances: frozenset[str] = field(default_factory=frozenset)
    registration_id: str | None = None

    @classmethod
    def from_row(cls, row: Row) -> Session:
        """Read a row of the sessions table."""
        optional = {"issuances", "registration_id", "card_link"}
        names = [name for name in cls.__dataclass_fields__ if name not in optional]
        return cls(
            **{name: row[name] for name in names},
            issuances=frozenset(row.get("issuances", ())),
            registration_id=row.get("registration_id"),
            card_link=row.get("card_link", _NO_LINK),
        )

    @property
    def began_at(self) -> int:
        """When it was opened, in Unix seconds."""
        return self.expires_at - SESSION_LIFETIME

    def to_row(self) -> Row:
        """Write a new session; it has no issuances yet."""
        names = [name for name in self.__dataclass_fields__ if name != "issuances"]
        row = {name: getattr(self, name) for name in names}
        return row | {"purge_at": self.expires_at + PURGE_MARGIN, "expiry_shard": expiry_shard(self.token_hash)}


def expiry_shard(token_hash: str) -> str:
    """Return the index partition of a session; several, so that none is hot."""
    return str(int(token_hash[:2], 16) % EXPIRY_SHARDS)


class SessionEnder:
    """Deletes sessions."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        """Delete from this table."""
        self._client = client
        self._table = table

    def end(self, token_hash: str) -> Session | None:
        """Delete a session and return it as it was, or None when it had ended already."""
        with aws_errors():
            answer = self._client.delete_item(
                TableName=self._table, Key=to_item({"token_hash": token_hash}), ReturnValues="ALL_OLD"
            )
        old = answer.get("Attributes")
        return Session.from_row(from_item(old)) if old else None
