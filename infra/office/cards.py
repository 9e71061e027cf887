"""Cards: linked to residents, renewed, ended, unlocked. A renewed or reissued card is another certificate."""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

import msgspec
from boto3.dynamodb.conditions import Key

from chalicelib.protocol.errors import NotFound
from chalicelib.registers.entries import HouseholdRecord
from chalicelib.storage import clients
from chalicelib.storage.aws_errors import aws_errors
from chalicelib.storage.cards import CardKey, CardUnlocker, Link
from infra.office.card_links import link_writer
from infra.office.uses import end_of_card


def link_card(municipality: str, card: CardKey, resident_id: str, *, linked_on: dt.date, source: str) -> None:
    """Link a certificate to a resident of the books in force. Other certificates of the resident stay as they are.

    Raises:
        NotFound: The books hold no such resident, or there are none.
    """
    books, household_id = _entry_of(municipality, resident_id)
    link_writer().put(municipality, card, Link(books, resident_id, household_id, linked_on, source))


def renew_card(municipality: str, old: CardKey, new: CardKey, resident_id: str, *, day: dt.date) -> None:
    """Link the new certificate and end the old one on the same day; in between both stand for the resident.

    Raises:
        NotFound: No such resident, or no such old link.
    """
    link_card(municipality, new, resident_id, linked_on=day, source="renewal")
    end_card(municipality, old, day=day)


def end_card(municipality: str, card: CardKey, *, day: dt.date) -> None:
    """End a link: the card was lost, returned or reissued.

    Raises:
        NotFound: There is no such link.
    """
    end_of_card(municipality, card, day=day)
    link_writer().end(municipality, card, day)


def unlock_card(card: CardKey) -> None:
    """Forget the failures of a card that three of them locked."""
    CardUnlocker(clients.dynamodb(), os.environ["KOFU_CARD_LOCKS_TABLE"]).unlock(card)


def _entry_of(municipality: str, resident_id: str) -> tuple[str, str]:
    """Return the books in force and the household that holds the resident there."""
    resource = clients.session().resource("dynamodb")
    municipalities: Any = resource.Table(os.environ["KOFU_MUNICIPALITIES_TABLE"])
    registers: Any = resource.Table(os.environ["KOFU_REGISTERS_TABLE"])
    with aws_errors():
        books = municipalities.get_item(Key={"municipality": municipality}).get("Item", {}).get("books")
        if books is None:
            raise NotFound
        query: dict[str, Any] = {
            "KeyConditionExpression": Key("books").eq(books) & Key("entry").begins_with("household#")
        }
        while True:
            found = registers.query(**query)
            for item in found["Items"]:
                record = msgspec.json.decode(bytes(item["body"]), type=HouseholdRecord)
                if record.resident(resident_id) is not None:
                    return books, record.household.household_id
            if "LastEvaluatedKey" not in found:
                raise NotFound
            query["ExclusiveStartKey"] = found["LastEvaluatedKey"]
