"""The network fails at each call of a visit, in each way: nobody pays without paper or refund, and nothing is left."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from infra.bench.terminal import DOCUMENT, put_between
from tests.card.waiting import until
from tests.emulated import Emulated
from tests.terminal import network_steps
from tests.terminal.alone import THREE_SHEETS, Alone, alone
from tests.terminal.network_steps import NOT_CHARGED, PAID, REFUNDED, STEPS, VISIT, NetworkStep
from tests.terminal.relay import Trap
from tests.terminal.walking import Walk

pytestmark = pytest.mark.xdist_group("terminal")

_SECONDS = 30.0
_BEGIN, _END = "<!-- network: tests/terminal/network_steps.py -->\n", "<!-- end of network -->\n"


@pytest.fixture(scope="module")
def terminal(with_terminal: Emulated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alone]:
    """Run a terminal of this module's own."""
    with alone(with_terminal, tmp_path_factory.mktemp("network-steps")) as running:
        yield running


def test_these_are_all_calls_of_a_visit(terminal: Alone) -> None:
    """A visit in which nothing goes wrong makes just the calls that are listed, in this order."""
    terminal.relay.mend()
    terminal.relay.calls.clear()
    assert terminal.walk().to_the_outcome()["screen"] == "receipt"
    terminal.home()
    until(lambda: "DELETE /session" in terminal.relay.calls, "the session's end", _SECONDS)
    assert tuple(terminal.relay.calls) == VISIT


@pytest.mark.parametrize("way", ["gone", "lost", "both"])
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_the_network_fails_at_a_call(terminal: Alone, step: NetworkStep, way: str) -> None:
    """Screen and money are as listed; what was kept is one fee for paper, or nothing; only the journal is left."""
    before = terminal.money()
    terminal.relay.set(
        Trap(step.call, "before" if way == "gone" else "after", stays=way != "lost", occurrence=step.occurrence)
    )
    walk = _begin(terminal, step)
    view = walk.to_the_outcome()
    expected = getattr(step, way)
    if expected == PAID:
        assert view["screen"] == "receipt"
        fee = view["data"]["receipt"]["paid"]
        assert fee > 0
    else:
        assert (view["screen"], view["data"]["code"], view["data"]["money"]) == ("problem", "no-answer", expected)
        assert (view["data"]["next"] == "again") == (expected == NOT_CHARGED)
        assert walk.paid == terminal.money()["slot"] == (view["data"]["amount"] if expected == REFUNDED else 0)
        fee = 0
    if not terminal.relay.caught.is_set():
        terminal.visitor.go_home()
        assert terminal.relay.caught.wait(_SECONDS)
    opened = _session_is_known(step, way)
    terminal.home()
    if opened:
        # What is still to be told is told before the next visit: its calls must not be taken for that one's.
        until(lambda: "DELETE /session" in terminal.relay.calls, "the session's end", _SECONDS)
    after = terminal.money()
    assert (after["kept"] - before["kept"], after["held"], after["listed"] - before["listed"]) == (fee, 0, 0)
    assert terminal.journal()["payment"] is None
    assert terminal.left_files() == set()


def _begin(terminal: Alone, step: NetworkStep) -> Walk:
    if step.scene == "wrong PIN":
        return terminal.walk(wrong_pins=1)
    if step.scene == "visit":
        return terminal.walk()
    terminal.visitor.panel("jam-at", sheet=2)
    walk = terminal.walk(THREE_SHEETS)
    walk.until(lambda view: view["screen"] == "reprinting" and view["data"]["waiting"])
    # The misprint is told before the replacement is asked for.
    terminal.visitor.panel("clear-jam")
    return walk


def _session_is_known(step: NetworkStep, way: str) -> bool:
    """Whether the terminal has a session to end: the answer to its opening came."""
    before = ("GET /verification-keys", "POST /challenges", "POST /sessions", "POST /pin-failures")
    return step.call not in before or (step.call == "POST /pin-failures" and way == "lost")


def test_nothing_readable_is_left_at_the_service(terminal: Alone) -> None:
    """When their time is over no envelope, image or session of these visits is there, and no issuance is open."""
    terminal.home()
    terminal.assert_nothing_is_left()


def test_the_document_lists_these_calls() -> None:
    """docs/terminal.md has the table of just these calls; `KOFU_WRITE_DOCS=1` writes it."""
    table = network_steps.table()
    if os.environ.get("KOFU_WRITE_DOCS"):
        put_between(DOCUMENT, _BEGIN, _END, table)
    assert _BEGIN + "\n" + table + "\n" + _END in DOCUMENT.read_text()
