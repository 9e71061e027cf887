"""What is wrong with a register file, said without repeating anything that stands in it.

A message names the form that was expected. Values never appear, since they are personal data and error reports travel
further than the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

MAX_ERRORS = 1000

_SHOWABLE_NAME = re.compile(r"[a-z][a-z_]{0,39}")

Report = Callable[[str, str], None]
"""Takes one problem of the line in hand: the field (dotted path, empty for the whole line) and the message."""


class LineError(msgspec.Struct, frozen=True):
    """One problem: its line (from 1), its field (dotted path, empty for the whole line), what was expected."""

    line: int
    field: str
    message: str


class RegisterFileError(Exception):
    """The register file is refused as a whole.

    `errors` are in the order of the lines, at most `MAX_ERRORS`; `more` is the number of those left out.
    """

    def __init__(self, errors: tuple[LineError, ...], more: int = 0) -> None:
        super().__init__(errors, more)
        self.errors = errors
        self.more = more

    def __str__(self) -> str:
        return f"the register file has {len(self.errors) + self.more} errors"


class ErrorLog:
    """Collects line errors: one for each field of a line, `limit` in all, counting the rest."""

    def __init__(self, limit: int = MAX_ERRORS) -> None:
        self._limit = limit
        self._errors: dict[tuple[int, str], LineError] = {}
        self._more = 0

    def add(self, line: int, field: str, message: str) -> None:
        """Keep the first error of this field of this line; later ones mostly follow from it."""
        if (line, field) in self._errors:
            return
        if len(self._errors) >= self._limit:
            self._more += 1
            return
        self._errors[line, field] = LineError(line, field, message)

    def at(self, line: int) -> Report:
        """Return a function that adds errors of this line."""
        return lambda field, message: self.add(line, field, message)

    def __len__(self) -> int:
        return len(self._errors) + self._more

    def raise_if_any(self) -> None:
        """Raise what was collected, in the order of the lines.

        Raises:
            RegisterFileError: if anything was added.
        """
        if self._errors:
            ordered = sorted(self._errors.values(), key=lambda error: error.line)
            raise RegisterFileError(tuple(ordered), self._more)


def showable(name: str) -> str:
    """Return the name of a field as a report may show it: a name that is not of the format's form might be anything."""
    return name if _SHOWABLE_NAME.fullmatch(name) else "?"


def format_errors(error: RegisterFileError) -> str:
    """Return the errors as text for a terminal: a line each, then a count of those left out."""
    lines = [f"line {each.line}{_label(each.field)}: {each.message}" for each in error.errors]
    if error.more:
        lines.append(f"and {error.more} more")
    return "\n".join(lines)


def _label(field: str) -> str:
    return f", {field}" if field else ""
