"""What is made to go wrong at a running terminal, and what has to come of it. docs/terminal.md lists it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from infra.bench.visitor import View, Visitor

PERSONA = "living-alone"
THREE_SHEETS = "nine-in-household"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that goes wrong.

    Attributes:
        name: What, in a few words.
        play: Plays a visit up to where its outcome is seen, and returns that view.
        screen: The screen that is seen then; for a problem, its code as well.
        money: What became of the money: `none-taken`, `not-charged`, `refunded`, `refund-listed` or `paid`.
        result: What the resident meets, for the table.
    """

    name: str
    play: Callable[[Visitor], View]
    screen: str
    money: str
    result: str


def _wrong_pin(times: int) -> Callable[[Visitor], View]:
    def play(visitor: Visitor) -> View:
        visitor.go_to_pin("tax-zero" if times > 1 else "no-furigana")
        for _ in range(times):
            visitor.enter_pin("9999")
            visitor.until(lambda view: view["screen"] == "problem" or view["data"].get("wrong", False), "a refusal")
        return visitor.view

    return play


def _pulled_at_pin(visitor: Visitor) -> View:
    visitor.go_to_pin(PERSONA)
    visitor.panel("take-card")
    return visitor.at("problem")


def _card(label: str) -> Callable[[Visitor], View]:
    return lambda visitor: visitor.go_to_pin(label)


def _revoked(visitor: Visitor) -> View:
    return visitor.go_to_certificates("ordinary-old-card")


def _offline_at_pin(visitor: Visitor) -> View:
    visitor.go_to_pin(PERSONA)
    visitor.panel("network", up=False)
    visitor.enter_pin(_pin(visitor, PERSONA))
    return visitor.at("problem")


def _offline_at_confirm(visitor: Visitor) -> View:
    visitor.go_to_certificates(PERSONA)
    visitor.go_to_confirm("resident-record")
    visitor.panel("network", up=False)
    visitor.touch("continue")
    return visitor.at("problem")


def _offline_when_paid(visitor: Visitor) -> View:
    visitor.go_to_certificates(PERSONA)
    visitor.go_to_pay("resident-record")
    visitor.panel("network", up=False)
    visitor.pay()
    return visitor.at("problem")


def _offline_while_printing(visitor: Visitor) -> View:
    visitor.go_to_certificates(THREE_SHEETS)
    visitor.go_to_pay("resident-record", scope="household")
    visitor.pay()
    visitor.at("printing")
    visitor.panel("network", up=False)
    return _to_receipt(visitor)


def _answer_lost(visitor: Visitor) -> View:
    visitor.go_to_certificates(PERSONA)
    visitor.go_to_pay("resident-record")
    visitor.panel("lose-next-answer")
    visitor.pay()
    return _to_receipt(visitor)


def _cancelled(visitor: Visitor) -> View:
    visitor.go_to_certificates(PERSONA)
    visitor.go_to_pay("resident-record")
    visitor.pay(100)
    visitor.until(lambda view: view["data"].get("inserted") == 100, "the coin")
    visitor.touch("cancel")
    visitor.touch("yes")
    return visitor.at("problem")


def _payment_fails(visitor: Visitor) -> View:
    visitor.go_to_certificates(PERSONA)
    visitor.go_to_pay("resident-record")
    visitor.panel("payment", works=False, returns=True)
    visitor.touch("choose-method", method="cash")
    return visitor.at("problem")


def _not_returned(visitor: Visitor) -> View:
    visitor.go_to_certificates(PERSONA)
    visitor.go_to_pay("resident-record")
    visitor.pay(100)
    visitor.until(lambda view: view["data"].get("inserted") == 100, "the coin")
    visitor.panel("payment", works=True, returns=False)
    visitor.touch("cancel")
    visitor.touch("yes")
    return visitor.at("problem")


def _no_paper(visitor: Visitor) -> View:
    visitor.go_to_certificates(PERSONA)
    visitor.go_to_confirm("resident-record")
    visitor.panel("load-paper", sheets=0)
    visitor.until_panel(lambda state: state["printer"] == "no-paper", "an empty printer")
    visitor.touch("continue")
    return visitor.at("problem")


def _paper_runs_out(visitor: Visitor) -> View:
    visitor.go_to_certificates(THREE_SHEETS)
    visitor.go_to_pay("resident-record", scope="household")
    visitor.panel("load-paper", sheets=1)
    visitor.pay()
    visitor.at("reprinting")
    visitor.panel("load-paper", sheets=100)
    return _to_receipt(visitor)


