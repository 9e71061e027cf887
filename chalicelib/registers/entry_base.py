"""What all entries of the books are made of.

Every entry is frozen and validates its own form when it is decoded: unknown fields, wrong types and malformed
numbers are `msgspec.ValidationError`. What holds between entries (a household's head is one of its members, a
card's resident exists) is checked by `chalicelib.registers.file_format` on import.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
EntryId = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_-]{1,64}\Z")]
MunicipalityCode = Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{5}\Z")]
IndividualNumber = Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{12}\Z")]
ResidentRecordCode = Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{11}\Z")]
SerialNumber = Annotated[str, msgspec.Meta(pattern=r"\A[1-9][0-9]{0,48}\Z")]
Yen = Annotated[int, msgspec.Meta(ge=0, le=100_000)]
SettingsVersion = Annotated[int, msgspec.Meta(ge=1, le=100_000_000)]
Amount = Annotated[int, msgspec.Meta(ge=-9_999_999_999, le=99_999_999_999)]
"""Yen on tax certificates: a loss is negative."""
Tenths = Annotated[int, msgspec.Meta(ge=1, le=999)]
"""Tenths of a millimetre."""
MonthDay = Annotated[str, msgspec.Meta(pattern=r"\A(0[4-9]|1[0-2])-(0[1-9]|[12][0-9])\Z")]
"""A day of a year, from April to December, that every such month has."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", omit_defaults=True):
    """One line of a register file; `kind` says which."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A group of fields inside an entry."""
