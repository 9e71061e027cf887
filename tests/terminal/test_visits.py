"""Whole visits at a running terminal, with nothing going wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chalicelib.protocol.certificate_types import CertificateType
from infra.bench.visitor import View, Visitor
from infra.emulator.machine.cards import CardBox
from kiosk.sheets import read_code
from tests.card import pcscd
from tests.card.slots import PcscSlot
from tests.emulated import Emulated
from tests.terminal.fault_plays import PERSONA

pytestmark = pytest.mark.xdist_group("terminal")


def issue(visitor: Visitor, kind: str, method: str) -> View:
    """Have a certificate issued with what is offered first, and stop at its receipt."""
    visitor.go_to_confirm(kind)
    visitor.touch("continue")
    due = visitor.at("pay")["data"]["due"]
    visitor.touch("choose-method", method=method)
    visitor.until_panel(lambda state: state["accepting"] == method, "a device that takes money")
    if method == "e-money":
        visitor.panel("tap-e-money")
    else:
        for amount in (500, *[10] * (max(due - 500, 0) // 10)):
            visitor.panel("insert-money", amount=amount)
    visitor.take_papers_and_change()
    visitor.at("receipt")
    return visitor.until(lambda view: view["data"].get("confirmed", False), "the service's confirmation")


def test_all_eight_certificates_in_one_session(visitor: Visitor) -> None:
    """A resident has every certificate that they may have, one after the other, for exactly the fees shown."""
    offered = visitor.go_to_certificates("ordinary")["data"]["certificates"]
    available = [offer for offer in offered if offer["available"]]
    assert {offer["type"] for offer in offered} == set(CertificateType)
    kept = visitor.panel_state()["kept"]
    receipts = []
    for offer, method in zip(available, ["cash", "e-money"] * 4, strict=False):
        receipts.append(issue(visitor, offer["type"], method)["data"]["receipt"])
        visitor.touch("continue")
        visitor.touch("again")
        visitor.at("certificates")
    assert visitor.panel_state()["kept"] - kept == sum(offer["fee"] for offer in available)
    assert [receipt["type"] for receipt in receipts] == [offer["type"] for offer in available]
    papers = visitor.sheets("papers")
    assert len(papers) == sum(receipt["sheets"] for receipt in receipts)
    codes = {read_code(sheet) for sheet in papers}
    assert len(codes) == len(papers)


def test_a_certificate_of_no_tax(visitor: Visitor) -> None:
    """The eighth is for those who pay no tax."""
    visitor.go_to_certificates("tax-dependent")
    assert issue(visitor, "non-taxation", "cash")["data"]["receipt"]["type"] == "non-taxation"


def test_things_left_behind_are_called_out(visitor: Visitor) -> None:
    """Card and papers left lying raise an alarm, which goes on until it is silenced or the thing is taken."""
    visitor.go_to_pin(PERSONA)
    pin = next(card["pin"] for card in visitor.panel_state()["cards"] if card["label"] == PERSONA)
    visitor.enter_pin(pin)
    view = visitor.until(lambda view: view["alarm"] is not None, "an alarm")
    assert (view["screen"], view["alarm"]) == ("take-card", {"kind": "card-left", "voice": True})
    assert "alarm.card-left" in view["say"]
    visitor.touch("silence")
    assert visitor.view["alarm"] == {"kind": "card-left", "voice": False}
    visitor.panel("take-card")
    visitor.at("certificates")


def test_two_copies_are_two_papers(visitor: Visitor) -> None:
    """Two copies cost twice the fee, and each sheet comes out twice."""
    visitor.go_to_certificates(PERSONA)
    visitor.touch("choose-certificate", type="resident-record")
    visitor.touch("continue")
    visitor.touch("set-copies", copies=2)
    visitor.touch("continue")
    visitor.touch("continue")
    data = visitor.at("pay")["data"]
    assert (data["due"], data["sheets"]) == (600, 2)
    visitor.touch("choose-method", method="e-money")
    visitor.until_panel(lambda state: state["accepting"] == "e-money", "a device that takes e-money")
    visitor.panel("tap-e-money")
    visitor.at("take-papers")
    first, second = visitor.sheets("tray")
    assert first == second


@contextmanager
def reconfigured(emulated: Emulated, visitor: Visitor, **changes: object) -> Iterator[None]:
    """Run the terminal with another configuration."""
    path = emulated.state / "terminal.json"
    before = path.read_text()
    visitor.pull_plug()
    path.write_text(json.dumps(json.loads(before) | changes))
    try:
        visitor.panel("boot")
        yield
    finally:
        visitor.pull_plug()
        path.write_text(before)
        visitor.panel("boot")


def test_a_visit_with_a_card_behind_pcsc(visitor: Visitor, with_terminal: Emulated, tmp_path: Path) -> None:
    """With a PC/SC reader the same visit leads to the same paper."""
    pcscd.require()
    card = CardBox(with_terminal.description["cards"]).card(PERSONA)
    pin = next(each["pin"] for each in with_terminal.description["cards"] if each["label"] == PERSONA)
    with reconfigured(with_terminal, visitor, card_reader={"kind": "pcsc"}), pcscd.exclusively():
        visitor.until(lambda view: view["data"].get("reason") == "card-reader", "a reader that is not there")
        with pcscd.running(tmp_path / "pcscd.log"):
            slot = PcscSlot()
            visitor.at("start")
            visitor.touch("continue")
            visitor.touch("continue")
            visitor.touch("choose-municipality", code="24204", purpose="residence")
            visitor.at("place-card")
            slot.insert(card)
            visitor.enter_pin(pin)
            visitor.at("take-card")
            slot.remove()
            visitor.at("certificates")
            view = issue(visitor, "resident-record", "cash")
            assert view["data"]["receipt"]["sheets"] == 1
            visitor.touch("finish")
            visitor.at("start")


def test_nobody_there_is_asked_and_then_forgotten(visitor: Visitor, with_terminal: Emulated) -> None:
    """After its time the terminal asks, answers to the question begin it anew, and without one the visit ends."""
    with reconfigured(with_terminal, visitor, times={"person": 1500, "answer": 1500}):
        visitor.at("start")
        visitor.touch("continue")
        visitor.until(lambda view: (view["question"] or {}).get("kind") == "more-time", "the question")
        visitor.touch("more-time")
        assert visitor.view["screen"] == "notice"
        view = visitor.at("problem")
        assert (view["data"]["code"], view["data"]["money"]) == ("timed-out", "none-taken")
        visitor.at("start")
