"""Every call of a visit, and what the resident meets when the network fails at it. docs/terminal.md lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scene = Literal["visit", "wrong PIN", "jam"]
NO_ANSWER, NOT_CHARGED, REFUNDED, PAID = "none-taken", "not-charged", "refunded", "paid"

VISIT = (
    "GET /verification-keys",
    "POST /challenges",
    "POST /sessions",
    "GET /offers",
    "POST /issuances",
    "POST /issuances/{id}/retrieval",
    "POST /issuances/{id}/outcome",
    "DELETE /session",
)
"""The calls of a visit in which nothing goes wrong, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkStep:
    """A call, and what becomes of the money for each way in which the network fails at it.

    Attributes:
        call, occurrence: Which call of the visit.
        scene: What happens in the visit besides.
        gone: It does not arrive, nor does any later one.
        lost: It takes effect, its answer is lost, later ones are answered.
        both: It takes effect, its answer is lost, and the network is gone.
    """

    call: str
    gone: str
    lost: str
    both: str
    scene: Scene = "visit"
    occurrence: int = 1

    @property
    def name(self) -> str:
        """How the table names it."""
        again = " (replacement)" if self.occurrence > 1 else ""
        return f"`{self.call}`{again}"


STEPS = (
    *(NetworkStep(call=call, gone=NO_ANSWER, lost=NO_ANSWER, both=NO_ANSWER) for call in VISIT[:4]),
    NetworkStep(call="POST /pin-failures", scene="wrong PIN", gone=NO_ANSWER, lost=PAID, both=NO_ANSWER),
    NetworkStep(call="POST /issuances", gone=NOT_CHARGED, lost=PAID, both=NOT_CHARGED),
    NetworkStep(call="POST /issuances/{id}/retrieval", gone=REFUNDED, lost=PAID, both=REFUNDED),
    NetworkStep(call="POST /issuances", occurrence=2, scene="jam", gone=REFUNDED, lost=PAID, both=REFUNDED),
    NetworkStep(
        call="POST /issuances/{id}/retrieval", occurrence=2, scene="jam", gone=REFUNDED, lost=PAID, both=REFUNDED
    ),
    NetworkStep(call="POST /issuances/{id}/outcome", gone=PAID, lost=PAID, both=PAID),
    NetworkStep(call="DELETE /session", gone=PAID, lost=PAID, both=PAID),
)

TOLD = {
    NO_ANSWER: "no answer; nothing taken",
    NOT_CHARGED: "no answer; nothing taken, can be tried again",
    REFUNDED: "no answer; all money returned",
    PAID: "paper, one fee",
}


def table() -> str:
    """Write the table."""
    rows = (f"| {each.name} | {TOLD[each.gone]} | {TOLD[each.lost]} | {TOLD[each.both]} |\n" for each in STEPS)
    head = "| call | it does not arrive, the network stays gone | its answer is lost | both |\n|---|---|---|---|\n"
    return head + "".join(rows)
