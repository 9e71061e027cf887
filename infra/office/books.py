"""Bringing the books: a register file, already checked as a whole, becomes a new version, in force all at once.

1 the new version is announced   so that an import that crashed is cleaned up by the next
2 its rows are written           nobody reads them yet
3 it is published                one write: every request from now on reads the new version, none a mixture
4 the card links are written     until then a card is refused; one that the file does not repeat stays refused, but
                                 a registration for use that the office has entered stays while its person is there;
                                 then what waits to be fetched is made anew, for the links hold for it as well
5 the old version is deleted     whoever is not in the new books is nowhere any more

Of two imports at once the one announced last is published; the other is refused and leaves nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from boto3.dynamodb.conditions import Attr, Key

from chalicelib.protocol import ids
from chalicelib.protocol.errors import Conflict
from chalicelib.registers.entries import MunicipalitySettings
from chalicelib.registers.municipalities import MunicipalityWriter
from chalicelib.registers.pseudonyms import Pseudonyms
from chalicelib.registers.register_file import RegisterFile
from chalicelib.registers.rows import all_rows
from chalicelib.storage import clients
from chalicelib.storage.aws_errors import aws_errors
from chalicelib.storage.cards import CardKey, Link
from infra.office.card_links import link_writer
from infra.office.pseudonyms import pseudonyms_of
from infra.office.use_imports import carried_over, linked_cards, with_decisions
from infra.office.use_records import UseRecords
from infra.office.uses import STANDING, card_of, registrations, write_link

Progress = Callable[[int, int], None]
"""Takes how many rows are written and how many there are."""


def import_books(books: RegisterFile, *, entropy: ids.Entropy, progress: Progress = lambda _done, _all: None) -> None:
    """Make the books of a register file the ones in force.

    The settings in the file are put in force with the books, unless those in force have the same or a higher version.

    Raises:
        KofuError: A table could not be written. The old version is still in force or, from step 4 on, the new one while
            cards are refused; in both cases the import is to be repeated.
    """
    code = books.settings.code
    municipalities = MunicipalityWriter(clients.dynamodb(), os.environ["KOFU_MUNICIPALITIES_TABLE"])
    table: Any = clients.session().resource("dynamodb").Table(os.environ["KOFU_REGISTERS_TABLE"])
    version = f"{code}#{ids.new_id(entropy)}"
    before = municipalities.announce(code, version)
    if before.unfinished is not None:
        _delete(table, before.unfinished)
    if before.in_force is not None:
        books = carried_over(books, registrations(before.in_force), books.header.day)
    _write(table, version, books, pseudonyms_of(code), progress)
    try:
        _put_settings(municipalities, books.settings)
        municipalities.publish(code, version)
    except Conflict:
        _delete(table, version)
        raise
    if before.in_force is not None:
        books = _with_later_decisions(books, version, before.in_force)
    _link(books, version)
    _forget_links(code, version)
    link_writer().count_entry(code)
    if before.in_force is not None:
        _delete(table, before.in_force)


def _with_later_decisions(books: RegisterFile, version: str, before: str) -> RegisterFile:
    """Enter into a published version what the office decided in the one before while the new one was being written.

    What it has decided in the published one since stands.
    """
    later = carried_over(books, registrations(before), books.header.day)
    records = UseRecords(books.settings.code, version)
    uses = {use.registration_id: use for use in later.use_registrations}
    for use in set(later.use_registrations) - set(books.use_registrations):
        uses[use.registration_id] = records.merge(use, partial(with_decisions, use))
    return msgspec.structs.replace(later, use_registrations=tuple(uses.values()))


def _put_settings(municipalities: MunicipalityWriter, settings: MunicipalitySettings) -> None:
    in_force = municipalities.settings(settings.code)
    if in_force is None or in_force.version < settings.version:
        municipalities.put_settings(settings)


def _write(table: Any, version: str, books: RegisterFile, pseudonym: Pseudonyms, progress: Progress) -> None:
    with aws_errors(), table.batch_writer() as batch:
        total = sum(1 for _ in all_rows(version, books))
        for done, row in enumerate(all_rows(version, books, pseudonym), start=1):
            batch.put_item(Item=row)
            progress(done, total)


def _link(books: RegisterFile, version: str) -> None:
    household_of = {
        resident.resident_id: record.household.household_id
        for record in books.households
        for resident in record.residents
    }
    writer = link_writer()
    for entry in books.card_links:
        card = CardKey(entry.generation, int(entry.serial), entry.certificate_kind)
        household_id = household_of[entry.resident_id]
        link = Link(version, entry.resident_id, household_id, entry.linked_on, entry.source, entry.ended_on)
        writer.carry_over(books.settings.code, card, link)
    linked = linked_cards(books)
    # Of several registrations of one card the one that stands is written last.
    day = books.header.day
    uses = [(use.ended_on is None and use.state(day) in STANDING, use) for use in books.use_registrations]
    for stands, use in sorted(uses, key=lambda each: each[0]):
        if card_of(use) not in linked:
            write_link(books.settings.code, version, use, stands=stands)


def _forget_links(code: str, version: str) -> None:
    """Delete the links that the new books do not repeat, but for those that the office ended: they stay ended."""
    table: Any = clients.session().resource("dynamodb").Table(os.environ["KOFU_CARD_LINKS_TABLE"])
    dead = Attr("card").begins_with(f"{code}#") & Attr("books").ne(version) & Attr("ended_on").not_exists()
    scan: dict[str, Any] = {"FilterExpression": dead, "ProjectionExpression": "card"}
    with aws_errors(), table.batch_writer() as batch:
        while True:
            found = table.scan(**scan)
            for key in found["Items"]:
                batch.delete_item(Key=key)
            if "LastEvaluatedKey" not in found:
                return
            scan["ExclusiveStartKey"] = found["LastEvaluatedKey"]


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
