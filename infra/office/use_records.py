"""The rows of 本籍地利用登録 as the office writes them: nothing that somebody else has decided meanwhile is undone.

Each write holds three things at once: the row is as it was read, the card's link is, and the books are still those in
force. An import reads what was decided in the old books after it has put the new ones in force: so no decision is lost.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import msgspec
from botocore.exceptions import ClientError

from chalicelib.protocol.errors import Conflict, NotFound
from chalicelib.registers.municipalities import entering
from chalicelib.registers.rows import Book, book_key, use_row
from chalicelib.registers.use_registrations import UseRegistration
from chalicelib.storage import clients
from chalicelib.storage.aws_errors import CONDITION_FAILED, aws_errors, cancellation_reasons
from chalicelib.storage.cards import CardKey, Link, link_key
from chalicelib.storage.items import Row, from_item, to_item
from chalicelib.storage.transactions import transact
from infra.office.pseudonyms import pseudonyms_of

ATTEMPTS = 4
"""How often a decision is made anew because something has changed meanwhile."""


class UseRecords:
    """The registrations in a version of a municipality's books."""

    def __init__(self, municipality: str, books: str) -> None:
        """Write as long as these books are in force."""
        self._municipality = municipality
        self._books = books
        self._registers = os.environ["KOFU_REGISTERS_TABLE"]
        self._links = os.environ["KOFU_CARD_LINKS_TABLE"]
        self._municipalities = os.environ["KOFU_MUNICIPALITIES_TABLE"]

    def read(self, registration_id: str) -> tuple[UseRegistration, bytes]:
        """Return a registration, and its content as it is stored.

        Raises:
            NotFound: There is none with this id.
        """
        row = item(self._registers, book_key(self._books, Book.USES, registration_id))
        if row is None:
            raise NotFound
        return msgspec.json.decode(row["body"], type=UseRegistration), row["body"]

    def link(self, card: CardKey) -> Row | None:
        """Return the card's link as it is stored, or None."""
        return item(self._links, {"card": link_key(self._municipality, card)})

    def replace(self, body: bytes, use: UseRegistration) -> bool:
        """Write a registration over the content that was read; whether it still was that.

        Raises:
            Conflict: Other books are in force by now.
        """
        put = self._put_use(use)
        put["Put"] |= {"ConditionExpression": "body = :body", "ExpressionAttributeValues": to_item({":body": body})}
        return self._write(put)

    def enter(self, use: UseRegistration, card: CardKey, link: Link, known: Row | None) -> bool:
        """Write a new registration and the card's link, both or neither; whether the link still was as `known`.

        Raises:
            Conflict: Other books are in force by now.
        """
        put = self._put_use(use)
        put["Put"]["ConditionExpression"] = "attribute_not_exists(entry)"
        row = link.to_row(self._municipality, card)
        return self._write(put, {"Put": {"TableName": self._links, "Item": to_item(row), **_unchanged(known)}})

    def merge(self, use: UseRegistration, decided: Callable[[UseRegistration], UseRegistration]) -> UseRegistration:
        """Write a registration, or what `decided` makes of the one that is there by now; return what was written.

        Raises:
            Conflict: Other books are in force by now, or it changed each time it was tried.
        """
        for _ in range(ATTEMPTS):
            try:
                now, body = self.read(use.registration_id)
            except NotFound:
                if self._add(use):
                    return use
                continue
            merged = decided(now)
            if merged == now or self.replace(body, merged):
                return merged
        raise Conflict

    def _add(self, use: UseRegistration) -> bool:
        put = self._put_use(use)
        put["Put"]["ConditionExpression"] = "attribute_not_exists(entry)"
        return self._write(put)

    def _put_use(self, use: UseRegistration) -> dict[str, Any]:
        row = use_row(self._books, use, pseudonyms_of(self._municipality))
        return {"Put": {"TableName": self._registers, "Item": to_item(row)}}

    def _write(self, *puts: dict[str, Any]) -> bool:
        counted = entering(self._municipalities, self._books)
        counted["Update"]["ConditionExpression"] = "books = :books"
        counted["Update"]["ExpressionAttributeValues"] |= to_item({":books": self._books})
        with aws_errors():
            try:
                transact(clients.dynamodb(), [*puts, counted])
            except ClientError as error:
                reasons = cancellation_reasons(error)
                if CONDITION_FAILED not in reasons:
                    raise
                if reasons[-1] == CONDITION_FAILED:
                    raise Conflict from error
                return False
        return True


def item(table: str, key: Row) -> Row | None:
    """Return a row of a table, strongly consistent, or None."""
    with aws_errors():
        answer = clients.dynamodb().get_item(TableName=table, Key=to_item(key), ConsistentRead=True)
    return from_item(answer["Item"]) if "Item" in answer else None


def _unchanged(known: Row | None) -> dict[str, Any]:
    """Return the condition that a card's link is as it was read."""
    if known is None:
        return {"ConditionExpression": "attribute_not_exists(card)"}
    names = sorted(name for name in known if name != "card")
    absent = sorted(field.name for field in fields(Link) if field.name not in known)
    same = [f"#{name} = :{name}" for name in names] + [f"attribute_not_exists({name})" for name in absent]
    return {
        "ConditionExpression": " AND ".join(same),
        "ExpressionAttributeNames": {f"#{name}": name for name in names},
        "ExpressionAttributeValues": to_item({f":{name}": known[name] for name in names}),
    }
