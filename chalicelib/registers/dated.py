"""What holds on some days only: from the first to the last, both included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Protocol, TypeVar

from chalicelib.registers.date_checks import Problems

_DAY = dt.timedelta(days=1)


class Dated(Protocol):
    """Without a first day it has held ever since, without a last day it holds until further notice."""

    @property
    def first(self) -> dt.date | None:
        """The first day."""

    @property
    def last(self) -> dt.date | None:
        """The last day."""


_D = TypeVar("_D", bound=Dated)


def holds(part: Dated, day: dt.date) -> bool:
    """Whether it holds on a day."""
    return (part.first is None or part.first <= day) and (part.last is None or day <= part.last)


def holding(parts: Iterable[_D], day: dt.date) -> _D | None:
    """Return the one that holds on a day, or None; checked parts do not overlap."""
    return next((part for part in parts if holds(part, day)), None)


def overlap(one: Dated, other: Dated) -> bool:
    """Whether there is a day on which both hold."""
    return not _ends_before(one, other) and not _ends_before(other, one)


def day_problems(field: str, part: Dated) -> Problems:
    """Yield what is wrong with the days of one part that stands at `field`."""
    if part.first is not None and part.last is not None and part.last < part.first:
        yield f"{field}.last", "expected a date not before first"


def gapless_problems(field: str, parts: Sequence[Dated], begins: dt.date, ends: dt.date | None) -> Problems:
    """Yield why not exactly one of `parts`, in their order, holds on every day from `begins` to `ends`."""
    if not parts:
        yield field, "expected one at least"
        return
    for index, part in enumerate(parts):
        yield from day_problems(f"{field}[{index}]", part)
    for index, (before, after) in enumerate(pairwise(parts), start=1):
        if before.last is None or after.first is None or after.first <= before.last:
            yield f"{field}[{index}].first", "expected a date after the last day of the one before: two overlap"
        elif after.first > before.last + _DAY:
            yield f"{field}[{index}].first", "expected the day after the last day of the one before: there is a gap"
    if parts[0].first is not None and parts[0].first > begins:
        yield f"{field}[0].first", "expected a date not after the first day on which it is needed"
    if parts[-1].last is not None and (ends is None or parts[-1].last < ends):
        yield f"{field}[{len(parts) - 1}].last", "expected no last day: nothing would hold after it"


def _ends_before(one: Dated, other: Dated) -> bool:
    return one.last is not None and other.first is not None and one.last < other.first
