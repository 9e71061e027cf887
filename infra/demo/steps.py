"""Shows each step as it happens, with its time, and remembers what the visit proper took."""

from __future__ import annotations

import time
from collections.abc import Callable

from rich.console import Console

Calls = list[dict[str, str]]

_FIRST, _LAST = "challenge", "outcome"
_OF_THE_VISIT = frozenset({"authenticate", "render", "retrieve"})


class Steps:
    """The steps of one demo."""

    def __init__(self, console: Console, calls: Callable[[], Calls]) -> None:
        """Print to `console`; `calls` tells the AWS calls made so far."""
        self._console = console
        self._calls = calls
        self._before = time.perf_counter()
        self._milliseconds: dict[str, float] = {}
        self._earlier = 0
        self._visit_calls: Calls = []

    def done(self, name: str, what: str) -> None:
        """Say that a step is done; its time is that since the step before."""
        now = time.perf_counter()
        elapsed, self._before = (now - self._before) * 1000, now
        self._milliseconds[name] = self._milliseconds.get(name, 0) + elapsed
        self._console.print(f"{elapsed:7.0f} ms  [bold]{name}[/bold]  {what}", highlight=False)
        if _FIRST not in self._milliseconds:
            self._earlier = len(self._calls())
        if name == _LAST:
            calls = self._calls()[self._earlier :]
            self._visit_calls = [call for call in calls if call["function"] in _OF_THE_VISIT]

    def visit_calls(self) -> Calls:
        """Return the AWS calls of the visit, from the challenge up to its outcome."""
        return self._visit_calls

    def visit_milliseconds(self) -> int:
        """Return the time from asking for the challenge to the recorded outcome."""
        names = list(self._milliseconds)
        return round(sum(self._milliseconds[name] for name in names[names.index(_FIRST) : names.index(_LAST) + 1]))
