"""The simulated authority's record of what it revoked; in memory, for as long as the emulation runs."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from cryptography import x509


@dataclass(frozen=True, slots=True)
class Revocation:
    """One entry: since when (Unix seconds) and why."""

    serial: int
    reason: x509.ReasonFlags
    at: int


class RevocationRegister:
    """Revocations of all generations. An entry stays: the real authority never lifts a suspension either."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, int], Revocation] = {}
        self._lock = threading.Lock()

    def revoke(self, generation: str, serial: int, reason: x509.ReasonFlags, at: int) -> None:
        """Enter a revocation; an earlier one of the same certificate stays as it was."""
        with self._lock:
            self._entries.setdefault((generation, serial), Revocation(serial, reason, at))

    def find(self, generation: str, serial: int) -> Revocation | None:
        """Return a certificate's revocation, or None."""
        with self._lock:
            return self._entries.get((generation, serial))

    def of(self, generation: str) -> tuple[Revocation, ...]:
        """Return a generation's revocations by serial."""
        with self._lock:
            found = [entry for (of, _), entry in self._entries.items() if of == generation]
        return tuple(sorted(found, key=lambda entry: entry.serial))
