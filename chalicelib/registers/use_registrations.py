"""本籍地利用登録: with which card somebody who lives elsewhere has certificates of the family register kept here.

The person applies once, at a kiosk or from home; the office of the 本籍 compares the application with the register and
confirms it. The registration is of one certificate of a card: a renewed one needs a new application. A telephone's
certificate cannot be registered.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Literal

from chalicelib.registers.entry_base import Entry, EntryId, SerialNumber

Refusal = Literal["not-in-register", "not-identified", "withdrawn"]
"""Why the office did not confirm: no such person in the register; not shown to be that person; taken back."""

CERTIFICATE_KIND = "card"


class UseState(StrEnum):
    """What has become of an application; the value is what the office is shown."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    ENDED = "ended"


class UseRegistration(Entry, tag="use-registration", frozen=True, kw_only=True):
    """One application and what became of it: confirmed or refused by the office, and ended."""

    registration_id: EntryId
    generation: EntryId
    serial: SerialNumber
    register_id: EntryId
    person_id: EntryId
    applied_on: dt.date
    confirmed_on: dt.date | None = None
    refused_on: dt.date | None = None
    refusal: Refusal | None = None
    ended_on: dt.date | None = None

    @property
    def holder_id(self) -> str:
        """Who the card stands for: a person of a register, as `holder_key` names them."""
        return holder_key(self.register_id, self.person_id)

    def state(self, day: dt.date) -> UseState:
        """Return what has become of it by that day; not confirmed on the day it ends."""
        if self.refused_on is not None:
            return UseState.REFUSED
        if self.ended_on is not None and self.ended_on <= day:
            return UseState.ENDED
        confirmed = self.confirmed_on is not None and self.confirmed_on <= day
        return UseState.CONFIRMED if confirmed else UseState.PENDING


def holder_key(register_id: str, person_id: str) -> str:
    """Name a person of a register among the residents' ids: none of those has a slash."""
    return f"{register_id}/{person_id}"
