"""The emulation in a process of its own, on free ports, for as long as a context lasts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from infra.emulator.emulator import STATE_FILE

_START_SECONDS = 180
_STOP_SECONDS = 15
_ROOT = Path(__file__).resolve().parents[2]


class EmulationFailed(Exception):
    """The emulation did not come up, or ended early."""


@contextmanager
def emulation(state: Path, log: Path) -> Iterator[dict[str, Any]]:
    """Start it with its files in `state` and its output in `log`; yield what `emulator.json` says.

    Raises:
        EmulationFailed: It is not up after three minutes.
    """
    ports = dict.fromkeys(("KOFU_API_PORT", "KOFU_SCREEN_PORT", "KOFU_AWS_PORT"), "0")
    environment = {**os.environ, **ports, "KOFU_STATE": str(state)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "infra.emulator"],
            cwd=_ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield _wait_for(state / STATE_FILE, process)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(path: Path, process: subprocess.Popen[bytes]) -> dict[str, Any]:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if path.exists():
            description: dict[str, Any] = json.loads(path.read_text())
            return description
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise EmulationFailed
