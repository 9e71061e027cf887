"""How many visits of one municipality there can be at once: beyond that a kiosk is told to come later (R11).

A visit begins with its challenge and is over at the latest when a session opened with it must be. So no more visits
live than were begun in that time: they are counted by windows of a tenth of it, the current one and the ten before.
Windows that are longer would be fewer rows to read, and hold back somebody whose place has long been free.
Nothing is given back at a visit's end, and so nothing can be lost by a crash: a count becomes meaningless by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.protocol.errors import TooManyRequests
from chalicelib.protocol.transcript import CHALLENGE_LIFETIME, SESSION_LIFETIME
from chalicelib.storage.batch import Key
from chalicelib.storage.items import Row
from chalicelib.storage.rate_limits import RateLimit

_EARLIER = 10

WINDOW = (CHALLENGE_LIFETIME + SESSION_LIFETIME) // _EARLIER
"""Seconds. The longest visit spans ten windows and touches an eleventh: so long may a full place be waited for."""


@dataclass(frozen=True, slots=True)
class VisitLimit:
    """At most `most` visits at once."""

    most: int

    def earlier_keys(self, table: str, municipality: str, now: int) -> list[Key]:
        """Return the keys of the counts of the earlier windows, the oldest first: they are over, and only read."""
        windows = range(now // WINDOW - _EARLIER, now // WINDOW)
        return [(table, "bucket", f"{_subject(municipality)}#{WINDOW}#{window}") for window in windows]

    def earlier_counts(self, keys: list[Key], rows: Mapping[Key, Row]) -> list[int]:
        """Return how many visits began in each of the earlier windows, among the rows that were read."""
        return [int(rows.get(key, {}).get("count", 0)) for key in keys]

    def count_request(self, table: str, municipality: str, now: int, earlier: list[int]) -> dict[str, Any]:
        """Return the `Update` that counts one more visit, if there is room beside the earlier ones.

        Raises:
            TooManyRequests: The earlier ones leave no room, whatever the current count is.
        """
        room = self.most - sum(earlier)
        if room <= 0:
            raise TooManyRequests(self.seconds_left(now, earlier))
        return RateLimit(room, WINDOW).count_request(table, _subject(municipality), now)

    def seconds_left(self, now: int, earlier: list[int]) -> int:
        """Return after how long there is room again, when there is none now, as far as can be told today."""
        wait = WINDOW - now % WINDOW
        # Each window that passes takes the oldest count with it; what is counted in the current one goes last.
        for passed in range(1, len(earlier) + 1):
            if sum(earlier[:passed]) > 0:
                return wait
            wait += WINDOW
        return wait


def _subject(municipality: str) -> str:
    return f"municipality#{municipality}"
