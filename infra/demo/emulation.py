"""The emulation in a process of its own, on free ports, for as long as a context lasts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.emulator.emulator import STATE_FILE
from kiosk.starter import WHILE_INPUT

_START_SECONDS = 180
_STOP_SECONDS = 15
_ROOT = Path(__file__).resolve().parents[2]
_FREE_PORTS = dict.fromkeys(("KOFU_API_PORT", "KOFU_SCREEN_PORT", "KOFU_AWS_PORT", "KOFU_VERIFICATION_PORT"), "0")

Process = subprocess.Popen[bytes]


class EmulationFailed(Exception):
    """The emulation did not come up, or ended early."""


@dataclass(frozen=True, slots=True)
class Running:
    """A running emulation: its process, and what `emulator.json` says."""

    process: Process
    description: dict[str, Any]


def start(
    state: Path, log: Path, settings: Mapping[str, str] = _FREE_PORTS, *, module: str = "infra.emulator"
) -> Process:
    """Start it with its files in `state` and its output in `log`, and return at once; `module` is what is run.

    Who uses it plays kiosk: it runs no terminal unless the settings say so. It ends when this process is gone.
    """
    environment = {**os.environ, **_FREE_PORTS, "KOFU_TERMINAL": "off", **settings, "KOFU_STATE": str(state)}
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", module, WHILE_INPUT],
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


@contextmanager
def emulation(
    state: Path,
    log: Path,
    *,
    terminal: bool = False,
    times: Mapping[str, int] | None = None,
    module: str = "infra.emulator",
) -> Iterator[Running]:
    """Start it, wait until it is up, and end it. `times`: of the terminal, that differ.

    Raises:
        EmulationFailed: It is not up after three minutes, or ended before.
    """
    settings = {"KOFU_TERMINAL": "on" if terminal else "off", "KOFU_TERMINAL_TIMES": json.dumps(times or {})}
    process = start(state, log, settings, module=module)
    try:
        yield Running(process, _wait_for(state / STATE_FILE, process))
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin is not None:
            process.stdin.close()


def _wait_for(path: Path, process: Process) -> dict[str, Any]:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if path.exists():
            description: dict[str, Any] = json.loads(path.read_text())
            return description
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise EmulationFailed
