"""What the visit wants done. Commands with a job answer with events of that job."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kiosk.terminal.actions import PaymentMethod
from kiosk.terminal.views import ReceiptLines

OptionValue = bool | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BeginVisit:
    """Make a session key."""

    municipality: str


@dataclass(frozen=True, slots=True)
class EndVisit:
    """Wipe key, PIN, pages at once; end the session there, after what is still to be told."""


@dataclass(frozen=True, slots=True)
class Look:
    """See whether the service is there: answers `Looked`."""


@dataclass(frozen=True, slots=True)
class ReadCard:
    """Read the card: `CardRead`, `CardFailed`."""

    job: int


@dataclass(frozen=True, slots=True)
class PressDigit:
    """Add a digit to the PIN."""

    digit: int = field(repr=False)


@dataclass(frozen=True, slots=True)
class EraseDigit:
    """Take the last digit back."""


@dataclass(frozen=True, slots=True)
class ClearPin:
    """Overwrite the PIN."""


@dataclass(frozen=True, slots=True)
class ShuffleKeys:
    """Draw an order: answers `Shuffled`."""


@dataclass(frozen=True, slots=True)
class Authenticate:
    """Challenge, signature, session, offers: `Checked`, then one of `Authenticated`, `PinWrong` and the failures."""

    job: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePages:
    """Ask for a certificate: `Made`, `Refused`, `NoAnswer`."""

    job: int
    kind: str
    options: tuple[tuple[str, OptionValue], ...] = field(repr=False)
    copies: int
    replaces: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPages:
    """Retrieve, open and check the pages: `Fetched`, `Lost`, `PagesWrong`, `Refused`, `NoAnswer` (nothing consumed)."""

    job: int
    issuance_id: str
    kind: str
    copies: int
    method: PaymentMethod | Literal["none"]
    amount: int


@dataclass(frozen=True, slots=True)
class PrintSheets:
    """Print these sheets, counted from 1: `SheetOut` each, or `PrintStopped`."""

    job: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class StopPrinting:
    """Take back what the printer has not printed."""


@dataclass(frozen=True, slots=True)
class WipePages:
    """Overwrite and drop the pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellOutcome:
    """Tell the service what became of the paper: `OutcomeTold`."""

    issuance_id: str
    printed: bool
    sheets: int
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeMoney:
    """Note the payment in the journal, then take coins, notes or e-money up to `due`: `PaymentFailed`, or levels."""

    job: int
    issuance_id: str
    method: PaymentMethod
    due: int


@dataclass(frozen=True, slots=True)
class StopTaking:
    """Take no more money."""


@dataclass(frozen=True, slots=True)
class KeepMoney:
    """Note that the paper for what is due is out, keep that, give the rest back, close the payment: `MoneyKept`.

    `MoneyStuck` when that fails: the rest is listed. `issuance_id`: under which the money was taken.
    """

    issuance_id: str
    due: int


@dataclass(frozen=True, slots=True)
class ReturnMoney:
    """Give back all that is held and close the payment: `MoneyReturned`, or `MoneyStuck` when it cannot be given.

    `issuance_id`: as `KeepMoney`.
    """

    issuance_id: str


@dataclass(frozen=True, slots=True)
class PromiseRefund:
    """Note, whatever the device is at, that what it holds for this payment is listed under the issuance's own id."""

    issuance_id: str


@dataclass(frozen=True, slots=True)
class SettleMoney:
    """Settle a payment that could not be settled when somebody was there; nothing to do is nothing done.

    It answers nothing, and nothing falls into the slot: whoever gave the money has gone.
    """


@dataclass(frozen=True, slots=True)
class PrintReceiptPaper:
    """Print the receipt."""

    lines: ReceiptLines


Command = (
    BeginVisit
    | EndVisit
    | Look
    | ReadCard
    | PressDigit
    | EraseDigit
    | ClearPin
    | ShuffleKeys
    | Authenticate
    | MakePages
    | FetchPages
    | PrintSheets
    | StopPrinting
    | WipePages
    | TellOutcome
    | TakeMoney
    | StopTaking
    | KeepMoney
    | ReturnMoney
    | PromiseRefund
    | SettleMoney
    | PrintReceiptPaper
)
