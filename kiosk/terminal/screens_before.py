"""The screens up to the confirmation: who is it, and what is asked for?"""

from __future__ import annotations

import msgspec

from kiosk.terminal.actions import Language, Purpose
from kiosk.terminal.codes import CheckingStep, OutOfServiceReason
from kiosk.terminal.screen import Screen, Shape


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
