"""Faults at a running terminal: what the resident meets, and where the money is."""

from __future__ import annotations

import os

import pytest

from infra.bench.terminal import DOCUMENT, put_between
from infra.bench.visitor import Visitor
from tests.card.waiting import until
from tests.emulated import Emulated
from tests.terminal.conftest import journal, mend
from tests.terminal.faults import FAULTS, Fault

pytestmark = pytest.mark.xdist_group("terminal")

_BEGIN, _END = "<!-- faults: tests/terminal/faults.py -->\n", "<!-- end of faults -->\n"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_leads_where_the_table_says(visitor: Visitor, with_terminal: Emulated, fault: Fault) -> None:
    """The screen, its code and the money are as listed; kept is what paper came out for, or what stands on the list."""
    kept = visitor.panel_state()["kept"]
    listed = sum(refund["amount"] for refund in journal(with_terminal)["refunds"])
    view = fault.play(visitor)
    screen, _, code = fault.screen.partition(" ")
    assert view["screen"] == screen
    assert view["data"].get("code", "") == code
    if code:
        assert view["data"]["money"] == fault.money
        assert view["data"]["next"] == fault.next
    mend(visitor)
    visitor.go_home()
    # What could not be settled before is, once the device works and nobody is there.
    until(lambda: journal(with_terminal)["payment"] is None, "a settled payment", 30)
    listed = sum(refund["amount"] for refund in journal(with_terminal)["refunds"]) - listed
    fee = view["data"]["receipt"]["paid"] if screen == "receipt" else fault.fee
    assert (fee > fault.fee) == (fault.money == "paid")
    # A device that does not answer may hold nothing: then the amount is 0, which the screen says as unknown.
    assert (listed > 0) == (fault.money == "refund-listed" and view["data"]["amount"] > 0)
    assert visitor.panel_state()["kept"] - kept == fee + listed
    assert visitor.panel_state()["held"] == 0


def test_the_document_lists_these_faults() -> None:
    """docs/terminal.md has the table of just these faults; `KOFU_WRITE_DOCS=1` writes it."""
    rows = "".join(f"| {each.name} | {each.screen} | {each.money} | {each.result} |\n" for each in FAULTS)
    table = "| fault | screen | money | result |\n|---|---|---|---|\n" + rows
    if os.environ.get("KOFU_WRITE_DOCS"):
        put_between(DOCUMENT, _BEGIN, _END, table)
    assert _BEGIN + "\n" + table + "\n" + _END in DOCUMENT.read_text()


def test_whole_copies_that_came_out_are_paid_for(visitor: Visitor, with_terminal: Emulated) -> None:
    """Paper for one copy of two, and nobody loads more: that copy is paid for, the rest of the money is in the slot."""
    kept = visitor.panel_state()["kept"]
    visitor.go_to_certificates("living-alone")
    visitor.touch("choose-certificate", type="resident-record")
    visitor.touch("continue")
    visitor.touch("set-copies", copies=2)
    visitor.touch("continue")
    visitor.touch("continue")
    visitor.at("pay")
    visitor.panel("load-paper", sheets=1)
    visitor.pay(1000)
    visitor.at("reprinting")
    visitor.touch("cancel")
    visitor.touch("yes")
    told = visitor.at("problem")["data"]
    assert (told["code"], told["money"], told["amount"], told["copies"]) == ("cancelled", "refunded", 700, 1)
    state = visitor.panel_state()
    assert (state["kept"] - kept, state["slot"], state["held"], len(state["tray"])) == (300, 700, 0, 1)
    assert journal(with_terminal)["payment"] is None


def test_a_jam_costs_one_fee_and_gives_three_new_sheets(visitor: Visitor) -> None:
    """After a jam on page 2 of 3 the first sheet is void; the three that follow are of one new issuance."""
    fault = next(each for each in FAULTS if each.name.startswith("jam at"))
    view = fault.play(visitor)
    assert view["data"]["receipt"]["sheets"] == 3
    assert len(visitor.sheets("papers")) == 1 + 3
