"""What the screen shows: one `View`, sent whole after every change. The screen itself decides and remembers nothing.

Codes and references go to the screen, texts are the screen's; personal data only where the screen shows it (the names
to choose from), and never after the screen that shows it.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import msgspec

from kiosk.terminal.actions import Language, PaymentMethod, Purpose

OutOfServiceReason = Literal[
    "starting",
    "not-enrolled",
    "service-suspended",
    "outside-hours",
    "no-paper",
    "printer",
    "unreachable",
    "self-check-failed",
    "card-reader",
    "payment",
]
AlarmKind = Literal["card-left", "papers-left", "change-left"]
QuestionKind = Literal["more-time", "session-ending", "cancel"]
CheckingStep = Literal["card", "identity", "offers"]
ReprintReason = Literal["jam", "out-of-paper", "answer-lost"]
Money = Literal["none-taken", "not-charged", "refunded", "refund-listed", "paid"]
Next = Literal["again", "end", "card", "office"]

TERMINAL_CODES = (
    "card-removed",
    "wrong-card",
    "no-pin",
    "card-unreadable",
    "pin-locked",
    "no-answer",
    "out-of-paper",
    "jam",
    "printer-failed",
    "payment-failed",
    "timed-out",
    "session-over",
    "cancelled",
    "pages-wrong",
    "power-lost",
)
"""Codes of `Problem.code` besides those of the service (`chalicelib.protocol.problems.PROBLEMS`)."""


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a view."""


class Screen(Shape, frozen=True, kw_only=True):
    """The `data` of a view; `NAME` is its `screen`."""

    NAME: ClassVar[str]


class OutOfService(Screen, frozen=True, kw_only=True):
    """Nothing can be issued. `retry_after`: seconds until another look, where known."""

    NAME = "out-of-service"
    reason: OutOfServiceReason
    retry_after: int | None = None


class Start(Screen, frozen=True, kw_only=True):
    """The first screen; choosing a language begins the visit."""

    NAME = "start"
    languages: tuple[Language, ...]


class Notice(Screen, frozen=True, kw_only=True):
    """What is needed, that the PIN locks after three tries, that nothing is kept."""

    NAME = "notice"


class MunicipalityChoice(Shape, frozen=True, kw_only=True):
    """A municipality that this terminal serves, and for which of the two questions."""

    code: str
    prefecture: str
    name: str
    purposes: tuple[Purpose, ...]


class Municipality(Screen, frozen=True, kw_only=True):
    """Whose books."""

    NAME = "municipality"
    municipalities: tuple[MunicipalityChoice, ...]


class PlaceCard(Screen, frozen=True, kw_only=True):
    """Waits for the card; putting it on the reader goes on."""

    NAME = "place-card"


class ReadingCard(Screen, frozen=True, kw_only=True):
    """The card is being read; it must stay."""

    NAME = "reading-card"


class PinEntry(Screen, frozen=True, kw_only=True):
    """The PIN pad. `keys`: the digits by place. `entered`: how many, 0 to 4. `wrong`: the last one was refused."""

    NAME = "pin"
    keys: tuple[str, ...]
    shuffled: bool
    entered: int
    tries_left: int | None
    last_try: bool
    wrong: bool


class Checking(Screen, frozen=True, kw_only=True):
    """Card and service are at work; the card must stay."""

    NAME = "checking"
    step: CheckingStep


class TakeCard(Screen, frozen=True, kw_only=True):
    """The card must be taken; nothing can be chosen before. `over`: the visit has ended, nothing follows."""

    NAME = "take-card"
    over: bool


class CertificateChoice(Shape, frozen=True, kw_only=True):
    """An offer. `fee` in yen a copy; `reason` when not available (a code); `title` in Japanese, as printed."""

    kind: str = msgspec.field(name="type")
    title: str
    fee: int
    available: bool
    reason: str | None


class Certificates(Screen, frozen=True, kw_only=True):
    """What this person can have, or why not."""

    NAME = "certificates"
    certificates: tuple[CertificateChoice, ...]


class Person(Shape, frozen=True, kw_only=True):
    """Somebody to choose. `reference` means nothing outside the session; `relationship` is empty in a register."""

    reference: str
    label: str
    relationship: str
    holder: bool


class ScopeField(Shape, frozen=True, kw_only=True, tag_field="kind", tag="scope"):
    """One of several words. The choice that needs persons is the name of the `persons` field that follows it."""

    name: str
    choices: tuple[str, ...]
    value: str


