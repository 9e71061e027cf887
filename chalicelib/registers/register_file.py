"""What a register file holds, as typed values: its header and the books in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Final, Literal

import msgspec

from chalicelib.registers.entries import (
    CardLink,
    Entry,
    Household,
    HouseholdRecord,
    MunicipalityCode,
    MunicipalitySettings,
    Part,
    Resident,
)
from chalicelib.registers.family_registers import FamilyRegister, FamilyRegisterRecord, RegisteredPerson
from chalicelib.registers.seals import SealRegistration
from chalicelib.registers.supplements import Supplement, SupplementPerson, SupplementRecord
from chalicelib.registers.taxation import TaxRecord
from chalicelib.registers.use_registrations import UseRegistration

FORMAT: Final = 1
JAPAN_STANDARD_TIME = dt.timezone(dt.timedelta(hours=9), "JST")

UtcTime = Annotated[dt.datetime, msgspec.Meta(tz=True)]
Count = Annotated[int, msgspec.Meta(ge=1, le=100_000_000)]


class Header(Entry, tag="register-file", frozen=True, kw_only=True):
    """First line of a register file: its format, whose books it holds, the instant they were exported.

    `entries` is the number of lines that follow; with it a file that was cut off between two lines is noticed.
    """

    format: Literal[1]
    municipality: MunicipalityCode
    exported_at: UtcTime
    entries: Count | None = None

    @property
    def day(self) -> dt.date:
        """The day of the export in Japan Standard Time, by which the dates in the file are judged."""
        return self.exported_at.astimezone(JAPAN_STANDARD_TIME).date()


class RegisterFile(Part, frozen=True, kw_only=True):
    """A municipality's books at one instant, with everything that must hold between the entries checked.

    Households, family registers and supplements, and the persons in each, are in the order of the file.
    """

    header: Header
    settings: MunicipalitySettings
    households: tuple[HouseholdRecord, ...]
    seals: tuple[SealRegistration, ...] = ()
    family_registers: tuple[FamilyRegisterRecord, ...] = ()
    supplements: tuple[SupplementRecord, ...] = ()
    taxation: tuple[TaxRecord, ...] = ()
    card_links: tuple[CardLink, ...] = ()
    use_registrations: tuple[UseRegistration, ...] = ()

    def entries(self) -> Iterator[FileEntry]:
        """Yield every entry in the order in which the file is written; the header is not one."""
        yield self.settings
        for household in self.households:
            yield household.household
            yield from household.residents
        yield from self.seals
        for register in self.family_registers:
            yield register.register
            yield from register.persons
        for supplement in self.supplements:
            yield supplement.supplement
            yield from supplement.persons
        yield from self.taxation
        yield from self.card_links
        yield from self.use_registrations


FileEntry = (
    MunicipalitySettings
    | Household
    | Resident
    | SealRegistration
    | FamilyRegister
    | RegisteredPerson
    | Supplement
    | SupplementPerson
    | TaxRecord
    | CardLink
    | UseRegistration
)

KINDS: dict[str, type[FileEntry]] = {
    "municipality": MunicipalitySettings,
    "household": Household,
    "resident": Resident,
    "seal-registration": SealRegistration,
    "family-register": FamilyRegister,
    "registered-person": RegisteredPerson,
    "family-register-supplement": Supplement,
    "supplement-person": SupplementPerson,
    "taxation": TaxRecord,
    "card-link": CardLink,
    "use-registration": UseRegistration,
}


def is_current(resident: Resident, day: dt.date) -> bool:
    """Say whether the resident record stands on `day`: not dead by then, and not gone by then (消除 otherwise)."""
    departure = resident.departure
    return resident.died_on is None and (departure is None or departure.leaves_on > day)
