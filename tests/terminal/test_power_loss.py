"""The plug is pulled at each step of a visit, at the real terminal: neither a debt nor a trace."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from infra.bench.terminal import DOCUMENT, put_between
from tests.card.waiting import until
from tests.emulated import Emulated
from tests.terminal import plug_steps
from tests.terminal.alone import THREE_SHEETS, Alone, alone
from tests.terminal.plug_steps import STEPS, PlugStep, stuck
from tests.terminal.walking import Walk

pytestmark = pytest.mark.xdist_group("terminal")

_SECONDS = 30.0
_FEE = 300
_BEGIN, _END = "<!-- power: tests/terminal/plug_steps.py -->\n", "<!-- end of power -->\n"
_OF_A_VISIT = ("certificates", "fields", "receipt", "due", "chosen")


@pytest.fixture(scope="module")
def terminal(with_terminal: Emulated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alone]:
    """Run a terminal of this module's own."""
    with alone(with_terminal, tmp_path_factory.mktemp("plug-steps")) as running:
        yield running


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_power_lost_leaves_neither_debt_nor_trace(terminal: Alone, step: PlugStep) -> None:
    """What was given lies in the slot, but for one fee when its paper is out; nothing shows anything of the visit."""
    before = terminal.money()
    walk = _go_to(terminal, step)
    if step.out:
        until(lambda: _is_known_to_be_out(terminal), "paper that the journal knows of", _SECONDS)
    terminal.visitor.pull_plug()
    # The journal may have been in the middle of being written.
    assert terminal.left_files() <= {"terminal-journal.draft"}
    terminal.mend()
    view = terminal.restart()
    assert terminal.left_files() == set()
    money = terminal.money()
    kept = money["kept"] - before["kept"]
    assert (money["held"], money["listed"]) == (0, before["listed"])
    assert kept == (_FEE if step.out else 0)
    assert kept + money["slot"] + walk.change == walk.paid == step.paid
    if step.paid and not step.out:
        told = view["data"]
        assert (told["code"], told["money"], told["amount"]) == ("power-lost", "refunded", step.paid)
    assert view["session_deadline"] is None
    assert [name for name in _OF_A_VISIT if name in view["data"]] == []
    assert terminal.journal()["payment"] is None
    terminal.home()


def _is_known_to_be_out(terminal: Alone) -> bool:
    payment = terminal.journal()["payment"]
    return payment is None or payment["printed"]


def _go_to(terminal: Alone, step: PlugStep) -> Walk:
    if step.trap is not None:
        terminal.relay.set(step.trap)
    terminal.visitor.panel("load-paper", sheets=step.paper)
    if step.jam:
        terminal.visitor.panel("jam-at", sheet=2)
    walk = terminal.walk(THREE_SHEETS, coin=step.coin, copies=step.copies)
    if step.at is not None:
        assert step.at(walk.until(step.at))
        return walk
    if step.jam:
        assert stuck(walk.until(stuck))
        terminal.visitor.panel("clear-jam")
    if step.gives_up:
        assert stuck(walk.until(stuck))
        terminal.visitor.touch("cancel")
        terminal.visitor.touch("yes")
    walk.until(lambda _view: terminal.relay.caught.is_set())
    assert terminal.relay.caught.wait(_SECONDS)
    return walk


def test_power_lost_twice(terminal: Alone) -> None:
    """Power that goes again while the terminal starts costs nobody anything: what was given is returned at the next."""
    step = next(each for each in STEPS if each.name == "paid, pages asked for")
    walk = _go_to(terminal, step)
    terminal.visitor.pull_plug()
    terminal.visitor.panel("boot")
    terminal.visitor.panel("pull-plug")
    terminal.mend()
    told = terminal.restart()["data"]
    assert (told["code"], told["money"], told["amount"]) == ("power-lost", "refunded", walk.paid)
    assert terminal.money()["slot"] == walk.paid
    terminal.home()


def test_nothing_readable_is_left_at_the_service(terminal: Alone) -> None:
    """When their time is over no envelope, image or session of these visits is there, and no issuance is open."""
    terminal.home()
    terminal.assert_nothing_is_left()


def test_the_document_lists_these_steps() -> None:
    """docs/terminal.md has the table of just these steps; `KOFU_WRITE_DOCS=1` writes it."""
    table = plug_steps.table()
    if os.environ.get("KOFU_WRITE_DOCS"):
        put_between(DOCUMENT, _BEGIN, _END, table)
    assert _BEGIN + "\n" + table + "\n" + _END in DOCUMENT.read_text()