def _jam(visitor: Visitor) -> None:
    visitor.go_to_certificates(THREE_SHEETS)
    visitor.go_to_pay("resident-record", scope="household")
    visitor.panel("jam-at", sheet=2)
    visitor.pay()
    visitor.at("reprinting")


def _jam_cleared(visitor: Visitor) -> View:
    _jam(visitor)
    visitor.panel("clear-jam")
    return _to_receipt(visitor)


def _jam_not_cleared(visitor: Visitor) -> View:
    _jam(visitor)
    visitor.touch("cancel")
    visitor.touch("yes")
    return visitor.at("problem")


def _to_receipt(visitor: Visitor) -> View:
    visitor.until(lambda view: view["screen"] in {"take-papers", "problem"}, "the papers")
    visitor.panel("take-papers")
    visitor.at("take-change", "receipt", "problem")
    visitor.panel("take-change")
    return visitor.at("receipt", "problem")


def _pin(visitor: Visitor, label: str) -> str:
    return str(next(card["pin"] for card in visitor.panel_state()["cards"] if card["label"] == label))


FAULTS = (
    Fault(
        name="wrong PIN once",
        play=_wrong_pin(1),
        screen="pin",
        money="none-taken",
        result="the PIN pad says how many tries are left",
    ),
    Fault(
        name="wrong PIN three times",
        play=_wrong_pin(3),
        screen="problem pin-locked",
        money="none-taken",
        result="the card is locked, the way is to the office",
    ),
    Fault(
        name="card pulled at the PIN pad",
        play=_pulled_at_pin,
        screen="problem card-removed",
        money="none-taken",
        result="the card can be placed again",
    ),
    Fault(
        name="another kind of card",
        play=_card("other-card"),
        screen="problem wrong-card",
        money="none-taken",
        result="another card can be placed",
    ),
    Fault(
        name="face-authentication card",
        play=_card("face-card"),
        screen="problem no-pin",
        money="none-taken",
        result="the way is to the office",
    ),
    Fault(
        name="revoked card",
        play=_revoked,
        screen="problem card-revoked",
        money="none-taken",
        result="the way is to the office",
    ),
    Fault(
        name="network gone before the card is checked",
        play=_offline_at_pin,
        screen="problem no-answer",
        money="none-taken",
        result="the visit ends",
    ),
    Fault(
        name="network gone at the confirmation",
        play=_offline_at_confirm,
        screen="problem no-answer",
        money="not-charged",
        result="it can be tried again in the same session",
    ),
    Fault(
        name="network gone when paid",
        play=_offline_when_paid,
        screen="problem no-answer",
        money="refunded",
        result="all of the money lies in the slot",
    ),
    Fault(
        name="network gone while printing",
        play=_offline_while_printing,
        screen="receipt",
        money="paid",
        result="all sheets come out; the service lists the issuance as unconfirmed",
    ),
    Fault(
        name="answer of the hand-over lost",
        play=_answer_lost,
        screen="receipt",
        money="paid",
        result="a replacement is printed, for one fee",
    ),
    Fault(
        name="cancelled with money inserted",
        play=_cancelled,
        screen="problem cancelled",
        money="refunded",
        result="all of the money lies in the slot",
    ),
    Fault(
        name="payment device fails",
        play=_payment_fails,
        screen="problem payment-failed",
        money="not-charged",
        result="nothing is taken",
    ),
    Fault(
        name="money cannot be returned",
        play=_not_returned,
        screen="problem cancelled",
        money="refund-listed",
        result="the screen shows a refund number, which the journal holds",
    ),
    Fault(
        name="paper gone before paying",
        play=_no_paper,
        screen="problem out-of-paper",
        money="not-charged",
        result="nothing is made or taken",
    ),
    Fault(
        name="paper gone after sheet 1 of 3",
        play=_paper_runs_out,
        screen="receipt",
        money="paid",
        result="printing goes on when paper is loaded, for one fee",
    ),
    Fault(
        name="jam at sheet 2 of 3",
        play=_jam_cleared,
        screen="receipt",
        money="paid",
        result="all three sheets are issued anew when it is cleared, for one fee",
    ),
    Fault(
        name="jam that nobody clears",
        play=_jam_not_cleared,
        screen="problem cancelled",
        money="refunded",
        result="all of the money lies in the slot",
    ),
)
