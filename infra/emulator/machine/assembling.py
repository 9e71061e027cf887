"""The machine of the emulation: devices, line, terminal and panel, for as long as a context lasts."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra.emulator.http_server import LOOPBACK, LoopbackServer
from infra.emulator.machine.cards import CardBox
from infra.emulator.machine.device_server import device_handler
from infra.emulator.machine.line import Line
from infra.emulator.machine.machine import Machine
from infra.emulator.machine.terminal import Terminal
from infra.emulator.panel.bench import Bench
from infra.emulator.panel.panel_server import panel_handler

CONFIGURATION_FILE = "terminal.json"
_JOURNAL_FILE = "terminal-journal.json"


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a sheet takes in the printer, and milliseconds of the terminal that differ from its `Times`."""

    sheet_seconds: float = 0.4
    times: Mapping[str, int] = field(default_factory=dict)


def serve_machine(
    stack: ExitStack,
    description: dict[str, Any],
    state: Path,
    *,
    panel_port: int,
    with_terminal: bool,
    pace: Pace = Pace(),
) -> None:
    """Start all of it, and say in the description where the panel is; without a terminal the panel is there alone."""
    machine = Machine(sheet_seconds=pace.sheet_seconds)
    cards = CardBox(description["cards"])
    line = stack.enter_context(Line(description["api"]))
    port = _free_port()
    terminal_url = f"http://{LOOPBACK}:{port}" if with_terminal else ""
    devices = stack.enter_context(LoopbackServer(device_handler(machine), 0))
    terminal = Terminal(state / CONFIGURATION_FILE) if with_terminal else None
    bench = Bench(machine, cards, line, terminal, terminal_url)
    panel = stack.enter_context(LoopbackServer(panel_handler(bench, description), panel_port))
    description["kiosk_screen"] = panel.url
    if terminal is not None:
        configuration = _configuration(description, state, port, machine=devices.url, panel=panel.url, service=line.url)
        terminal.configure({**configuration, "times": dict(pace.times)})
        stack.enter_context(terminal)


def _configuration(
    description: dict[str, Any], state: Path, port: int, *, machine: str, panel: str, service: str
) -> dict[str, Any]:
    kiosk = description["kiosks"][-1]
    return {
        "kiosk_id": kiosk["id"],
        "private_key": kiosk["private_key"],
        "service": service + "/" + description["api"].rpartition("/")[2],
        "journal": str(state / _JOURNAL_FILE),
        "port": port,
        "framed_by": panel,
        "machine": machine,
        "municipalities": [
            {
                "code": description["municipality"],
                "prefecture": "三重県",
                "name": "松阪市",
                "purposes": ["residence", "domicile"],
            }
        ],
        "card_reader": {"kind": "virtual"},
        "payment": {"kind": "virtual"},
        "printer": {"kind": "virtual"},
        "receipt_printer": "virtual",
        "place": "交付テスト店(架空)",
        "contact": "松阪市役所 0598-00-0000(架空)",
        "verification": description["verification_page"],
    }


def _free_port() -> int:
    # The terminal must come back at the same address after a loss of power, and the panel tells it before.
    with socket.create_server((LOOPBACK, 0)) as found:
        return int(found.getsockname()[1])
