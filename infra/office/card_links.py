"""Links of cards to residents, as the office writes them."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.protocol.errors import NotFound, TooManyRequests
from chalicelib.registers.municipalities import entering
from chalicelib.storage import clients
from chalicelib.storage.aws_errors import CONDITION_FAILED, aws_errors, cancellation_reasons, condition_failed
from chalicelib.storage.cards import CardKey, Link, link_key
from chalicelib.storage.items import to_item
from chalicelib.storage.transactions import transact

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds before a write is tried again: each page that is sealed holds the link of its card for an instant."""


def link_writer() -> LinkWriter:
    """Write the links of the deployment that the environment names."""
    municipalities = os.environ["KOFU_MUNICIPALITIES_TABLE"]
    return LinkWriter(clients.dynamodb(), os.environ["KOFU_CARD_LINKS_TABLE"], municipalities)


class LinkWriter:
    """What the office does with cards: link a new one, end the link of a lost, renewed or returned one.

    What it ends, or gives to somebody else, is effective for the very next request of a session that the card has
    opened, the hand-over of a page that was made before included (R6): it counts as an entry into the books.
    """

    def __init__(
        self, client: DynamoDBClient, table: str, municipalities: str, pause: Callable[[float], None] = time.sleep
    ) -> None:
        """Write to this table, and count in that of the municipalities what sessions may depend on."""
        self._client = client
        self._table = table
        self._municipalities = municipalities
        self._pause = pause

    def put(self, municipality: str, card: CardKey, link: Link) -> None:
        """Link a certificate to a resident of a municipality, or replace what was recorded of it there."""
        put: Any = {"TableName": self._table, "Item": to_item(link.to_row(municipality, card))}
        # A card that nobody knows here has no session open: nothing has to be made anew for it.
        new = partial(self._client.put_item, **put, ConditionExpression="attribute_not_exists(card)")
        if not self._insist(new):
            self._insist(lambda: transact(self._client, [{"Put": put}, entering(self._municipalities, municipality)]))

    def put_registered(self, municipality: str, card: CardKey, link: Link, *, stands: bool) -> None:
        """Write the link of a registration for use, but a link that the office has ended stays ended.

        That is the one of this very registration while it `stands`; otherwise the one of a resident, whose place a
        registration that does not stand does not take.
        """
        ended = "attribute_exists(ended_on) AND "
        same: dict[str, Any] = {"ExpressionAttributeValues": to_item({":same": link.registration_id})} if stands else {}
        ended += "registration_id = :same" if stands else "attribute_not_exists(registration_id)"
        put: Any = {"TableName": self._table, "Item": to_item(link.to_row(municipality, card))}
        self._insist(partial(self._client.put_item, **put, ConditionExpression=f"NOT ({ended})", **same))

    def carry_over(self, municipality: str, card: CardKey, link: Link) -> None:
        """Write a link of a new version of the books. One that the office has ended stays ended: no file revives it."""
        row = {name: value for name, value in link.to_row(municipality, card).items() if value is not None}
        key = row.pop("card")
        # A card that was registered for use from elsewhere may have become a resident's.
        removed = "" if link.registration_id else " REMOVE registration_id"
        update: Any = {
            "TableName": self._table,
            "Key": to_item({"card": key}),
            "UpdateExpression": "SET " + ", ".join(f"#{name} = :{name}" for name in row) + removed,
            "ExpressionAttributeNames": {f"#{name}": name for name in row},
            "ExpressionAttributeValues": to_item({f":{name}": value for name, value in row.items()}),
        }
        self._insist(partial(self._client.update_item, **update))

    def count_entry(self, municipality: str) -> None:
        """Have every page that waits made anew: the links of new books are written, and hold for it as well."""
        self._insist(partial(self._client.update_item, **entering(self._municipalities, municipality)["Update"]))

    def end(self, municipality: str, card: CardKey, ended_on: dt.date) -> None:
        """End a link; from that day on the certificate stands for nobody.

        Raises:
            NotFound: There is no such link.
        """
        update: Any = {
            "TableName": self._table,
            "Key": to_item({"card": link_key(municipality, card)}),
            "UpdateExpression": "SET ended_on = :day",
            "ConditionExpression": "attribute_exists(card)",
            "ExpressionAttributeValues": to_item({":day": ended_on.isoformat()}),
        }
        items = [{"Update": update}, entering(self._municipalities, municipality)]
        if not self._insist(lambda: transact(self._client, items)):
            raise NotFound

    def _insist(self, write: Callable[[], object]) -> bool:
        """Write; whether its condition held. DynamoDB refuses what a transaction holds, and the SDK does not repeat it.

        Raises:
            TooManyRequests: It was held each time.
            DependencyUnavailable: There was no answer.
        """
        for pause in _PAUSES:
            try:
                return _write(write)
            except TooManyRequests:
                self._pause(pause)
        return _write(write)


def _write(write: Callable[[], object]) -> bool:
    with aws_errors():
        try:
            write()
        except ClientError as error:
            if condition_failed(error) or CONDITION_FAILED in cancellation_reasons(error):
                return False
            raise
    return True