class SwitchField(Shape, frozen=True, kw_only=True, tag_field="kind", tag="switch"):
    """Yes or no."""

    name: str
    value: bool


class PersonsField(Shape, frozen=True, kw_only=True, tag_field="kind", tag="persons"):
    """Who is to be printed; shown only while the scope asks for it. At least one must be chosen."""

    name: str
    persons: tuple[Person, ...]
    value: tuple[str, ...]


class Options(Screen, frozen=True, kw_only=True):
    """What is to be printed. `complete`: whether `continue` is possible."""

    NAME = "options"
    kind: str = msgspec.field(name="type")
    title: str
    fields: tuple[ScopeField | SwitchField | PersonsField, ...]
    complete: bool


class Copies(Screen, frozen=True, kw_only=True):
    """How many; amounts in yen."""

    NAME = "copies"
    kind: str = msgspec.field(name="type")
    title: str
    copies: int
    most: int
    fee: int
    total: int


class Chosen(Shape, frozen=True, kw_only=True):
    """An option as chosen; `persons` are the labels of those chosen."""

    name: str
    value: bool | str
    persons: tuple[str, ...] = ()


class Confirm(Screen, frozen=True, kw_only=True):
    """Everything that was chosen and what it costs, before anything is made."""

    NAME = "confirm"
    kind: str = msgspec.field(name="type")
    title: str
    chosen: tuple[Chosen, ...]
    copies: int
    fee: int
    total: int


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


class Printing(Screen, frozen=True, kw_only=True):
    """Sheet `sheet` of `sheets` is being printed."""

    NAME = "printing"
    sheet: int
    sheets: int


class Reprinting(Screen, frozen=True, kw_only=True):
    """Something went wrong; it is made or printed again at no second fee. `waiting`: for staff to see to the printer.

    `void`: how many sheets that already came out no longer count and stay behind.
    """

    NAME = "reprinting"
    reason: ReprintReason
    waiting: bool
    void: int
    sheet: int
    sheets: int


class TakePapers(Screen, frozen=True, kw_only=True):
    """The papers must be taken. `sensor`: the terminal notices; otherwise `continue` says so. `over`: as `TakeCard`."""

    NAME = "take-papers"
    sheets: int
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
    `refund-listed`. `contact`: whom to call about money, as configured.
    """

    NAME = "problem"
    code: str
    reason: str | None = None
    money: Money
    amount: int
    refund_number: str | None = None
    next: Next
    contact: str


AnyScreen = (
    OutOfService
    | Start
    | Notice
    | Municipality
    | PlaceCard
    | ReadingCard
    | PinEntry
    | Checking
    | TakeCard
    | Certificates
    | Options
    | Copies
    | Confirm
    | Making
    | Pay
    | HandingOver
    | Printing
    | Reprinting
    | TakePapers
    | TakeChange
    | Receipt
    | Another
    | End
    | Problem
)


class Appearance(Shape, frozen=True, kw_only=True):
    """How the screen looks and speaks, for this visit."""

    large_text: bool = False
    high_contrast: bool = False
    spoken_guidance: bool = False


class Question(Shape, frozen=True, kw_only=True):
    """Lies over the screen until answered. `deadline` (Unix ms): when no answer is taken as one; None: never."""

    kind: QuestionKind
    deadline: int | None


class Alarm(Shape, frozen=True, kw_only=True):
    """Something is left behind. `voice`: speak and sound, over and over; False after `silence`."""

    kind: AlarmKind
    voice: bool


class View(Shape, frozen=True, kw_only=True):
    """All that the screen shows.

    Attributes:
        number: Grows with each change; an action names it.
        language: Of the visit.
        appearance: Of the visit.
        screen: The name of the screen; `data` is what it shows.
        actions: Which actions are taken now.
        deadline: Unix ms, for the display only: when the terminal will ask whether more time is needed.
        session_deadline: Unix ms, for the display only: when the session ends, which nothing extends.
        question: Lies over the screen.
        alarm: Goes on until the thing is taken or silenced.
        say: Keys of utterances (`kiosk.terminal.utterances`), each spoken once for this number.
    """

    number: int
    language: Language
    appearance: Appearance
    screen: str
    data: Any
    actions: tuple[str, ...]
    deadline: int | None
    session_deadline: int | None
    question: Question | None
    alarm: Alarm | None
    say: tuple[str, ...]


def encode_view(view: View) -> bytes:
    """Write a view as JSON."""
    return msgspec.json.encode(view)
