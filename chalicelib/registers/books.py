"""The entries of a register file while it is being read, each with the line it stands on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from chalicelib.registers.entries import CardLink, Household, MunicipalitySettings, Resident
from chalicelib.registers.family_registers import FamilyRegister, FamilyRegisterRecord, RegisteredPerson
from chalicelib.registers.file_errors import ErrorLog
from chalicelib.registers.register_file import FileEntry, Header
from chalicelib.registers.seals import SealRegistration
from chalicelib.registers.supplements import Supplement, SupplementPerson, SupplementRecord
from chalicelib.registers.taxation import TaxRecord
from chalicelib.registers.use_registrations import UseRegistration

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
        self.municipalities: list[Located[MunicipalitySettings]] = []
        self.households: list[Located[Household]] = []
        self.residents: list[Located[Resident]] = []
        self.seals: list[Located[SealRegistration]] = []
        self.registers: list[Located[FamilyRegister]] = []
        self.persons: list[Located[RegisteredPerson]] = []
        self.supplements: list[Located[Supplement]] = []
        self.supplement_persons: list[Located[SupplementPerson]] = []
        self.taxation: list[Located[TaxRecord]] = []
        self.links: list[Located[CardLink]] = []
        self.uses: list[Located[UseRegistration]] = []
        self.unusable_ids: set[str] = set()
        self.unreadable_lines = False

    def add(self, line: int, entry: FileEntry) -> None:  # noqa: C901 - one case for each kind
        """Take in the entry that stands on `line`."""
        match entry:
            case MunicipalitySettings():
                self.municipalities.append(Located(line, entry))
            case Household():
                self.households.append(Located(line, entry))
            case Resident():
                self.residents.append(Located(line, entry))
            case SealRegistration():
                self.seals.append(Located(line, entry))
            case FamilyRegister():
                self.registers.append(Located(line, entry))
            case RegisteredPerson():
                self.persons.append(Located(line, entry))
            case Supplement():
                self.supplements.append(Located(line, entry))
            case SupplementPerson():
                self.supplement_persons.append(Located(line, entry))
            case TaxRecord():
                self.taxation.append(Located(line, entry))
            case CardLink():
                self.links.append(Located(line, entry))
            case UseRegistration():
                self.uses.append(Located(line, entry))

    def note_unusable(self, found: dict[str, Any]) -> None:
        """Remember which entry the object on a line that could not be used claims to be."""
        names = ("household_id", "resident_id", "register_id", "person_id", "kind")
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

    def family_register_records(self) -> tuple[FamilyRegisterRecord, ...]:
        """Return the family registers with their persons, in the order of the file."""
        by_register: dict[str, list[RegisteredPerson]] = defaultdict(list)
        for each in self.persons:
            by_register[each.entry.register_id].append(each.entry)
        return tuple(
            FamilyRegisterRecord(register=each.entry, persons=tuple(by_register[each.entry.register_id]))
            for each in self.registers
        )

    def supplement_records(self) -> tuple[SupplementRecord, ...]:
        """Return the supplements whose family register is there with their persons, in the order of the file."""
        registers = {each.entry.register_id: each.entry for each in self.registers}
        by_register: dict[str, list[SupplementPerson]] = defaultdict(list)
        for each in self.supplement_persons:
            by_register[each.entry.register_id].append(each.entry)
        return tuple(
            SupplementRecord(
                register=registers[each.entry.register_id],
                supplement=each.entry,
                persons=tuple(by_register[each.entry.register_id]),
            )
            for each in self.supplements
            if each.entry.register_id in registers
        )


def check_unique(entries: Iterable[Located[_E]], field: str, key: Callable[[_E], Any], log: ErrorLog) -> None:
    """Add an error at `field` of every entry whose key an earlier one has."""
    seen: dict[Any, int] = {}
    for each in entries:
        first = seen.setdefault(key(each.entry), each.line)
        if first != each.line:
            log.add(each.line, field, f"expected to be unique, but line {first} has the same")
