"""Where a visit stands. Immutable; without PIN, keys, token or pages, which only the runtime holds and wipes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.messages import Offer, Offers
from kiosk.terminal.actions import Language, PaymentMethod, Purpose
from kiosk.terminal.commands import OptionValue
from kiosk.terminal.levels import Levels
from kiosk.terminal.stages import Booting, Stage
from kiosk.terminal.views import Appearance, QuestionKind

_OF_THE_REGISTER = frozenset({CertificateType.FAMILY_REGISTER, CertificateType.FAMILY_REGISTER_SUPPLEMENT})


@dataclass(frozen=True, slots=True)
class Order:
    """What is being asked for."""

    offer: Offer
    options: tuple[tuple[str, OptionValue], ...] = field(default=(), repr=False)
    copies: int = 1

    def value(self, name: str) -> OptionValue:
        """Return an option's value; the name is one of the offer's."""
        return dict(self.options)[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuance:
    """Pages that were made. `fee`: what it still costs; `due`: what the resident pays; `pages` of one copy.

    `paid_under`: the issuance's id when money was taken, which a replacement does not change.
    """

    issuance_id: str
    fee: int
    due: int
    pages: int
    method: PaymentMethod | None = None
    paid_under: str = ""
    change: int = 0
    confirmed: bool = False
    printed_at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A resident at the terminal: what the books say of them is here and nowhere else in the state.

    `purpose`: what the municipality was chosen as; `paid`: yen for the certificates of this visit whose receipts were
    seen.
    """

    municipality: str
    purpose: Purpose = "residence"
    offers: Offers | None = field(default=None, repr=False)
    session_ends: int | None = None
    warned: bool = False
    order: Order | None = None
    issuance: Issuance | None = None
    paid: int = 0

    def the_order(self) -> Order:
        """Return the order; there is one from the choice of a certificate on."""
        if self.order is None:
            raise AssertionError
        return self.order

    def the_issuance(self) -> Issuance:
        """Return the issuance; there is one from the first `Made` on."""
        if self.issuance is None:
            raise AssertionError
        return self.issuance

    def the_offers(self) -> Offers:
        """Return the offers; there are some once authenticated."""
        if self.offers is None:
            raise AssertionError
        return self.offers

    def choices(self) -> tuple[Offer, ...]:
        """Return the offers to choose from: where the family register is kept (本籍地), those of the register."""
        offers = self.the_offers().offers
        return (
            offers if self.purpose == "residence" else tuple(each for each in offers if each.type in _OF_THE_REGISTER)
        )


@dataclass(frozen=True, slots=True)
class Keeping:
    """Yen that are due for paper that is out: the device was told to keep them and has not answered."""

    issuance_id: str
    due: int


@dataclass(frozen=True, slots=True)
class Owed:
    """Yen that are listed for refund under a number, and nobody was told yet."""

    amount: int
    number: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question over the screen. `deadline`: Unix milliseconds or None."""

    kind: QuestionKind
    deadline: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A terminal.

    Attributes:
        stage: What it is at.
        language, appearance: As chosen in this visit.
        visit: None while nobody is authenticated or on the way to it.
        levels: What the sensors said last.
        job: Of the last job given; answers to others are ignored. Grows for ever.
        deadline: Unix milliseconds when the stage's time is up; None: never.
        asked: A question that lies over the screen.
        silenced: The alarm that goes on was silenced.
        keeping: What the payment device is at, for the last paper that came out.
        owed: Change of each paper that is to be told of before the visit is over.
    """

    stage: Stage = Booting()  # noqa: RUF009 - it is immutable
    language: Language = "ja"
    appearance: Appearance = Appearance()  # noqa: RUF009 - it is immutable
    visit: Visit | None = None
    levels: Levels = Levels()  # noqa: RUF009 - it is immutable
    job: int = 0
    deadline: int | None = None
    asked: Asked | None = None
    silenced: bool = False
    keeping: Keeping | None = None
    owed: tuple[Owed, ...] = ()

    def the_visit(self) -> Visit:
        """Return the visit; there is one on the stages that call this."""
        if self.visit is None:
            raise AssertionError
        return self.visit

    def with_visit(self, **changes: object) -> State:
        """Return the state with its visit changed."""
        return replace(self, visit=replace(self.the_visit(), **changes))  # type: ignore[arg-type]  # the dataclass checks names
