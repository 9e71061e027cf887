"""戸籍の附票: the addresses of the persons in a family register, since it was made.

住民基本台帳法 第17条: name, address, the day from which it is the address, birth date and sex, resident record code;
第17条の2: where somebody is on the register of overseas voters. Birth date and sex are recorded since 11 January
2022 and are absent for those removed before (令和元年法律第16号).
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec

from chalicelib.registers.entries import Protection
from chalicelib.registers.entry_base import Entry, EntryId, Part, ResidentRecordCode, Text
from chalicelib.registers.family_registers import FamilyRegister
from chalicelib.registers.use_registrations import holder_key


class AddressEntry(Part, frozen=True, kw_only=True):
    """An address and the day from which it was the address (住所を定めた年月日); absent where it is not known."""

    address: Text
    since: dt.date | None = None


class Supplement(Entry, tag="family-register-supplement", frozen=True, kw_only=True):
    """The supplement of one family register, with what is printed of how it came to be (編製, 改製)."""

    register_id: EntryId
    made_on: dt.date | None = None
    made_by: Text | None = None
    entry_in_progress: bool = False


class SupplementPerson(Entry, tag="supplement-person", frozen=True, kw_only=True):
    """A person in a supplement. `addresses` are from the oldest to the newest.

    `person_id` names the person in the family register. `overseas_voter_at` is 在外選挙人名簿登録市区町村名.
    """

    register_id: EntryId
    person_id: EntryId
    resident_id: EntryId | None = None
    name: Text
    given_name: Text
    birth_date: dt.date | None = None
    sex: Literal["男", "女"] | None = None
    resident_record_code: ResidentRecordCode | None = None
    addresses: Annotated[tuple[AddressEntry, ...], msgspec.Meta(max_length=100)]
    overseas_voter_at: Text | None = None
    removed_on: dt.date | None = None
    notes: Annotated[tuple[Text, ...], msgspec.Meta(max_length=4)] = ()
    protection: Protection | None = None

    @property
    def holder_ids(self) -> tuple[str | None, ...]:
        """By which ids a card may stand for this person."""
        return self.resident_id, holder_key(self.register_id, self.person_id)


class SupplementRecord(Part, frozen=True, kw_only=True):
    """One supplement with its family register's head entry and all its persons in the order of the books."""

    register: FamilyRegister
    supplement: Supplement
    persons: tuple[SupplementPerson, ...]

    def person_of(self, holder_id: str) -> SupplementPerson | None:
        """Return the person in the supplement who is this resident, or has this `holder_key`, and is not removed."""
        return next((each for each in self.persons if holder_id in each.holder_ids and each.removed_on is None), None)
