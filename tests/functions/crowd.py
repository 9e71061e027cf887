"""Many callers at the same time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from chalicelib.protocol.errors import KofuError

Result = TypeVar("Result")


def parallel(calls: Sequence[Callable[[], Result]]) -> list[Result | KofuError]:
    """Make all calls at the same time, each in a thread; what a call raises of ours is its result."""

    def attempt(call: Callable[[], Result]) -> Result | KofuError:
        try:
            return call()
        except KofuError as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(attempt, calls))


def kinds(results: Sequence[object]) -> dict[str, int]:
    """Count results by the name of their type."""
    names = [type(result).__name__ for result in results]
    return {name: names.count(name) for name in sorted(set(names))}
