"""What stands on a copy of the supplement of a family register, and on which page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from chalicelib.registers.supplements import SupplementPerson, SupplementRecord
from chalicelib.render.certificates.digits import full_width
from chalicelib.render.certificates.era import era_date
from chalicelib.render.certificates.resident_block import NOTHING_ON_RECORD, OMITTED
from chalicelib.render.document import Block, Field

ROWS_PER_PAGE = 26
_PERSON_ROWS = 2
_LONG_ADDRESS = 56
"""More characters than this take a row of double height."""
_SPACE = "\N{IDEOGRAPHIC SPACE}"
_CONTINUED = "続"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementItems:
    """Which items the applicant asked for.

    Attributes:
        domicile: 本籍 and 筆頭者.
        resident_record_code: 住民票コード.
        overseas_voter: 在外選挙人名簿登録市区町村名.
    """

    domicile: bool = False
    resident_record_code: bool = False
    overseas_voter: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """Fields side by side, and how many of the form's rows they are high."""

    fields: tuple[Field, ...]
    height: int = 1


def paginate(
    record: SupplementRecord, persons: tuple[SupplementPerson, ...], items: SupplementItems
) -> list[tuple[Block, ...]]:
    """Return the blocks of each page: the head, then persons.

    A person who does not fit any more begins the next page; one who is longer than a page is named again on each.

    Raises:
        DateBeforeGregorianCalendar: A date on record cannot be written in an era.
    """
    head = _head(record, items)
    pages: list[list[Block]] = [[]]
    free = ROWS_PER_PAGE
    for number, person in enumerate(persons, start=1):
        rows = list(_rows(person))
        if free < _PERSON_ROWS + sum(row.height for row in rows) <= ROWS_PER_PAGE:
            pages.append([])
            free = ROWS_PER_PAGE
        continued = False
        while rows or not continued:
            if free < _PERSON_ROWS + (rows[0].height if rows else 0):
                pages.append([])
                free = ROWS_PER_PAGE
            taken = _fitting(rows, free - _PERSON_ROWS)
            pages[-1].append(_person(full_width(number), person, items, taken, continued=continued))
            free -= _PERSON_ROWS + sum(row.height for row in taken)
            rows, continued = rows[len(taken) :], True
    return [(head, *blocks) for blocks in pages]


def _fitting(rows: list[_Row], free: int) -> list[_Row]:
    """Return the first of the rows, as many as have room."""
    heights = accumulate(row.height for row in rows)
    return [row for row, height in zip(rows, heights, strict=True) if height <= free]


def _head(record: SupplementRecord, items: SupplementItems) -> Block:
    supplement = record.supplement
    made = era_date(supplement.made_on) if supplement.made_on else ""
    fields = (
        Field("domicile", "本籍", record.register.domicile if items.domicile else OMITTED),
        Field("head", "筆頭者", record.register.head_name if items.domicile else OMITTED),
        Field("made_on", "附票作成年月日", f"{made}{_SPACE}{supplement.made_by or ''}".strip()),
    )
    return Block("supplement", "", fields)


def _person(
    number: str, person: SupplementPerson, items: SupplementItems, rows: list[_Row], *, continued: bool
) -> Block:
    name = ("名", person.given_name) if items.domicile else ("氏名", person.name)
    code = full_width(person.resident_record_code or "")
    fields = (
        Field("name", *name),
        Field("birth_date", "生年月日", era_date(person.birth_date) if person.birth_date else ""),
        Field("sex", "性別", person.sex or ""),
        Field("resident_record_code", "住民票コード", code if items.resident_record_code else OMITTED),
        Field(
            "overseas_voter",
            "在外選挙人名簿登録市区町村名",
            (person.overseas_voter_at or "") if items.overseas_voter else OMITTED,
        ),
        *(field for row in rows for field in row.fields),
    )
    return Block("supplement-person", number + _CONTINUED * continued, fields)


def _rows(person: SupplementPerson) -> Iterator[_Row]:
    """Yield the rows below a person's own: each address, from the oldest, then what ended the record, then 備考."""
    for entry in person.addresses:
        since = Field("since", "住定日", era_date(entry.since) if entry.since else NOTHING_ON_RECORD)
        if len(entry.address) > _LONG_ADDRESS:
            yield _Row((Field("long_address", "住所", entry.address), since), 2)
        else:
            yield _Row((Field("address", "住所", entry.address), since))
    if person.removed_on:
        yield _Row((Field("removed", "除籍日", era_date(person.removed_on)),))
    if person.notes:
        yield _Row((Field("notes", "備考", _SPACE.join(person.notes)),))
