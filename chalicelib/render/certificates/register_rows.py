"""The matters of a family register as rows of its form: a short label at the left, an item in a line at the right.

Items are written 【出生日】昭和４０年６月２１日 (戸籍法施行規則 付録第24号). What is longer than a line goes on under
the beginning of its text. Rows that must not be torn apart by a page's end are one chunk: a recorded matter; a
person with the first matter of theirs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chalicelib.registers.family_registers import FamilyRegister, RecordEntry, RecordItem, RegisteredPerson
from chalicelib.render.certificates.era import plain_era_date
from chalicelib.render.document import Field

LINE_CELLS = 64
"""Half-width cells of a line."""
_NESTED = 2
_DEEPEST = 24
_SPACE = "\N{IDEOGRAPHIC SPACE}"
_FULL_ENOUGH = 0.6
"""A line may end at a space when it is this full: name and address are better not torn apart."""
_NEVER_FIRST = frozenset("、。，．・）」』】ー々ゝゞヽヾぁぃぅぇぉっゃゅょァィゥェォッャュョ)")
_ZERO_WIDTH = {"Mn", "Me", "Cf"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the section it belongs to (a new one has a rule above it), and its field or the section's heading."""

    section: int
    kind: str
    heading: str = ""
    field: Field | None = None


Chunk = tuple[Row, ...]


def chunks_of(register: FamilyRegister, persons: Iterable[RegisteredPerson]) -> Iterator[Chunk]:
    """Yield the chunks of a certificate in the order of the register.

    Raises:
        DateBeforeGregorianCalendar: A date on record cannot be written in an era.
    """
    if register.matters:
        yield from _with_heading(0, "matters", "戸籍事項", register.matters)
    for number, person in enumerate(persons, start=1):
        rows = tuple(_person_rows(2 * number - 1, person))
        first, *others = _with_heading(2 * number, "identity", "身分事項", person.entries) if person.entries else [()]
        yield rows + first
        yield from others


def _with_heading(section: int, kind: str, heading: str, entries: tuple[RecordEntry, ...]) -> Iterator[Chunk]:
    for number, entry in enumerate(entries):
        rows = tuple(_entry_rows(section, kind, entry))
        yield rows if number else (Row(section, kind, heading), *rows)


def _person_rows(section: int, person: RegisteredPerson) -> Iterator[Row]:
    """The heading stands beside the first row, 除籍 of who is no longer in the register beside the second."""
    fields = [field for text in _person_texts(person) for field in _lines(text, 0)]
    for number, field in enumerate(fields):
        marked = Field(field.key, "除籍", field.text) if person.removed and number == 1 else field
        yield Row(section, "person", "" if number else "戸籍に記録されている者", marked)


def _person_texts(person: RegisteredPerson) -> Iterator[str]:
    yield f"【名】{person.given_name}"
    if person.given_name_furigana:
        yield f"【名の振り仮名】{person.given_name_furigana}"
    born = f"【生年月日】{plain_era_date(person.birth_date)}"
    yield f"{born}　　【配偶者区分】{person.spouse}" if person.spouse else born
    items = (
        ("父", person.father or ""),
        ("母", person.mother or ""),
        ("続柄", person.relationship),
        ("養父", person.adoptive_father),
        ("養母", person.adoptive_mother),
        ("続柄", person.adoptive_relationship),
    )
    for label, text in items:
        if text is not None:
            yield f"【{label}】{text}"


def _entry_rows(section: int, kind: str, entry: RecordEntry) -> Iterator[Row]:
    title = entry.title
    for item in entry.items:
        for field in _lines(_item_text(item), _NESTED if item.nested else 0):
            yield Row(section, kind, "", Field(field.key, title, field.text) if title else field)
            title = ""
    if title:
        yield Row(section, kind, "", Field("line-0", title, ""))


def _item_text(item: RecordItem) -> str:
    return f"【{item.label}】{plain_era_date(item.date) if item.date else item.text or ''}"


def _lines(text: str, indent: int) -> Iterator[Field]:
    """Yield a field for each line; its key says by how many half-width cells it is indented."""
    start = 0
    while start < len(text):
        end = _line_end(text, start, LINE_CELLS - indent)
        yield Field(f"line-{indent}", "", text[start:end].strip())
        if start == 0:
            indent += min(_DEEPEST, _width(text[: text.find("】") + 1]))
        start = end


def _line_end(text: str, start: int, cells: int) -> int:
    end = start
    while end < len(text) and (cells := cells - _cells(text[end])) >= 0:
        end += 1
    if end == len(text):
        return end
    space = text.rfind(_SPACE, start, end + 1)
    if space - start >= (end - start) * _FULL_ENOUGH:
        return space
    # What may not begin a line, or belongs to the character before it, takes that one along.
    while start + 1 < end and (text[end] in _NEVER_FIRST or not _cells(text[end])):
        end -= 1
    return max(end, start + 1)


def _width(text: str) -> int:
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.category(character) in _ZERO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1
