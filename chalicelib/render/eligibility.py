"""Why a resident cannot have a certificate at a kiosk now. Each reason is a code of the contract, never data.

What a kiosk may not issue follows the municipalities' published rules: removed or leaving residents, residents
under protection (住民基本台帳事務における支援措置), residents under 15, records being changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from chalicelib.protocol.errors import NotEligible
from chalicelib.registers.entries import Resident
from chalicelib.registers.settings_in_force import Terms

MINIMUM_AGE = 15


class Reason(StrEnum):
    """The `reason` of a `not-eligible` problem and of an offer that is not available.

    Attributes:
        NOT_OFFERED: The municipality does not issue it at kiosks.
        OUTSIDE_HOURS: It is closed now, while others are open.
        DECEASED: The holder's record ended with their death.
        MOVED_OUT: The day of leaving has come.
        MOVING_OUT: 転出届 has been received.
        UNDER_PROTECTION: The holder is under 支援措置.
        ENTRY_IN_PROGRESS: An entry is being made in the holder's record.
        UNDER_15: The holder is too young.
        NOT_A_RESIDENT: The holder lives elsewhere and is registered for use of the family register only (利用登録).
        USE_REGISTRATION_PENDING: The office has not confirmed the registration for use yet.
        ASK_AT_OFFICE: Something stands in the way of another member: what it is, is not for the holder to know.
    """

    NOT_OFFERED = "not-offered"
    OUTSIDE_HOURS = "outside-hours"
    DECEASED = "deceased"
    MOVED_OUT = "moved-out"
    MOVING_OUT = "moving-out"
    UNDER_PROTECTION = "under-protection"
    ENTRY_IN_PROGRESS = "entry-in-progress"
    UNDER_15 = "under-15"
    ASK_AT_OFFICE = "ask-at-office"
    NOT_A_RESIDENT = "not-a-resident"
    USE_REGISTRATION_PENDING = "use-registration-pending"


def reason_against_terms(terms: Terms | None) -> Reason | None:
    """Return why nobody can have a certificate here and now, or None; `terms` is None where it is not offered."""
    if terms is None:
        return Reason.NOT_OFFERED
    return None if terms.is_open else Reason.OUTSIDE_HOURS


def reason_against_record(resident: Resident, today: dt.date) -> Reason | None:
    """Return why nothing of this resident's record may be printed, or None."""
    if resident.died_on is not None:
        return Reason.DECEASED
    if resident.departure is not None:
        return Reason.MOVED_OUT if resident.departure.leaves_on <= today else Reason.MOVING_OUT
    # The end of the protection's period does not unblock: only the office does, by removing the entry.
    if resident.protection is not None:
        return Reason.UNDER_PROTECTION
    if resident.entry_in_progress:
        return Reason.ENTRY_IN_PROGRESS
    return None


def reason_against_holder(resident: Resident, today: dt.date) -> Reason | None:
    """Return why this resident may not be issued anything at a kiosk, or None."""
    reason = reason_against_record(resident, today)
    if reason is None and not has_reached_minimum_age(resident.birth_date, today):
        return Reason.UNDER_15
    return reason


def require_eligible(holder: Resident, printed: Iterable[Resident], today: dt.date) -> None:
    """Refuse when the holder may not ask, or a member to be printed may not be shown.

    Raises:
        NotEligible: With the holder's own reason; of a member's the holder learns only that there is one, for a
            notice of moving out or a protection may have been kept from them.
    """
    reason = reason_against_holder(holder, today)
    if reason is None and any(reason_against_record(member, today) for member in printed):
        reason = Reason.ASK_AT_OFFICE
    if reason is not None:
        raise NotEligible(reason)


def has_reached_minimum_age(birth_date: dt.date, today: dt.date) -> bool:
    """Whether somebody may ask at a kiosk by their age."""
    # 年齢計算ニ関する法律: someone born on 29 February completes a year of age as 28 February ends.
    return (today.year - MINIMUM_AGE, today.month, today.day) >= (birth_date.year, birth_date.month, birth_date.day)
