"""The entries of a register file while it is being read, each with the line it stands on."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Generic, TypeVar

from chalicelib.registers.entries import CardLink, Household, Municipality, Resident
from chalicelib.registers.register_file import FileEntry, Header

_E = TypeVar("_E", bound=FileEntry)


class Located(Generic[_E]):
    """An entry and the line it stands on."""

    __slots__ = ("entry", "line")

    def __init__(self, line: int, entry: _E) -> None:
        self.line = line
        self.entry = entry


class Books:
    """The entries of a file by kind, and what is known of lines that could not be used.

    An entry that only such a line may hold is not reported as missing: the report would be a consequence, not an error.
    """

    def __init__(self) -> None:
        self.header: Header | None = None
        self.municipalities: list[Located[Municipality]] = []
        self.households: list[Located[Household]] = []
        self.residents: list[Located[Resident]] = []
        self.links: list[Located[CardLink]] = []
        self.unusable_ids: set[str] = set()
        self.unreadable_lines = False

    def add(self, line: int, entry: FileEntry) -> None:
        """Take in the entry that stands on `line`."""
        match entry:
            case Municipality():
                self.municipalities.append(Located(line, entry))
            case Household():
                self.households.append(Located(line, entry))
            case Resident():
                self.residents.append(Located(line, entry))
            case CardLink():
                self.links.append(Located(line, entry))

    def note_unusable(self, found: dict[str, Any]) -> None:
        """Remember which entry the object on a line that could not be used claims to be."""
        names = ("household_id", "resident_id", "kind")
        self.unusable_ids.update(value for name in names if isinstance(value := found.get(name), str))

    def may_hold(self, entry_id: str) -> bool:
        """Say whether an entry with this id may stand on a line that could not be used."""
        return self.unreadable_lines or entry_id in self.unusable_ids

    def members(self) -> dict[str, list[Resident]]:
        """Return the residents by household id, in the order of the file."""
        by_household: dict[str, list[Resident]] = defaultdict(list)
        for each in self.residents:
            by_household[each.entry.household_id].append(each.entry)
        return by_household
