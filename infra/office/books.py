"""Bringing the books: a register file, already checked as a whole, becomes a new version, in force all at once.

1 the new version is announced   so that an import that crashed is cleaned up by the next
2 its rows are written           nobody reads them yet
3 it is published                one write: every request from now on reads the new version, none a mixture
4 the card links are written
5 the old version is deleted     whoever is not in the new books is nowhere any more
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from boto3.dynamodb.conditions import Key

from chalicelib.protocol import ids
from chalicelib.registers.municipalities import MunicipalityWriter
from chalicelib.registers.register_file import RegisterFile
from chalicelib.registers.rows import all_rows
from chalicelib.storage import clients
from chalicelib.storage.aws_errors import aws_errors
from chalicelib.storage.cards import CardKey, Link, LinkWriter

Progress = Callable[[int, int], None]
"""Takes how many rows are written and how many there are."""


def import_books(books: RegisterFile, *, entropy: ids.Entropy, progress: Progress = lambda _done, _all: None) -> None:
    """Make the books of a register file the ones in force.

    Raises:
        KofuError: A table could not be written. The old version is still in force; the import can be repeated.
    """
    code = books.municipality.code
    municipalities = MunicipalityWriter(clients.dynamodb(), os.environ["KOFU_MUNICIPALITIES_TABLE"])
    table: Any = clients.session().resource("dynamodb").Table(os.environ["KOFU_REGISTERS_TABLE"])
    version = f"{code}#{ids.new_id(entropy)}"
    unfinished = municipalities.announce(code, version)
    if unfinished is not None:
        _delete(table, unfinished)
    _write(table, version, books, progress)
    old = municipalities.publish(books.municipality, version)
    _link(books)
    if old is not None:
        _delete(table, old)


def _write(table: Any, version: str, books: RegisterFile, progress: Progress) -> None:
    with aws_errors(), table.batch_writer() as batch:
        total = sum(1 for _ in all_rows(version, books))
        for done, row in enumerate(all_rows(version, books), start=1):
            batch.put_item(Item=row)
            progress(done, total)


def _link(books: RegisterFile) -> None:
    household_of = {
        resident.resident_id: record.household.household_id
        for record in books.households
        for resident in record.residents
    }
    writer = LinkWriter(clients.dynamodb(), os.environ["KOFU_CARD_LINKS_TABLE"])
    for entry in books.card_links:
        card = CardKey(entry.generation, int(entry.serial), entry.certificate_kind)
        household_id = household_of[entry.resident_id]
        writer.put(
            books.municipality.code,
            card,
            Link(entry.resident_id, household_id, entry.linked_on, entry.source, entry.ended_on),
        )


def _delete(table: Any, version: str) -> None:
    names = {"#books": "books", "#entry": "entry"}
    query = {
        "KeyConditionExpression": Key("books").eq(version),
        "ProjectionExpression": "#books, #entry",
        "ExpressionAttributeNames": names,
    }
    with aws_errors(), table.batch_writer() as batch:
        while True:
            found = table.query(**query)
            for key in found["Items"]:
                batch.delete_item(Key=key)
            if "LastEvaluatedKey" not in found:
                return
            query["ExclusiveStartKey"] = found["LastEvaluatedKey"]
