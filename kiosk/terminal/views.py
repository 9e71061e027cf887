"""What the screen shows: one `View`, sent whole after every change. The screen itself decides and remembers nothing.

Codes and references go to the screen, texts are the screen's; personal data only where the screen shows it (the names
to choose from), and never after the screen that shows it.
"""

from __future__ import annotations

from typing import Any

import msgspec

from kiosk.terminal.actions import Language, Scanning
from kiosk.terminal.codes import (
    TERMINAL_CODES,
    AlarmKind,
    CheckingStep,
    Money,
    Next,
    OutOfServiceReason,
    QuestionKind,
    ReprintReason,
)
from kiosk.terminal.screen import Screen, Shape
from kiosk.terminal.screens_after import (
    Another,
    End,
    HandingOver,
    Making,
    Pay,
    Printing,
    Problem,
    Receipt,
    ReceiptLines,
    Reprinting,
    ReturningMoney,
    TakeChange,
    TakePapers,
)
from kiosk.terminal.screens_before import (
    CertificateChoice,
    Certificates,
    Checking,
    Chosen,
    Confirm,
    Copies,
    Municipality,
    MunicipalityChoice,
    Notice,
    Options,
    OutOfService,
    Person,
    PersonsField,
    PinEntry,
    PlaceCard,
    ReadingCard,
    ScopeField,
    Start,
    SwitchField,
    TakeCard,
)

__all__ = [
    "TERMINAL_CODES",
    "Alarm",
    "AlarmKind",
    "Another",
    "AnyScreen",
    "Appearance",
    "CertificateChoice",
    "Certificates",
    "Checking",
    "CheckingStep",
    "Chosen",
    "Confirm",
    "Copies",
    "End",
    "HandingOver",
    "Making",
    "Money",
    "Municipality",
    "MunicipalityChoice",
    "Next",
    "Notice",
    "Options",
    "OutOfService",
    "OutOfServiceReason",
    "Pay",
    "Person",
    "PersonsField",
    "PinEntry",
    "PlaceCard",
    "Printing",
    "Problem",
    "Question",
    "QuestionKind",
    "ReadingCard",
    "Receipt",
    "ReceiptLines",
    "ReprintReason",
    "Reprinting",
    "ReturningMoney",
    "ScopeField",
    "Screen",
    "Shape",
    "Start",
    "SwitchField",
    "TakeCard",
    "TakeChange",
    "TakePapers",
    "View",
    "encode_view",
]

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
    | ReturningMoney
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
    """How the screen looks, speaks and is operated, for this visit."""

    large_text: bool = False
    high_contrast: bool = False
    spoken_guidance: bool = False
    scanning: Scanning = "off"


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
