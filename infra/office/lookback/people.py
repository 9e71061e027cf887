"""From a pseudonym to the resident: only here, and only while the resident is in the books in force."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from boto3.dynamodb.conditions import Key

from chalicelib.protocol.errors import NotFound
from chalicelib.registers.rows import Book
from chalicelib.storage import clients
from chalicelib.storage.aws_errors import aws_errors


def resident_of(municipality: str, pseudonym: str) -> str:
    """Return the id of the resident whom a pseudonym names, from the books in force.

    Raises:
        NotFound: Nobody there has it: the resident has left the books since, or there are none.
    """
    resource = clients.session().resource("dynamodb")
    municipalities: Any = resource.Table(os.environ["KOFU_MUNICIPALITIES_TABLE"])
    registers: Any = resource.Table(os.environ["KOFU_REGISTERS_TABLE"])
    with aws_errors():
        books = municipalities.get_item(Key={"municipality": municipality}).get("Item", {}).get("books")
        if books is None:
            raise NotFound
        for resident_id, known in _pseudonyms(registers, books):
            if known == pseudonym:
                return resident_id
    raise NotFound


def _pseudonyms(registers: Any, books: str) -> Iterator[tuple[str, str]]:
    for kind in ("household", Book.USES):
        query: dict[str, Any] = {
            "KeyConditionExpression": Key("books").eq(books) & Key("entry").begins_with(f"{kind}#"),
            "ProjectionExpression": "pseudonyms",
        }
        while True:
            found = registers.query(**query)
            for item in found["Items"]:
                yield from item.get("pseudonyms", {}).items()
            if "LastEvaluatedKey" not in found:
                break
            query["ExclusiveStartKey"] = found["LastEvaluatedKey"]
