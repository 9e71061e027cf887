"""What the card remembers without power: tries left and changed PINs.

A card that was locked stays locked when it is taken out, and when the emulation is started again. The file holds PINs
of simulated cards and is readable by its owner only.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any


class MemoryFileError(ValueError):
    """The state file is unreadable or belongs to another card."""


class NonVolatileMemory:
    """Counters and changed values by file identifier, kept in `path`, or for the object's life when there is none.

    Raises:
        MemoryFileError: the file is not one of ours, or was written for another `card_id`.
    """

    def __init__(self, path: Path | None = None, card_id: str = "") -> None:
        self._path = path
        self._card_id = card_id
        self._tries: dict[int, int] = {}
        self._values: dict[int, bytes] = {}
        if path is not None and path.exists():
            self._load(path)

    def tries(self, reference: int, limit: int) -> int:
        """Say how many tries a PIN has left; `limit` when nothing was ever counted."""
        return self._tries.get(reference, limit)

    def value(self, reference: int, initial: bytes) -> bytes:
        """Answer a PIN's value; `initial` when it was never changed."""
        return self._values.get(reference, initial)

    def set_tries(self, reference: int, left: int) -> None:
        """Keep a counter; on return it is on disk."""
        self._tries[reference] = left
        self._store()

    def set_value(self, reference: int, value: bytes) -> None:
        """Keep a PIN's new value; on return it is on disk."""
        self._values[reference] = value
        self._store()

    def _load(self, path: Path) -> None:
        try:
            content: dict[str, Any] = json.loads(path.read_bytes())
            card_id = content["card"]
            self._tries = {int(reference, 16): int(left) for reference, left in content["tries"].items()}
            self._values = {int(reference, 16): bytes.fromhex(value) for reference, value in content["values"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            # The parser's own message could quote the file, which holds PINs.
            raise MemoryFileError(f"{path.name} is not a card state file") from None
        if card_id != self._card_id:
            raise MemoryFileError(f"{path.name} is the state of another card")

    def _store(self) -> None:
        if self._path is None:
            return
        content = {
            "card": self._card_id,
            "tries": {f"{reference:04X}": left for reference, left in self._tries.items()},
            "values": {f"{reference:04X}": value.hex() for reference, value in self._values.items()},
        }
        _replace_atomically(self._path, json.dumps(content).encode())


def _replace_atomically(path: Path, content: bytes) -> None:
    """Write beside the file, then rename: a crash leaves the old state or the new one. mkstemp gives mode 0600."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
