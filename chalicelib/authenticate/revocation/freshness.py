"""How long a signed status may be relied on (RFC 6960, 4.2.2.1; RFC 5019, 4; RFC 5280, 5.1.2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chalicelib.authenticate.revocation.answers import Cause, Doubt

SKEW = 60
_MINUTE, _HOUR = 60, 3600


@dataclass(frozen=True, slots=True)
class Freshness:
    """Rules, all in seconds.

    `age_at_most` bounds even an answer that claims to last longer: without it, one old answer with a far `nextUpdate`
    could be replayed for as long. `age_without_end` is for an answer without `nextUpdate`; None refuses such a one.
    """

    age_at_most: int
    age_without_end: int | None
    skew: int = SKEW

    def usable_until(self, this_update: int, next_update: int | None, *, now: int) -> int:
        """Return when an answer ends; everything in Unix seconds. It is no longer usable at that second.

        The skew excuses a clock of the authority that is ahead. At the end there is none: a newer answer exists.

        Raises:
            Doubt: `NOT_YET_VALID` or `STALE`.
        """
        self.check_begun(this_update, now=now)
        if next_update is None and self.age_without_end is None:
            raise Doubt(Cause.STALE)
        ends = [this_update + self.age_at_most]
        if next_update is not None:
            ends.append(next_update)
        elif self.age_without_end is not None:
            ends.append(this_update + self.age_without_end)
        if now >= min(ends):
            raise Doubt(Cause.STALE)
        return min(ends)

    def check_begun(self, moment: int, *, now: int) -> None:
        """Refuse what is from the future by more than the skew.

        Raises:
            Doubt: `NOT_YET_VALID`.
        """
        if moment > now + self.skew:
            raise Doubt(Cause.NOT_YET_VALID)


OCSP_FRESHNESS = Freshness(age_at_most=24 * _HOUR, age_without_end=15 * _MINUTE)
"""The authority renews its OCSP answers about every 15 minutes."""

CRL_FRESHNESS = Freshness(age_at_most=48 * _HOUR, age_without_end=None)
"""The authority issues a list about daily; RFC 5280 (5.1.2.5) makes `nextUpdate` mandatory."""


def seconds(moment: dt.datetime) -> int:
    """Convert an aware time to Unix seconds."""
    return int(moment.timestamp())
