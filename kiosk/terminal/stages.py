"""What a terminal can be at: one class a stage, with what only that stage knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from kiosk.terminal.actions import PaymentMethod
from kiosk.terminal.events import Unfinished
from kiosk.terminal.views import CheckingStep, Money, Next, OutOfServiceReason, ReprintReason

Waiting = Literal["person", "machine", "sheet", "staff", "alarm", "closing", "look"]
DIGITS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 0)


@dataclass(frozen=True, slots=True)
class Stage:
    """What the terminal is at. `WAITS`: for what, which says how long."""

    WAITS: ClassVar[Waiting] = "person"
    CANCELLABLE: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Booting(Stage):
    """The power came on."""

    WAITS: ClassVar[Waiting] = "machine"


@dataclass(frozen=True, slots=True)
class Recovering(Stage):
    """Money of a visit that lost its power is being returned or kept."""

    WAITS: ClassVar[Waiting] = "machine"
    unfinished: Unfinished


@dataclass(frozen=True, slots=True)
class OutOfService(Stage):
    """Nothing can be issued now."""

    WAITS: ClassVar[Waiting] = "look"
    reason: OutOfServiceReason


@dataclass(frozen=True, slots=True)
class Start(Stage):
    """Nobody is there."""

    WAITS: ClassVar[Waiting] = "look"


@dataclass(frozen=True, slots=True)
class Notice(Stage):
    """See the screen."""

    CANCELLABLE: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ChooseMunicipality(Stage):
    """See the screen."""

    CANCELLABLE: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class PlaceCard(Stage):
    """See the screen."""

    CANCELLABLE: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ReadingCard(Stage):
    """See the screen."""

    WAITS: ClassVar[Waiting] = "machine"


@dataclass(frozen=True, slots=True)
class EnterPin(Stage):
    """The PIN pad; the digits themselves are elsewhere."""

    CANCELLABLE: ClassVar[bool] = True
    tries_left: int
    keys: tuple[int, ...] = DIGITS
    entered: int = 0
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class CheckingIdentity(Stage):
    """See the screen."""

    WAITS: ClassVar[Waiting] = "machine"
    step: CheckingStep = "card"
    keys: tuple[int, ...] = DIGITS


@dataclass(frozen=True, slots=True)
class TakeCard(Stage):
    """The card is to be taken. `then`: what follows."""

    WAITS: ClassVar[Waiting] = "alarm"
    then: Literal["certificates", "place-card"]
    alarming: bool = False


@dataclass(frozen=True, slots=True)
class ChooseCertificate(Stage):
    """See the screen."""

    CANCELLABLE: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ChooseOptions(Stage):
    """See the screen."""

    CANCELLABLE: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ChooseCopies(Stage):
    """See the screen."""

    CANCELLABLE: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Confirm(Stage):
    """See the screen."""

    CANCELLABLE: ClassVar[bool] = True


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
    """The papers are to be taken."""

    WAITS: ClassVar[Waiting] = "alarm"
    alarming: bool = False


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
    """What went wrong. `alive`: the visit goes on."""

    code: str
    reason: str | None = None
    next: Next = "end"
    alive: bool = False


@dataclass(frozen=True, slots=True)
class Settling(Stage):
    """Money is being returned; then the problem is shown."""

    WAITS: ClassVar[Waiting] = "machine"
    trouble: Trouble
    issuance_id: str


@dataclass(frozen=True, slots=True)
class ShowProblem(Stage):
    """See the screen."""

    trouble: Trouble
    money: Money
    amount: int = 0
    refund_number: str | None = None


@dataclass(frozen=True, slots=True)
class Leaving(Stage):
    """The visit is over and erased; something lies in reader, tray or slot."""

    WAITS: ClassVar[Waiting] = "alarm"
    alarming: bool = False


@dataclass(frozen=True, slots=True)
class End(Stage):
    """See the screen."""

    WAITS: ClassVar[Waiting] = "closing"
