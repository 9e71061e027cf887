"""What every stage is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

Waiting = Literal["person", "machine", "sheet", "staff", "alarm", "closing", "look"]
DIGITS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 0)


@dataclass(frozen=True, slots=True)
class Stage:
    """What the terminal is at. `WAITS`: for what, which says how long."""

    WAITS: ClassVar[Waiting] = "person"
    CANCELLABLE: ClassVar[bool] = False
