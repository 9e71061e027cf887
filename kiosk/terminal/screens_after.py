"""The screens after the confirmation: money, paper, and what went wrong."""

from __future__ import annotations

import msgspec

from kiosk.terminal.actions import PaymentMethod
from kiosk.terminal.codes import Money, Next, ReprintReason
from kiosk.terminal.screen import Screen, Shape


class Making(Screen, frozen=True, kw_only=True):
    """The service makes the pages; nothing is paid yet."""

    NAME = "making"


class Pay(Screen, frozen=True, kw_only=True):
    """Payment, amounts in yen. `method` is None until chosen; `busy` while a device works."""

    NAME = "pay"
    methods: tuple[PaymentMethod, ...]
    method: PaymentMethod | None
    due: int
    inserted: int
    remaining: int
    sheets: int
    busy: bool


class HandingOver(Screen, frozen=True, kw_only=True):
    """The pages are fetched and checked; paid, and not cancellable any more."""

    NAME = "handing-over"


class ReturningMoney(Screen, frozen=True, kw_only=True):
    """The visit is over, and the payment device is giving back what it holds."""

    NAME = "returning-money"


class Printing(Screen, frozen=True, kw_only=True):
    """Sheet `sheet` of `sheets` is being printed."""

    NAME = "printing"
    sheet: int
    sheets: int


class Reprinting(Screen, frozen=True, kw_only=True):
    """Something went wrong; it is made or printed again at no second fee. `waiting`: for staff to see to the printer.

    `void`: how many sheets that already came out no longer count.
    """

    NAME = "reprinting"
    reason: ReprintReason
    waiting: bool
    void: int
    sheet: int
    sheets: int


class TakePapers(Screen, frozen=True, kw_only=True):
    """The papers must be taken. `sensor`: the terminal notices; otherwise `continue` says so. `over`: as `TakeCard`.

    `void`: how many sheets that do not count came out besides `sheets`.
    """

    NAME = "take-papers"
    sheets: int
    void: int = 0
    sensor: bool
    over: bool


class TakeChange(Screen, frozen=True, kw_only=True):
    """Money must be taken: `amount` yen. `over`: as `TakeCard`."""

    NAME = "take-change"
    amount: int
    over: bool


class ReceiptLines(Shape, frozen=True, kw_only=True):
    """What the receipt says. `at`: Unix seconds. `verification`: where anyone can check the paper's code."""

    number: str
    kind: str = msgspec.field(name="type")
    title: str
    copies: int
    sheets: int
    method: PaymentMethod | None
    paid: int
    change: int
    at: int
    place: str
    municipality: str
    verification: str


class Receipt(Screen, frozen=True, kw_only=True):
    """The receipt; `confirmed`: the service has recorded that the paper came out."""

    NAME = "receipt"
    receipt: ReceiptLines
    confirmed: bool
    can_print: bool
    printed: bool


class Another(Screen, frozen=True, kw_only=True):
    """Another certificate, or the end."""

    NAME = "another"


class End(Screen, frozen=True, kw_only=True):
    """Everything of the visit is erased; back to the start in a moment."""

    NAME = "end"


class Problem(Screen, frozen=True, kw_only=True):
    """What happened, what became of the money, and what to do next.

    `code`: of the service, or one of `TERMINAL_CODES`. `reason`: of `not-eligible`. `refund_number`: for
    `refund-listed`, whose `amount` is 0 while nobody knows it. `contact`: whom to call about money, as configured.
    `copies`: so many whole copies came out and are paid for.
    """

    NAME = "problem"
    code: str
    reason: str | None = None
    money: Money
    amount: int
    refund_number: str | None = None
    copies: int = 0
    next: Next
    contact: str
