"""The stages up to the confirmation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from kiosk.terminal.codes import CheckingStep, OutOfServiceReason
from kiosk.terminal.events import Unfinished
from kiosk.terminal.stage import DIGITS, Stage, Waiting


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
