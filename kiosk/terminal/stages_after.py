"""The stages after the confirmation, and those of the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kiosk.terminal.actions import PaymentMethod
from kiosk.terminal.codes import Money, Next, ReprintReason
from kiosk.terminal.stage import Stage, Waiting


@dataclass(frozen=True, slots=True)
class Making(Stage):
    """See the screen."""

    WAITS: ClassVar[Waiting] = "machine"


@dataclass(frozen=True, slots=True)
class Paying(Stage):
    """See the screen."""

    CANCELLABLE: ClassVar[bool] = True
    method: PaymentMethod | None = None


@dataclass(frozen=True, slots=True)
class HandingOver(Stage):
    """See the screen. `attempts`: how often a replacement was asked for."""

    WAITS: ClassVar[Waiting] = "machine"
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Printing(Stage):
    """Sheet `sheet` is on its way. `again`: after which failure, if any; `stops`: how often paper ran out."""

    WAITS: ClassVar[Waiting] = "sheet"
    sheet: int
    attempts: int
    again: ReprintReason | None = None
    void: int = 0
    stops: int = 0


@dataclass(frozen=True, slots=True)
class Stuck(Stage):
    """Waits for paper, or for the jam to be cleared. `sheet`: where to go on, 1 after a jam."""

    WAITS: ClassVar[Waiting] = "staff"
    CANCELLABLE: ClassVar[bool] = True
    reason: ReprintReason
    sheet: int
    attempts: int
    void: int
    stops: int = 0


@dataclass(frozen=True, slots=True)
class Remaking(Stage):
    """A replacement is being made and fetched."""

    WAITS: ClassVar[Waiting] = "machine"
    reason: ReprintReason
    attempts: int
    void: int
    fetching: bool = False


@dataclass(frozen=True, slots=True)
class TakePapers(Stage):
    """The papers are to be taken. `void`: how many sheets that do not count lie among them."""

    WAITS: ClassVar[Waiting] = "alarm"
    alarming: bool = False
    void: int = 0


@dataclass(frozen=True, slots=True)
class TakeChange(Stage):
    """The change is to be taken."""

    WAITS: ClassVar[Waiting] = "alarm"
    alarming: bool = False


@dataclass(frozen=True, slots=True)
class ShowReceipt(Stage):
    """See the screen."""

    printed: bool = False


@dataclass(frozen=True, slots=True)
class Another(Stage):
    """See the screen."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong. `alive`: the visit goes on; `copies`: so many whole ones came out before, and are paid for."""

    code: str
    reason: str | None = None
    next: Next = "end"
    alive: bool = False
    copies: int = 0


@dataclass(frozen=True, slots=True)
class Settling(Stage):
    """Money is being returned, but for so many yen that are `kept` for paper; then the problem, if any, is shown.

    `issuance_id`: under which it was taken.
    """

    WAITS: ClassVar[Waiting] = "machine"
    trouble: Trouble
    issuance_id: str
    kept: int = 0


@dataclass(frozen=True, slots=True)
class ShowProblem(Stage):
    """See the screen. `awaits`: the issuance whose money the device has not spoken of; what it says is shown."""

    trouble: Trouble
    money: Money
    amount: int = 0
    refund_number: str | None = None
    awaits: str | None = None


@dataclass(frozen=True, slots=True)
class Leaving(Stage):
    """The visit is over and erased; something lies in reader, tray or slot."""

    WAITS: ClassVar[Waiting] = "alarm"
    alarming: bool = False


@dataclass(frozen=True, slots=True)
class End(Stage):
    """See the screen."""

    WAITS: ClassVar[Waiting] = "closing"
