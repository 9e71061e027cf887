"""Waiting for something outside the process: until it holds, or until a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable

_INTERVAL_SECONDS = 0.005


def until(holds: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
    """Ask again and again; `AssertionError` that says `what` was waited for when it takes longer than `seconds`."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s in vain for: {what}")
        time.sleep(_INTERVAL_SECONDS)
