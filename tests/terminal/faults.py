"""What is made to go wrong at a running terminal, and what has to come of it. docs/terminal.md lists it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from infra.bench.visitor import View, Visitor
from tests.terminal import fault_plays


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that goes wrong.

    Attributes:
        name: What, in a few words.
        play: Plays a visit up to where its outcome is seen, and returns that view.
        screen: The screen that is seen then; for a problem, its code as well.
        money: What became of the money: `none-taken`, `not-charged`, `refunded`, `refund-listed` or `paid`.
        next: What a problem's screen says to do next: see `Next`.
        fee: Yen that are kept for paper though a problem is shown.
        result: What the resident meets, for the table.
    """

    name: str
    play: Callable[[Visitor], View]
    screen: str
    money: str
    result: str
    next: str = ""
    fee: int = 0


FAULTS = (
    Fault(
        name="wrong PIN once",
        play=fault_plays.wrong_pin(1),
        screen="pin",
        money="none-taken",
        result="the PIN pad says how many tries are left",
    ),
    Fault(
        name="wrong PIN three times",
        play=fault_plays.wrong_pin(3),
        screen="problem pin-locked",
        money="none-taken",
        result="the card is locked, the way is to the office",
        next="office",
    ),
    Fault(
        name="card pulled at the PIN pad",
        play=fault_plays.pulled_at_pin,
        screen="problem card-removed",
        money="none-taken",
        result="the card can be placed again",
        next="card",
    ),
    Fault(
        name="another kind of card",
        play=fault_plays.card("other-card"),
        screen="problem wrong-card",
        money="none-taken",
        result="another card can be placed",
        next="card",
    ),
    Fault(
        name="face-authentication card",
        play=fault_plays.card("face-card"),
        screen="problem no-pin",
        money="none-taken",
        result="the way is to the office",
        next="office",
    ),
    Fault(
        name="revoked card",
        play=fault_plays.refused_card("ordinary-old-card"),
        screen="problem card-revoked",
        money="none-taken",
        result="the way is to the office",
        next="office",
    ),
    Fault(
        name="card whose certificate expired",
        play=fault_plays.refused_card("expired-card"),
        screen="problem card-expired",
        money="none-taken",
        result="the way is to the office, which renews it",
        next="office",
    ),
    Fault(
        name="telephone instead of a card",
        play=fault_plays.refused_card("phone"),
        screen="problem card-kind-not-accepted",
        money="none-taken",
        result="the card can be placed instead",
        next="card",
    ),
    Fault(
        name="card of somebody whom the books do not know",
        play=fault_plays.refused_card("unknown-person"),
        screen="problem card-not-linked",
        money="none-taken",
        result="the way is to the office",
        next="office",
    ),
    Fault(
        name="card of an authority that is not trusted",
        play=fault_plays.refused_card("forged-card"),
        screen="problem card-untrusted",
        money="none-taken",
        result="another card can be placed",
        next="card",
    ),
    Fault(
        name="network gone while printing",
        play=fault_plays.offline_while_printing,
        screen="receipt",
        money="paid",
        result="all sheets come out; if the service never hears of it, it lists the issuance as unconfirmed",
    ),
    Fault(
        name="cancelled with money inserted",
        play=fault_plays.cancelled,
        screen="problem cancelled",
        money="refunded",
        result="all of the money lies in the slot",
        next="end",
    ),
    Fault(
        name="payment device fails",
        play=fault_plays.payment_fails,
        screen="problem payment-failed",
        money="refund-listed",
        result="what it holds is unknown: the screen shows the number under which it would be listed",
        next="end",
    ),
    Fault(
        name="money cannot be returned",
        play=fault_plays.not_returned,
        screen="problem cancelled",
        money="refund-listed",
        result="the screen shows a refund number, which the journal holds",
        next="end",
    ),
    Fault(
        name="change cannot be given",
        play=fault_plays.no_change,
        screen="problem change-not-given",
        money="refund-listed",
        result="the certificate is out; the screen shows the refund number of the change, which the journal holds",
        next="end",
        fee=300,
    ),
    Fault(
        name="paper gone before paying",
        play=fault_plays.no_paper,
        screen="problem out-of-paper",
        money="not-charged",
        result="nothing is made or taken",
        next="again",
    ),
    Fault(
        name="paper gone after sheet 1 of 3",
        play=fault_plays.paper_runs_out,
        screen="receipt",
        money="paid",
        result="printing goes on when paper is loaded, for one fee",
    ),
    Fault(
        name="jam at sheet 2 of 3",
        play=fault_plays.jam_cleared,
        screen="receipt",
        money="paid",
        result="all three sheets are issued anew when it is cleared, for one fee",
    ),
    Fault(
        name="jam that nobody clears",
        play=fault_plays.jam_not_cleared,
        screen="problem cancelled",
        money="refunded",
        result="all of the money lies in the slot",
        next="end",
    ),
)
