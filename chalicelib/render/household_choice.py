"""Whose records of a household are asked for: the holder's, everybody's, or chosen members'."""

from __future__ import annotations

from typing import Literal, TypeVar

import msgspec

from chalicelib.protocol.errors import InvalidOption
from chalicelib.registers.entries import Resident
from chalicelib.render.application import Application
from chalicelib.render.certificate_request import Options, parse, referenced, refuse, switches
from chalicelib.render.certificates.household_sheets import is_removed, present_head
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.eligibility import require_eligible


class HouseholdChoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The `options` of a request. `members` are references from the offers, for the scope `members` only."""

    scope: Literal["holder", "household", "members"] = "holder"
    members: tuple[str, ...] = ()
    relationship: bool = False
    domicile: bool = False
    individual_number: bool = False
    resident_record_code: bool = False
    foreign_items: bool = False

    def items(self) -> dict[str, bool]:
        """Return which items are to be printed: all the options that are switches."""
        return switches(self)


_Choice = TypeVar("_Choice", bound=HouseholdChoice)


def parse_household_choice(options: Options, choice: type[_Choice]) -> _Choice:
    """Read the options.

    Raises:
        InvalidOption: One is unknown or has a value that it does not take, or members are missing or too many.
    """
    parsed = parse(options, choice)
    if (parsed.scope == "members") != bool(parsed.members):
        raise InvalidOption
    return parsed


def reason_against(application: Application) -> Obstacle | None:
    """Return why no records of the holder's household can be issued, or None."""
    head = present_head(application.household, application.day)
    return Obstacle.HEAD_MISSING if head is None else None


def eligible_members(choice: HouseholdChoice, application: Application) -> tuple[Resident, ...]:
    """Return the members to be printed, in the order of the books, if holder and members may have it.

    Raises:
        NotEligible: They may not.
        InvalidOption: A reference names nobody who is present in the household.
    """
    require_eligible(application.holder, (), application.day)
    refuse(reason_against(application))
    printed = _printed(choice, application)
    head = present_head(application.household, application.day) if choice.relationship else None
    # 世帯主 names the head also where the head is not chosen.
    require_eligible(application.holder, (*printed, *((head,) if head else ())), application.day)
    return printed


def _printed(choice: HouseholdChoice, application: Application) -> tuple[Resident, ...]:
    if choice.scope == "holder":
        return (application.holder,)
    present = tuple(each for each in application.household.residents if not is_removed(each, application.day))
    if choice.scope == "household":
        return present
    return referenced(choice.members, {application.member_reference(each): each for each in present})
