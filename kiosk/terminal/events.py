"""What can happen to a terminal. Results name the job that they answer: one that was given up finds nobody waiting."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from chalicelib.protocol.messages import Offers
from kiosk.terminal.actions import AnyAction
from kiosk.terminal.levels import Levels, PrinterState
from kiosk.terminal.views import CheckingStep, OutOfServiceReason

CardFailure = Literal["card-removed", "wrong-card", "no-pin", "pin-locked", "card-unreadable"]


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody touched the screen, and that view takes this action."""

    action: AnyAction


@dataclass(frozen=True, slots=True)
class Ticked:
    """Time has passed."""


@dataclass(frozen=True, slots=True)
class Sensed:
    """The sensors say something new."""

    levels: Levels


@dataclass(frozen=True, slots=True)
class Booted:
    """The terminal has started. `unfinished`: a payment that the journal holds, its paper out or not."""

    unfinished: Unfinished | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A payment that was open when the power went."""

    issuance_id: str
    due: int
    printed: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """How the service was found while nobody was there; None: ready."""

    reason: OutOfServiceReason | None


@dataclass(frozen=True, slots=True)
class Shuffled:
    """A random order of the ten digits."""

    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CardRead:
    """The card is one of ours."""

    job: int
    tries_left: int


@dataclass(frozen=True, slots=True)
class CardFailed:
    """The card cannot be used, or is gone."""

    job: int
    code: CardFailure


@dataclass(frozen=True, slots=True)
class PinWrong:
    """The card refused the PIN."""

    job: int
    tries_left: int


@dataclass(frozen=True, slots=True)
class Checked:
    """One step of the check is done; this one follows."""

    job: int
    step: CheckingStep


@dataclass(frozen=True, slots=True)
class Authenticated:
    """There is a session. `session_ends`: Unix milliseconds."""

    job: int
    session_ends: int
    offers: Offers = field(repr=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """The service answered with a problem."""

    job: int
    code: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The service did not answer, or what it was asked for cannot be done here."""

    job: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The pages are made and sealed; `pages` of one copy."""

    job: int
    issuance_id: str
    fee: int
    pages: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """The pages are here, complete and of this issuance."""

    job: int


@dataclass(frozen=True, slots=True)
class Lost:
    """The hand-over happened, or may have, and nothing usable came of it."""

    job: int


@dataclass(frozen=True, slots=True)
class PagesWrong:
    """What was handed over are not the pages of this issuance."""

    job: int


@dataclass(frozen=True, slots=True)
class SheetOut:
    """A sheet lies in the tray: the how manyeth, from 1."""

    job: int
    sheet: int


@dataclass(frozen=True, slots=True)
class PrintStopped:
    """The printer stopped. `reason` no-paper: the next sheet has not moved."""

    job: int
    reason: PrinterState


@dataclass(frozen=True, slots=True)
class OutcomeTold:
    """Whether the service has recorded what became of the paper of an issuance."""

    issuance_id: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class MoneyKept:
    """What was due is kept, what was too much lies in the slot. `issuance_id`: under which the money was taken."""

    change: int
    issuance_id: str


@dataclass(frozen=True, slots=True)
class MoneyReturned:
    """All that was held went back: so much. `issuance_id`: as `MoneyKept`."""

    amount: int
    issuance_id: str


@dataclass(frozen=True, slots=True)
class MoneyStuck:
    """So much could not be returned and stands in the journal under this number; 0: the device cannot say how much.

    `issuance_id`: as `MoneyKept`.
    """

    amount: int
    refund_number: str
    issuance_id: str


@dataclass(frozen=True, slots=True)
class PaymentFailed:
    """The payment device cannot take money now."""

    job: int


Event = (
    Touched
    | Ticked
    | Sensed
    | Booted
    | Looked
    | Shuffled
    | CardRead
    | CardFailed
    | PinWrong
    | Checked
    | Authenticated
    | Refused
    | NoAnswer
    | Made
    | Fetched
    | Lost
    | PagesWrong
    | SheetOut
    | PrintStopped
    | OutcomeTold
    | MoneyKept
    | MoneyReturned
    | MoneyStuck
    | PaymentFailed
)
