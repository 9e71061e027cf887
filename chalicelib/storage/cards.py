"""Cards as the service knows them: which resident a certificate belongs to, and how often it failed."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.storage.items import Row

MAX_FAILURES = 3


@dataclass(frozen=True, slots=True)
class CardKey:
    """A certificate's identity: its authority's generation, its serial number, its kind."""

    generation: str
    serial: int
    kind: str

    def __str__(self) -> str:
        """Return the key of its rows."""
        return f"{self.generation}#{self.serial}#{self.kind}"


@dataclass(frozen=True, slots=True)
class Link:
    """A row of the card links: the resident, and the household whose books hold the resident."""

    resident_id: str
    household_id: str
    ended: bool

    @classmethod
    def from_row(cls, row: Row) -> Link:
        """Read a row."""
        return cls(row["resident_id"], row["household_id"], row["ended"])
