"""Whose matters of a family register, or addresses of its supplement, are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeVar

import msgspec

from chalicelib.protocol.errors import InvalidOption
from chalicelib.registers.family_registers import FamilyRegisterRecord, RegisteredPerson
from chalicelib.registers.supplements import SupplementPerson, SupplementRecord
from chalicelib.render.application import Applicant
from chalicelib.render.certificate_request import Options, parse, referenced, switches


class RegisterChoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The `options` of a request. `persons` are references from the offers, for the scope `persons` only."""

    scope: Literal["whole", "holder", "persons"] = "whole"
    persons: tuple[str, ...] = ()

    def items(self) -> dict[str, bool]:
        """Return which items are to be printed: all the options that are switches."""
        return switches(self)


_Choice = TypeVar("_Choice", bound=RegisterChoice)


def parse_register_choice(options: Options, choice: type[_Choice]) -> _Choice:
    """Read the options.

    Raises:
        InvalidOption: One is unknown or has a value that it does not take, or persons are missing or too many.
    """
    parsed = parse(options, choice)
    if (parsed.scope == "persons") != bool(parsed.persons):
        raise InvalidOption
    return parsed


def chosen_persons(
    choice: RegisterChoice, record: FamilyRegisterRecord | SupplementRecord, applicant: Applicant
) -> tuple[str, ...]:
    """Return the `person_id`s of those to be printed; none for the whole.

    Raises:
        InvalidOption: A reference names nobody of this register, or the holder is not in it.
    """
    if choice.scope == "whole":
        return ()
    if choice.scope == "persons":
        return referenced(choice.persons, _by_reference(record.persons, applicant))
    holder = record.person_of(applicant.holder_id)
    if holder is None:
        raise InvalidOption
    return (holder.person_id,)


def _by_reference(persons: Iterable[RegisteredPerson | SupplementPerson], applicant: Applicant) -> dict[str, str]:
    return {applicant.person_reference(each.register_id, each.person_id): each.person_id for each in persons}
