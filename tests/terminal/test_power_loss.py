"""The plug is pulled at every step of a visit: neither a debt nor a trace."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from infra.bench.visitor import Visitor
from tests.emulated import Emulated
from tests.terminal.conftest import journal
from tests.terminal.fault_plays import THREE_SHEETS

pytestmark = pytest.mark.xdist_group("terminal")


def _pay_part(visitor: Visitor) -> None:
    visitor.go_to_certificates(THREE_SHEETS)
    visitor.go_to_pay("resident-record", scope="household")
    visitor.pay(100)
    visitor.until_panel(lambda state: state["held"] == 100, "a coin in the device")


def _pay(visitor: Visitor) -> None:
    visitor.go_to_certificates(THREE_SHEETS)
    visitor.go_to_pay("resident-record", scope="household")
    visitor.pay(500)


def _print(visitor: Visitor, sheets: int) -> None:
    _pay(visitor)
    visitor.until_panel(lambda state: len(state["tray"]) == sheets, f"{sheets} sheets")


def _confirm(visitor: Visitor) -> None:
    visitor.go_to_certificates(THREE_SHEETS)
    visitor.go_to_confirm("resident-record")


STEPS: dict[str, tuple[Callable[[Visitor], object], int, str | None]] = {
    "start": (lambda visitor: visitor.at("start"), 0, None),
    "PIN pad": (lambda visitor: visitor.go_to_pin(THREE_SHEETS), 0, None),
    "certificates": (lambda visitor: visitor.go_to_certificates(THREE_SHEETS), 0, None),
    "confirmation": (_confirm, 0, None),
    "a third paid": (_pay_part, 100, "refunded"),
    "paid, pages on their way": (_pay, 500, "refunded"),
    "sheet 1 of 3 out": (lambda visitor: _print(visitor, 1), 500, "refunded"),
    "all sheets out": (lambda visitor: _print(visitor, 3), 500, None),
}
"""The step, what was paid by then, and what becomes of it: `refunded`, or nothing is said."""


@pytest.mark.parametrize("step", STEPS)
def test_power_lost_leaves_neither_debt_nor_trace(visitor: Visitor, with_terminal: Emulated, step: str) -> None:
    """What was paid lies in the slot unless all paper is out; the new start shows nothing of before."""
    play, paid, money = STEPS[step]
    kept = visitor.panel_state()["kept"]
    play(visitor)
    visitor.pull_plug()
    visitor.panel("boot")
    after = visitor.until(lambda view: view["screen"] not in {"", "out-of-service"}, "a screen after the start")
    state = visitor.panel_state()
    fee = state["kept"] - kept
    assert state["held"] == 0
    assert fee in ({0, 300} if step == "all sheets out" else {0})
    assert fee + state["slot"] == paid
    if money is not None:
        assert after["data"]["code"] == "power-lost"
        assert (after["data"]["money"], after["data"]["amount"]) == (money, paid)
    assert after["session_deadline"] is None
    assert "certificates" not in after["data"]
    assert journal(with_terminal)["payment"] is None
    visitor.go_home()
