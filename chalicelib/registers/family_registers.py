"""戸籍: family registers kept on computer, with the persons in them.

What a register holds: 戸籍法 第13条 (since 26 May 2025 with the readings of surname and given name), 戸籍法施行規則
第30条 to 第39条. How a register on computer is recorded, as items in the form 【出生日】: 戸籍法施行規則 第73条 第6項
and its 付録第24号 ひな形. The items are kept as the office recorded them, in their order, and printed so.

A register and each person in it is an entry of its own: a register of many persons and entries is long.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec

from chalicelib.registers.entry_base import Entry, EntryId, MunicipalityCode, Part, Text
from chalicelib.registers.use_registrations import holder_key


class RecordItem(Part, frozen=True, kw_only=True):
    """One item: its index (インデックス) without the brackets, such as 出生日, and what stands after it.

    A `date` is printed in its era; `text` as it is. An item that only heads others, 従前の記録, has neither, and
    those under it have `nested`.
    """

    label: Text
    date: dt.date | None = None
    text: Text | None = None
    nested: bool = False


RecordItems = Annotated[tuple[RecordItem, ...], msgspec.Meta(max_length=40)]


class RecordEntry(Part, frozen=True, kw_only=True):
    """One recorded matter: its title in the left column, such as 戸籍編製, 出生, 婚姻, and its items."""

    title: Text
    items: RecordItems


RecordEntries = Annotated[tuple[RecordEntry, ...], msgspec.Meta(max_length=200)]


class FamilyRegister(Entry, tag="family-register", frozen=True, kw_only=True):
    """A register: 本籍, 筆頭者 and 戸籍事項. `head_name` is 筆頭者の氏名 as it is printed.

    `surname_furigana` is absent until the reading is recorded (戸籍法 第13条 第1項第2号; 令和5年法律第48号 附則第6条).
    `closed_on` is set when nobody is left in the register (除籍); kiosks issue only current registers.
    """

    register_id: EntryId
    municipality: MunicipalityCode
    domicile: Text
    head_name: Text
    surname_furigana: Text | None = None
    matters: RecordEntries = ()
    closed_on: dt.date | None = None
    entry_in_progress: bool = False


class RegisteredPerson(Entry, tag="registered-person", frozen=True, kw_only=True):
    """A person in a register, in the order of the file (戸籍法 第14条).

    `given_name` is 名. `resident_id` says who it is among the residents; absent for those who live elsewhere.
    `removed` is set for those taken out of the register by death, marriage and so on (除籍). The adoptive parents'
    and the parents' 続柄 are separate, as on the certificate.
    """

    person_id: EntryId
    register_id: EntryId
    resident_id: EntryId | None = None
    given_name: Text
    given_name_furigana: Text | None = None
    birth_date: dt.date
    spouse: Literal["夫", "妻"] | None = None
    father: Text | None = None
    mother: Text | None = None
    relationship: Text
    adoptive_father: Text | None = None
    adoptive_mother: Text | None = None
    adoptive_relationship: Text | None = None
    removed: bool = False
    entries: RecordEntries = ()

    @property
    def holder_ids(self) -> tuple[str | None, ...]:
        """By which ids a card may stand for this person."""
        return self.resident_id, holder_key(self.register_id, self.person_id)


class FamilyRegisterRecord(Part, frozen=True, kw_only=True):
    """One register with all its persons in the order of the books: the unit in which the books are read."""

    register: FamilyRegister
    persons: tuple[RegisteredPerson, ...]

    def person_of(self, holder_id: str) -> RegisteredPerson | None:
        """Return the person in the register who is this resident, or has this `holder_key`, and is not removed."""
        return next((each for each in self.persons if holder_id in each.holder_ids and not each.removed), None)
