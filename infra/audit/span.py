"""What an export covers, and what at its edges may honestly be in the hours beside it."""

from __future__ import annotations

from dataclasses import dataclass

LENGTH = 3600
"""Seconds of a period."""

_LONGEST_SESSION = 600
"""Seconds in which all of a visit happens: what is replaced, its replacement, the repetition of a report."""

_SKEW = 60
"""Seconds by which the clocks of the service may differ."""


@dataclass(frozen=True)
class Span:
    """From the number of the first period of an export to that of the one after its last."""

    first: int
    end: int

    def surely_holds(self, at: int) -> bool:
        """Whether what is told of as of this time (Unix seconds), and what came before it in its visit, must be there.

        Not from the beginning of the first period on: it may repeat or follow what ended in the one before. And not in
        the last period: what the ledger's index shows late is gathered with the next one.
        """
        return self.first * LENGTH + _LONGEST_SESSION + _SKEW <= at < (self.end - 1) * LENGTH

    def covers(self, at: int) -> bool:
        """Whether a time is in the periods of the export: what is told of as of it may yet be in one beside."""
        return self.first * LENGTH <= at < self.end * LENGTH
