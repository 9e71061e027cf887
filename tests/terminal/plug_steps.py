"""The steps of a visit at which the plug is pulled, and what has become of the money when the power is back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from infra.bench.visitor import View
from tests.terminal.relay import Trap

There = Callable[[View], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlugStep:
    """A step.

    Attributes:
        name: What the terminal is at.
        at: Whether a view shows it; None: when the trap has caught its call.
        trap: A call at which everything stops.
        paper: So many sheets are in the printer, until the power is back.
        paid: What was given by then, in yen.
        out: Whether all the paper is out: then what is due for one copy stays paid.
        coin: What is put in at a time.
        jam: The printer jams at sheet 2, and is mended.
        copies: How many are ordered.
        gives_up: The resident cancels when the paper is gone; then `out` speaks of the whole copies.
    """

    name: str
    at: There | None = None
    trap: Trap | None = None
    paper: int = 100
    paid: int = 0
    out: bool = False
    coin: int = 500
    jam: bool = False
    copies: int = 1
    gives_up: bool = False


def stuck(view: View) -> bool:
    """Whether the terminal waits for somebody to see to the printer."""
    return bool(view["screen"] == "reprinting" and view["data"]["waiting"])


def _screen(name: str) -> There:
    return lambda view: bool(view["screen"] == name)


def _digits(count: int) -> There:
    return lambda view: bool(view["data"].get("entered") == count)


def _stops(call: str, where: str = "after", occurrence: int = 1) -> Trap:
    return Trap(call, "before" if where == "before" else "after", occurrence=occurrence, holds=True)


_RETRIEVAL, _OUTCOME = "POST /issuances/{id}/retrieval", "POST /issuances/{id}/outcome"

STEPS = (
    PlugStep(name="first screen", at=_screen("start")),
    PlugStep(name="half of the PIN typed", at=_digits(2)),
    PlugStep(name="challenge given, card to sign", trap=_stops("POST /challenges")),
    PlugStep(name="session opened, unknown here", trap=_stops("POST /sessions")),
    PlugStep(name="offers on their way", trap=_stops("GET /offers")),
    PlugStep(name="card to be taken", at=_screen("take-card")),
    PlugStep(name="choice of a certificate", at=_screen("certificates")),
    PlugStep(name="confirmation", at=_screen("confirm")),
    PlugStep(name="certificate asked for", trap=_stops("POST /issuances", "before")),
    PlugStep(name="pages sealed, unknown here", trap=_stops("POST /issuances")),
    PlugStep(name="nothing paid", at=_screen("pay")),
    PlugStep(name="a third paid", at=lambda view: view["data"].get("inserted") == 100, coin=100, paid=100),
    PlugStep(name="paid, pages asked for", trap=_stops(_RETRIEVAL, "before"), paid=500),
    PlugStep(name="pages handed over, unknown here", trap=_stops(_RETRIEVAL), paid=500),
    PlugStep(name="sheet 1 of 3 out, no more paper", at=stuck, paid=500, paper=1),
    PlugStep(name="jam at sheet 2 of 3", at=stuck, paid=500, jam=True),
    PlugStep(name="replacement sealed, unknown here", trap=_stops("POST /issuances", occurrence=2), paid=500, jam=True),
    PlugStep(name="replacement handed over, unknown here", trap=_stops(_RETRIEVAL, occurrence=2), paid=500, jam=True),
    PlugStep(
        name="one copy of two out, no more paper, given up",
        trap=_stops(_OUTCOME, "before"),
        paid=1000,
        coin=1000,
        paper=3,
        copies=2,
        gives_up=True,
        out=True,
    ),
    PlugStep(name="all sheets out, not told", trap=_stops(_OUTCOME, "before"), paid=500, out=True),
    PlugStep(name="outcome told, unknown here", trap=_stops(_OUTCOME), paid=500, out=True),
    PlugStep(name="change to be taken", at=_screen("take-change"), paid=500, out=True),
    PlugStep(name="receipt", at=_screen("receipt"), paid=500, out=True),
)


def table() -> str:
    """Write the table."""
    rows = (f"| {step.name} | {step.paid} | {_told(step)} |\n" for step in STEPS)
    return "| the plug is pulled at | yen given | after the start |\n|---|---|---|\n" + "".join(rows)


def _told(step: PlugStep) -> str:
    if not step.paid:
        return "the first screen"
    if not step.out:
        return "all money is in the slot, the screen says so"
    fee = "the fee" if step.copies == 1 else "the fee for the copy that is out"
    return f"{fee} is kept, the change is in the slot"
