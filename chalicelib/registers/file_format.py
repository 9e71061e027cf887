"""The register file: in which an office hands over its books, and from which they are taken in.

UTF-8 JSON Lines. The first line is the header, every other line one entry; `kind` says of which kind. The whole file is
checked before any of it is used: it is taken in as a whole or refused as a whole, with all errors named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

import msgspec

from chalicelib.registers.book_checks import check_books
from chalicelib.registers.books import Books
from chalicelib.registers.entries import HouseholdRecord
from chalicelib.registers.entry_checks import entry_problems, header_problems
from chalicelib.registers.entry_decoding import KIND, decode_entry
from chalicelib.registers.file_errors import ErrorLog, LineError, RegisterFileError, Report, format_errors
from chalicelib.registers.file_lines import MAX_LINE_BYTES, bounded_lines, parse_line
from chalicelib.registers.register_file import KINDS, Header, RegisterFile

__all__ = [
    "MAX_LINE_BYTES",
    "Header",
    "LineError",
    "Progress",
    "RegisterFile",
    "RegisterFileError",
    "format_errors",
    "read_register",
    "write_register",
]

HEADER_KIND = "register-file"
_PROGRESS_STEP = 1000

Progress = Callable[[int, int], None]
"""Takes the number of lines and of bytes read so far."""


def read_register(source: BinaryIO | Iterable[bytes], progress: Progress | None = None) -> RegisterFile:
    """Return the books in `source`, a binary file or its lines (each with its line end), after checking everything.

    Raises:
        RegisterFileError: if anything is wrong anywhere; it carries all errors, line by line.
    """
    log = ErrorLog()
    books = Books()
    count = size = 0
    for count, raw in enumerate(bounded_lines(source), start=1):
        size += len(raw)
        _take_line(count, raw, books, log)
        if progress and count % _PROGRESS_STEP == 0:
            progress(count, size)
    if progress:
        progress(count, size)
    _check_count(books, count, log)
    check_books(books, log, _day(books))
    log.raise_if_any()
    return _register_file(books)


def write_register(file: RegisterFile) -> Iterator[bytes]:
    """Yield the lines of `file`, each with its line end: header, municipality, households with residents, other books.

    The exact inverse of `read_register`; what that would refuse is written all the same.
    """
    encode = msgspec.json.Encoder().encode
    yield encode(file.header) + b"\n"
    for entry in file.entries():
        yield encode(entry) + b"\n"


def _take_line(line: int, raw: bytes, books: Books, log: ErrorLog) -> None:
    report = log.at(line)
    found = parse_line(raw, report)
    if found is None:
        books.unreadable_lines |= bool(raw.strip())
    elif line == 1:
        books.header = _header(found, report)
        books.note_unusable(found)
    else:
        _take_entry(line, found, books, report)


def _header(found: dict[str, Any], report: Report) -> Header | None:
    if found.get(KIND) != HEADER_KIND:
        report(KIND, f"expected {HEADER_KIND} on the first line")
        return None
    header = decode_entry(found, Header, report)
    for field, message in header_problems(header) if header else ():
        report(field, message)
    return header


def _take_entry(line: int, found: dict[str, Any], books: Books, report: Report) -> None:
    kind = found.get(KIND)
    form = KINDS.get(kind) if isinstance(kind, str) else None
    if form is None:
        report(KIND, "expected one of " + ", ".join(KINDS))
    entry = decode_entry(found, form, report) if form else None
    if entry is None:
        books.note_unusable(found)
        return
    books.add(line, entry)
    for field, message in entry_problems(entry, _day(books)):
        report(field, message)


def _day(books: Books) -> dt.date:
    """Return the day of the export; without a header, one that no date is after."""
    return books.header.day if books.header else dt.date.max


def _check_count(books: Books, lines: int, log: ErrorLog) -> None:
    if lines == 0:
        log.add(1, "", "expected a header, found an empty file")
    elif books.header and books.header.entries not in {None, lines - 1}:
        log.add(1, "entries", "expected the number of lines after the header: the file may be cut off")


def _register_file(books: Books) -> RegisterFile:
    if books.header is None:  # cannot be: its absence was raised as an error
        raise AssertionError
    members = books.members()
    return RegisterFile(
        header=books.header,
        settings=books.municipalities[0].entry,
        households=tuple(
            HouseholdRecord(household=each.entry, residents=tuple(members[each.entry.household_id]))
            for each in books.households
        ),
        seals=tuple(each.entry for each in books.seals),
        family_registers=books.family_register_records(),
        supplements=books.supplement_records(),
        taxation=tuple(each.entry for each in books.taxation),
        card_links=tuple(each.entry for each in books.links),
        use_registrations=tuple(each.entry for each in books.uses),
    )
