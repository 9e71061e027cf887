"""How each fault is brought about: a visit up to where its outcome is seen; each returns that view."""

from __future__ import annotations

from collections.abc import Callable

from infra.bench.visitor import View, Visitor

PERSONA = "living-alone"
THREE_SHEETS = "nine-in-household"


def wrong_pin(times: int) -> Callable[[Visitor], View]:
    """Type a wrong PIN so often."""

    def play(visitor: Visitor) -> View:
        visitor.go_to_pin("tax-stopped" if times > 1 else "no-furigana")
        for _ in range(times):
            visitor.enter_pin("9999")
            visitor.until(lambda view: view["screen"] == "problem" or view["data"].get("wrong", False), "a refusal")
        return visitor.view

    return play


def pulled_at_pin(visitor: Visitor) -> View:
    """Pull the card at the PIN pad."""
    visitor.go_to_pin(PERSONA)
    visitor.panel("take-card")
    return visitor.at("problem")


def card(label: str) -> Callable[[Visitor], View]:
    """Place this card."""
    return lambda visitor: visitor.go_to_pin(label)


def refused_card(label: str) -> Callable[[Visitor], View]:
    """Use a card whose PIN is right and which the service refuses."""
    return lambda visitor: visitor.go_to_certificates(label)


def offline_while_printing(visitor: Visitor) -> View:
    """Cut the line while the sheets come out."""
    visitor.go_to_certificates(THREE_SHEETS)
    visitor.go_to_pay("resident-record", scope="household")
    visitor.pay()
    visitor.at("printing")
    visitor.panel("network", up=False)
    return to_receipt(visitor)


def cancelled(visitor: Visitor) -> View:
    """Cancel with a coin in the device."""
    visitor.go_to_certificates(PERSONA)
    visitor.go_to_pay("resident-record")
    visitor.pay(100)
    visitor.until(lambda view: view["data"].get("inserted") == 100, "the coin")
    visitor.touch("cancel")
    visitor.touch("yes")
    return visitor.at("problem")


def payment_fails(visitor: Visitor) -> View:
    """Break the payment device."""
    visitor.go_to_certificates(PERSONA)
    visitor.go_to_pay("resident-record")
    visitor.panel("payment", works=False, returns=True)
    visitor.touch("choose-method", method="cash")
    return visitor.at("problem")


def not_returned(visitor: Visitor) -> View:
    """Break the device's way back for money, then cancel."""
    visitor.go_to_certificates(PERSONA)
    visitor.go_to_pay("resident-record")
    visitor.pay(100)
    visitor.until(lambda view: view["data"].get("inserted") == 100, "the coin")
    visitor.panel("payment", works=True, returns=False)
    visitor.touch("cancel")
    visitor.touch("yes")
    return visitor.at("problem")


def no_change(visitor: Visitor) -> View:
    """Break the device's way back for money, then pay more than is due."""
    visitor.go_to_certificates(PERSONA)
    visitor.go_to_pay("resident-record")
    visitor.panel("payment", works=True, returns=False)
    visitor.pay()
    visitor.at("take-papers")
    visitor.panel("take-papers")
    return visitor.at("problem")


def no_paper(visitor: Visitor) -> View:
    """Take the paper out before paying."""
    visitor.go_to_certificates(PERSONA)
    visitor.go_to_confirm("resident-record")
    visitor.panel("load-paper", sheets=0)
    visitor.until_panel(lambda state: state["printer"] == "no-paper", "an empty printer")
    visitor.touch("continue")
    return visitor.at("problem")


def paper_runs_out(visitor: Visitor) -> View:
    """Have paper for one sheet of three."""
    visitor.go_to_certificates(THREE_SHEETS)
    visitor.go_to_pay("resident-record", scope="household")
    visitor.panel("load-paper", sheets=1)
    visitor.pay()
    visitor.at("reprinting")
    visitor.panel("load-paper", sheets=100)
    return to_receipt(visitor)


def jam(visitor: Visitor) -> None:
    """Have the printer jam at sheet 2 of 3."""
    visitor.go_to_certificates(THREE_SHEETS)
    visitor.go_to_pay("resident-record", scope="household")
    visitor.panel("jam-at", sheet=2)
    visitor.pay()
    visitor.at("reprinting")


def jam_cleared(visitor: Visitor) -> View:
    """Clear the jam."""
    jam(visitor)
    visitor.panel("clear-jam")
    return to_receipt(visitor)


def jam_not_cleared(visitor: Visitor) -> View:
    """Cancel instead."""
    jam(visitor)
    visitor.touch("cancel")
    visitor.touch("yes")
    return visitor.at("problem")


def to_receipt(visitor: Visitor) -> View:
    """Take papers and change."""
    visitor.take_papers_and_change()
    return visitor.at("receipt", "problem")
