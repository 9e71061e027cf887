"""A terminal of a module's own beside the shared emulation: real process, real machine, a line that can be trapped."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.bench.visitor import View, Visitor
from infra.emulator.machine.assembling import Pace, serve_machine
from tests.emulated import ROOT, Emulated
from tests.http import residue
from tests.http.world import World
from tests.terminal.relay import Relay
from tests.terminal.walking import Walk

ONE_SHEET, THREE_SHEETS = "living-alone", "nine-in-household"
_PACE = Pace(sheet_seconds=0.05, times={"closing": 50, "look": 3_600_000})
_LONG_AFTER = 1200
_SWEEPS = 5
_ITS_FILES = frozenset({"terminal.json", "terminal-journal.json"})
_OPEN = frozenset({"requested", "sealed", "handed-over"})


@dataclass(frozen=True, slots=True)
class Alone:
    """Terminal, relay and visitor. `files`: where the terminal's files are."""

    emulated: Emulated
    visitor: Visitor
    relay: Relay
    files: Path

    def walk(self, card: str = ONE_SHEET, **details: Any) -> Walk:
        """Begin a visit."""
        pin = next(each["pin"] for each in self.emulated.description["cards"] if each["label"] == card)
        scope = "household" if card == THREE_SHEETS else "holder"
        return Walk(self.visitor, card, pin, scope=scope, **details)

    def money(self) -> dict[str, int]:
        """Return where money is: kept, held, in the slot; and what is listed for refund."""
        state = self.visitor.panel_state()
        listed = sum(refund["amount"] for refund in self.journal()["refunds"])
        return {**{name: state[name] for name in ("kept", "held", "slot")}, "listed": listed}

    def journal(self) -> dict[str, Any]:
        """Return the journal."""
        content: dict[str, Any] = json.loads((self.files / "terminal-journal.json").read_text())
        return content

    def restart(self) -> View:
        """Put the plug in again; return the first screen on which something can be done."""
        self.visitor.panel("boot")
        return self.visitor.until(lambda view: view["screen"] not in {"", "out-of-service"}, "a screen after the start")

    def home(self) -> None:
        """Mend everything, and bring the terminal to its start."""
        self.mend()
        self.visitor.panel("boot")
        self.visitor.go_home()

    def mend(self) -> None:
        """Have everything work again but the power."""
        self.relay.mend()
        self.visitor.panel("clear-jam")
        self.visitor.panel("load-paper", sheets=100)

    def left_files(self) -> set[str]:
        """Return the names of the terminal's files besides configuration and journal."""
        return {path.name for path in self.files.iterdir()} - _ITS_FILES

    def assert_nothing_is_left(self) -> None:
        """Nothing of any visit is at the service once the sessions are over, and nothing personal ever was."""
        self.sweep_long_after()
        world = World(self.emulated)
        assert (world.rows("EnvelopesTable"), world.objects(), world.rows("SessionsTable")) == ([], [], [])
        assert {row["state"]["S"] for row in world.rows("LedgerTable")}.isdisjoint(_OPEN)
        written = {**residue.written(world), **{path.name: path.read_bytes() for path in self.files.iterdir()}}
        assert residue.traces(written, residue.personal_data(world)) == set()

    def sweep_long_after(self) -> None:
        """Have the service's sweep do what it does when the sessions are over."""
        program = (
            "from chalicelib.sweep.entry import service\n"
            f"for _ in range({_SWEEPS}): service().run(now={int(time.time()) + _LONG_AFTER})"
        )
        environment = {**self.emulated.environment(), "PATH": "", "KOFU_STAGE": "emulation", "KOFU_BUILD": "emulation"}
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, check=True, capture_output=True)


@contextmanager
def alone(emulated: Emulated, files: Path) -> Iterator[Alone]:
    """Run it."""
    with ExitStack() as stack:
        relay = stack.enter_context(Relay(emulated.description["api"]))
        description = {**emulated.description, "api": relay.url, "kiosks": emulated.description["kiosks"][:1]}
        serve_machine(stack, description, files, panel_port=0, with_terminal=True, pace=_PACE)
        visitor = stack.enter_context(Visitor(description["kiosk_screen"]))
        visitor.at("start")
        yield Alone(emulated, visitor, relay, files)
