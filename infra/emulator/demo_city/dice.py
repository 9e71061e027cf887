"""Chance that is the same on every machine and in every version of Python.

Each draw depends on the seed and on its own name only, so that adding a household changes no other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

_T = TypeVar("_T")


class Dice:
    """Draws that follow from `seed`: the same name always gives the same draw."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def below(self, limit: int, name: str) -> int:
        """Return a whole number from 0 to `limit` - 1."""
        digest = hashlib.sha256(f"{self._seed}/{name}".encode()).digest()
        return int.from_bytes(digest) % limit

    def between(self, first: int, last: int, name: str) -> int:
        """Return a whole number from `first` to `last`, both included."""
        return first + self.below(last - first + 1, name)

    def pick(self, choices: Sequence[_T], name: str) -> _T:
        """Return one of `choices`."""
        return choices[self.below(len(choices), name)]

    def digits(self, count: int, name: str) -> str:
        """Return `count` decimal digits."""
        return f"{self.below(10**count, name):0{count}d}"
