"""The time at which these tests take place, whatever the machine's clock says."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

NOW = int(dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC).timestamp())
"""10 o'clock in Japan."""


@dataclass
class Clock:
    """A time that only tests move."""

    now: int = NOW

    def utc(self) -> dt.datetime:
        """Return it as the emulated cloud wants it: in UTC, naive."""
        return dt.datetime.fromtimestamp(self.now, dt.UTC).replace(tzinfo=None)
