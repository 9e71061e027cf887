"""A small cache whose entries end: bounded in number, least recently used first out, safe among threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class _Entry(Generic[V]):
    value: V
    since: int
    until: int


class ExpiringCache(Generic[K, V]):
    """Keeps at most `entries` values, each no longer than `max_age` seconds and never to its own end."""

    def __init__(self, *, entries: int, max_age: int) -> None:
        """Start empty.

        Raises:
            ValueError: A bound is less than one.
        """
        if entries < 1 or max_age < 1:
            raise ValueError("a cache keeps at least one entry for at least one second")
        self._bound = entries
        self._max_age = max_age
        self._entries: OrderedDict[K, _Entry[V]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: K, *, now: int) -> V | None:
        """Return what is kept under a key and usable at `now` (Unix seconds), or None."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            # A clock that was set back would prolong an entry: before its beginning it does not count either.
            if not entry.since <= now < entry.until:
                if now >= entry.until:
                    del self._entries[key]
                return None
            self._entries.move_to_end(key)
            return entry.value

    def put(self, key: K, value: V, *, until: int, now: int) -> None:
        """Keep a value from `now` to before `until` (Unix seconds), or to the maximum age if that comes first."""
        entry = _Entry(value, now, min(until, now + self._max_age))
        with self._lock:
            self._entries[key] = entry
            self._entries.move_to_end(key)
            while len(self._entries) > self._bound:
                self._entries.popitem(last=False)

    def __len__(self) -> int:
        with self._lock:
            return len(self._entries)
