"""The books as rows: a partition for each version, in it a row for each household and for each further record.

The sort key says what a row is about: `household#<household_id>`, and `<book>#<resident_id>` for the further books. A
family register and its supplement are written once for each current member under their resident id, so that whoever
knows a resident finds everything of theirs in one read, and once under their own id with a slash before it, for those
who live elsewhere and are registered for use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

import msgspec

from chalicelib.registers.entries import HouseholdRecord
from chalicelib.registers.family_registers import FamilyRegisterRecord
from chalicelib.registers.register_file import RegisterFile
from chalicelib.registers.seals import SealRegistration
from chalicelib.registers.supplements import SupplementRecord
from chalicelib.registers.taxation import TaxRecord
from chalicelib.registers.use_registrations import UseRegistration
from chalicelib.storage.items import Row

Pseudonym = Callable[[str], str]
"""Makes the pseudonym of a resident from the resident's id."""


class Book(StrEnum):
    """The books beside the resident records; the value is what the sort keys of its rows begin with.

    Attributes:
        SEALS: One registration: the one that is not abolished, else the one registered last.
        TAXATION: All fiscal years of a resident.
        FAMILY_REGISTERS: The register that the resident is in.
        SUPPLEMENTS: The supplement that the resident is in.
        USES: One registration for use, by its own id.
    """

    SEALS = "seal"
    TAXATION = "tax"
    FAMILY_REGISTERS = "family-register-of"
    SUPPLEMENTS = "supplement-of"
    USES = "use-registration"


BODIES: dict[Book, Any] = {
    Book.SEALS: SealRegistration,
    Book.TAXATION: tuple[TaxRecord, ...],
    Book.FAMILY_REGISTERS: FamilyRegisterRecord,
    Book.SUPPLEMENTS: SupplementRecord,
    Book.USES: UseRegistration,
}
"""What the `body` of a book's rows holds, in JSON."""


def household_key(books: str, household_id: str) -> Row:
    """Return the key of a household's row in a version of the books."""
    return {"books": books, "entry": f"household#{household_id}"}


def household_row(books: str, record: HouseholdRecord, pseudonym: Pseudonym | None = None) -> Row:
    """Return the row of a household in a version of the books, with the pseudonyms of its residents."""
    row = household_key(books, record.household.household_id) | {"body": msgspec.json.encode(record)}
    if pseudonym is not None:
        row["pseudonyms"] = {resident.resident_id: pseudonym(resident.resident_id) for resident in record.residents}
    return row


def book_key(books: str, book: Book, resident_id: str) -> Row:
    """Return the key of what a book has of a resident in a version of the books."""
    return {"books": books, "entry": f"{book}#{resident_id}"}


def book_row(books: str, book: Book, resident_id: str, record: object) -> Row:
    """Return the row of what a book has of a resident; `record` is of the book's type in `BODIES`."""
    return book_key(books, book, resident_id) | {"body": msgspec.json.encode(record)}


def register_row(books: str, resident_id: str, record: FamilyRegisterRecord | SupplementRecord) -> Row:
    """Return the row of a register or supplement for one of the residents in it; it says which register it is."""
    book = Book.FAMILY_REGISTERS if isinstance(record, FamilyRegisterRecord) else Book.SUPPLEMENTS
    return book_row(books, book, resident_id, record) | {"register_id": record.register.register_id}


def own_key(register_id: str) -> str:
    """Return what stands for the resident in the key of a register's own row; no resident's id has a slash."""
    return f"/{register_id}"


def own_row(books: str, record: FamilyRegisterRecord | SupplementRecord) -> Row:
    """Return the row of a register or supplement under its own id."""
    return register_row(books, own_key(record.register.register_id), record)


def use_row(books: str, use: UseRegistration, pseudonym: Pseudonym | None = None) -> Row:
    """Return the row of a registration for use, with the pseudonym of the person it is for."""
    named = {"pseudonyms": {use.holder_id: pseudonym(use.holder_id)}} if pseudonym is not None else {}
    return book_row(books, Book.USES, use.registration_id, use) | named


def all_rows(books: str, file: RegisterFile, pseudonym: Pseudonym | None = None) -> Iterator[Row]:
    """Yield every row of a register file in a version of the books; no two have the same key."""
    for household in file.households:
        yield household_row(books, household, pseudonym)
    for resident_id, seal in _seals(file.seals).items():
        yield book_row(books, Book.SEALS, resident_id, seal)
    for resident_id, years in _taxation(file.taxation).items():
        yield book_row(books, Book.TAXATION, resident_id, years)
    yield from _register_rows(books, file.family_registers)
    yield from _register_rows(books, tuple(_protected(file)))
    for use in file.use_registrations:
        yield use_row(books, use, pseudonym)


def _protected(file: RegisterFile) -> Iterator[SupplementRecord]:
    """Yield the supplements, with the protection of whoever is under it by their resident record.

    The office may have entered it there alone; and who reads one household does not read the others of a family.
    """
    residents = (resident for household in file.households for resident in household.residents)
    protections = {resident.resident_id: resident.protection for resident in residents if resident.protection}
    for record in file.supplements:
        persons = tuple(
            msgspec.structs.replace(each, protection=each.protection or protections.get(each.resident_id or ""))
            for each in record.persons
        )
        yield msgspec.structs.replace(record, persons=persons)


def _seals(seals: Iterable[SealRegistration]) -> dict[str, SealRegistration]:
    # The last one wins: one that is not abolished, of which a resident has one at most, else the newest.
    return {
        seal.resident_id: seal for seal in sorted(seals, key=lambda seal: (seal.abolished is None, seal.registered_on))
    }


def _taxation(records: Iterable[TaxRecord]) -> dict[str, list[TaxRecord]]:
    years = defaultdict[str, list[TaxRecord]](list)
    for record in records:
        years[record.resident_id].append(record)
    return years


def _register_rows(books: str, records: Sequence[FamilyRegisterRecord | SupplementRecord]) -> Iterator[Row]:
    # By resident: a batch that holds the same key twice would be refused.
    held = {
        person.resident_id: record
        for record in records
        for person in record.persons
        if person.resident_id is not None and record.person_of(person.resident_id) is not None
    }
    for resident_id, record in held.items():
        yield register_row(books, resident_id, record)
    yield from (own_row(books, record) for record in records)
