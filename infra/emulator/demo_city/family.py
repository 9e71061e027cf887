"""Which residents are in one family register, and what they are to each other in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.registers.entries import HouseholdRecord, RegisteredDomicile, Resident

SPACE = "\N{IDEOGRAPHIC SPACE}"
_SPOUSES = {"妻", "夫", "母", "子の妻"}
_COUNTED = ("長", "二", "三", "四", "五", "六", "七", "八", "九")


@dataclass(frozen=True, kw_only=True)
class Family:
    """The residents in one register: its head first, then the spouse, then the children from the oldest.

    `foreign_spouse` is not in the register (外国人は戸籍に入らない) but stands in the head's marriage.
    """

    domicile: RegisteredDomicile
    members: tuple[Resident, ...]
    foreign_spouse: Resident | None = None

    @property
    def head(self) -> Resident:
        """筆頭者."""
        return self.members[0]

    @property
    def spouse(self) -> Resident | None:
        """The head's spouse, in the register."""
        return next((each for each in self.members[1:] if each.relationship in _SPOUSES | {"世帯主"}), None)

    @property
    def children(self) -> tuple[Resident, ...]:
        """The children, from the oldest."""
        return tuple(each for each in self.members[1:] if each is not self.spouse)

    def other_of_couple(self, member: Resident) -> Resident | None:
        """Return the spouse of the head, or the head of the spouse; None for others and where there is no spouse."""
        if member is self.head:
            return self.spouse
        return self.head if member is self.spouse else None

    @property
    def extinct(self) -> bool:
        """Whether nobody is left in the register."""
        return all(each.died_on is not None for each in self.members)

    def relationship(self, member: Resident) -> str:
        """Return the 続柄 of a child by its place among those of its sex: 長男, 二女."""
        alike = [each for each in self.children if each.sex == member.sex]
        return f"{_COUNTED[alike.index(member)]}{member.sex}"


def families(records: Iterable[HouseholdRecord]) -> tuple[Family, ...]:
    """Return the families in the order of their first members in the books."""
    found: dict[tuple[str, str], list[Resident]] = {}
    foreign: dict[str, Resident] = {}
    for record in records:
        for resident in record.residents:
            if resident.domicile:
                key = (resident.domicile.address, resident.domicile.head_name)
                found.setdefault(key, []).append(resident)
            elif resident.relationship in {"妻", "夫"}:
                foreign[record.household.household_id] = resident
    return tuple(_family(members, foreign) for members in found.values())


def _family(members: list[Resident], foreign: dict[str, Resident]) -> Family:
    domicile = members[0].domicile
    if domicile is None:  # cannot be: they were found by it
        raise AssertionError
    head = next((each for each in members if each.name == domicile.head_name), members[0])
    others = sorted(
        (each for each in members if each is not head),
        key=lambda each: (each.relationship not in _SPOUSES | {"世帯主"}, each.birth_date),
    )
    return Family(domicile=domicile, members=(head, *others), foreign_spouse=foreign.get(head.household_id))


def surname(name: str) -> str:
    """Return what stands before the blank of a name of the demo city."""
    return name.partition(SPACE)[0]


def given_name(name: str) -> str:
    """Return what stands after it."""
    return name.partition(SPACE)[2] or name
