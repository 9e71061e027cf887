"""The books in DynamoDB: read in one call, and changed by the office between two imports.

Every row is read whole; and a reader who knows the version in force reads nothing of any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
from botocore.exceptions import ClientError

from chalicelib.protocol.errors import TooManyRequests
from chalicelib.registers.entries import HouseholdRecord
from chalicelib.registers.family_registers import FamilyRegisterRecord
from chalicelib.registers.municipalities import entering
from chalicelib.registers.rows import (
    BODIES,
    Book,
    Pseudonym,
    book_key,
    book_row,
    household_key,
    household_row,
    own_key,
    own_row,
    register_row,
    use_row,
)
from chalicelib.registers.seals import SealRegistration
from chalicelib.registers.supplements import SupplementRecord
from chalicelib.registers.taxation import TaxRecord
from chalicelib.registers.use_registrations import UseRegistration
from chalicelib.storage.aws_errors import CONDITION_FAILED, aws_errors, cancellation_reasons
from chalicelib.storage.items import Row, from_item, to_item
from chalicelib.storage.transactions import transact

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the books hold of one resident; what was not asked for is absent like what is not there.

    `rows` are the rows it was read from, `link` is the one by which the card stands for the resident; they are held
    against what is stored again before anything is sealed. `pseudonyms` are those of the persons in them, by their ids.
    """

    household: HouseholdRecord | None = None
    seal: SealRegistration | None = None
    taxation: tuple[TaxRecord, ...] = ()
    family_register: FamilyRegisterRecord | None = None
    supplement: SupplementRecord | None = None
    use: UseRegistration | None = None
    rows: tuple[Row, ...] = field(default=(), repr=False)
    link: Row = field(default_factory=dict, repr=False)
    pseudonyms: Mapping[str, str] = field(default_factory=dict, repr=False)


_FIELDS = {
    Book.SEALS: "seal",
    Book.TAXATION: "taxation",
    Book.FAMILY_REGISTERS: "family_register",
    Book.SUPPLEMENTS: "supplement",
    Book.USES: "use",
}


class RegisterReader:
    """Reads the books."""

    def __init__(self, client: DynamoDBClient, table: str, card_links: str) -> None:
        """Read from these tables."""
        self._client = client
        self._table = table
        self._card_links = card_links

    def read(
        self, books: str, *, card_link: str, household_id: str, resident_id: str, further: Iterable[Book] = ()
    ) -> Held:
        """Return a card's link, a household, and what `further` books have of a resident, in one consistent call.

        All of it is of this version of the books, as it is at this instant.

        Raises:
            TooManyRequests: Some rows were left unread: nobody decides on half a picture.
            DependencyUnavailable: The call failed.
        """
        home = household_key(books, household_id)
        keys = {book: book_key(books, book, resident_id) for book in further}
        rows, link = self._rows([home, *keys.values()], card_link)
        own = rows.get(home["entry"])
        household = msgspec.json.decode(own["body"], type=HouseholdRecord) if own else None
        return Held(household=household, link=link, **_facts(rows), **_bodies(keys, rows))

    def read_use(self, books: str, *, card_link: str, registration_id: str, register_id: str) -> Held:
        """Return a card's link, a registration for use and the register and supplement it is for, as `read` does.

        Both are read, whichever is asked for: a protection is in the supplement.
        """
        keys = {
            Book.USES: book_key(books, Book.USES, registration_id),
            Book.FAMILY_REGISTERS: book_key(books, Book.FAMILY_REGISTERS, own_key(register_id)),
            Book.SUPPLEMENTS: book_key(books, Book.SUPPLEMENTS, own_key(register_id)),
        }
        rows, link = self._rows([*keys.values()], card_link)
        return Held(link=link, **_facts(rows), **_bodies(keys, rows))

    def _rows(self, keys: list[Row], card_link: str) -> tuple[dict[str, Row], Row]:
        request: Any = {
            self._table: {"Keys": [to_item(key) for key in keys], "ConsistentRead": True},
            self._card_links: {"Keys": [to_item({"card": card_link})], "ConsistentRead": True},
        }
        with aws_errors():
            answer = self._client.batch_get_item(RequestItems=request)
        if answer.get("UnprocessedKeys"):
            raise TooManyRequests
        found = answer["Responses"]
        links = [from_item(each) for each in found.get(self._card_links, ())]
        rows = {row["entry"]: row for row in map(from_item, found.get(self._table, ()))}
        return rows, links[0] if links else {}


def _facts(rows: Mapping[str, Row]) -> dict[str, Any]:
    """Return the rows that were read, and the pseudonyms in them."""
    pseudonyms = {name: known for row in rows.values() for name, known in row.get("pseudonyms", {}).items()}
    return {"rows": tuple(rows.values()), "pseudonyms": pseudonyms}


def _bodies(keys: Mapping[Book, Row], rows: Mapping[str, Row]) -> dict[str, Any]:
    """Decode the rows that are there, by the fields of `Held`."""
    there = {book: rows[key["entry"]] for book, key in keys.items() if key["entry"] in rows}
    return {_FIELDS[book]: msgspec.json.decode(row["body"], type=BODIES[book]) for book, row in there.items()}


class RegisterWriter:
    """Changes the books in force: what the office enters between two imports.

    It is effective for the very next request, the hand-over of a page that was made before included (R6).
    """

    def __init__(self, client: DynamoDBClient, table: str, municipalities: str) -> None:
        """Write to this table, and count in that of the municipalities that something was entered."""
        self._client = client
        self._table = table
        self._municipalities = municipalities

    def put_household(self, books: str, record: HouseholdRecord, pseudonym: Pseudonym | None = None) -> None:
        """Write a household, replacing what the version has of it as a whole."""
        self._put(household_row(books, record, pseudonym))

    def put_seal(self, books: str, seal: SealRegistration) -> None:
        """Write a resident's seal, replacing the one that the version has."""
        self._put(book_row(books, Book.SEALS, seal.resident_id, seal))

    def put_taxation(self, books: str, resident_id: str, years: tuple[TaxRecord, ...]) -> None:
        """Write all fiscal years of a resident, replacing what the version has of them."""
        self._put(book_row(books, Book.TAXATION, resident_id, years))

    def put_register(self, books: str, record: FamilyRegisterRecord | SupplementRecord) -> None:
        """Write a family register or a supplement, for each resident in it.

        Who has been removed from it still finds it, and that they are not in it any more, unless they have been
        entered into another register before.
        """
        for resident_id in {person.resident_id for person in record.persons if person.resident_id is not None}:
            row = register_row(books, resident_id, record)
            self._put(row, unless_moved=record.person_of(resident_id) is None)
        self._put(own_row(books, record))

    def put_use(self, books: str, use: UseRegistration, pseudonym: Pseudonym | None = None) -> None:
        """Write a registration for use, replacing what the version has of it."""
        self._put(use_row(books, use, pseudonym))

    def _put(self, row: Row, *, unless_moved: bool = False) -> None:
        condition: Any = {}
        if unless_moved:
            condition = {
                "ConditionExpression": "attribute_not_exists(register_id) OR register_id = :own",
                "ExpressionAttributeValues": to_item({":own": row["register_id"]}),
            }
        put: Any = {"Put": {"TableName": self._table, "Item": to_item(row), **condition}}
        with aws_errors():
            try:
                transact(self._client, [put, entering(self._municipalities, row["books"])])
            except ClientError as error:
                if CONDITION_FAILED not in cancellation_reasons(error):
                    raise
