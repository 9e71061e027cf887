"""`python -m infra.emulator`: starts the local emulation and keeps it running until Ctrl-C.

Options: `--while-input-is-open` ends it when whoever started it is gone.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, TaskID

from infra.emulator.emulator import STATE_FILE, Emulator, Places, Report
from infra.emulator.machine.assembling import Pace
from kiosk.starter import WHILE_INPUT, end_with_starter

_STOP = frozenset({signal.SIGINT, signal.SIGTERM})
_ROOT = Path(__file__).resolve().parents[2]


def places(environment: dict[str, str]) -> Places:
    """Read ports from `KOFU_{API,SCREEN,AWS,VERIFICATION}_PORT` and the directory from `KOFU_STATE`.

    `KOFU_TERMINAL=off` leaves the terminal out, for those who play kiosk themselves. `KOFU_TERMINAL_TIMES` holds those
    of the terminal's times (JSON, milliseconds) that are to differ.

    Raises:
        ValueError: A port is no number, or the times are no JSON.
    """
    return Places(
        api_port=int(environment.get("KOFU_API_PORT", "8000")),
        screen_port=int(environment.get("KOFU_SCREEN_PORT", "8080")),
        aws_port=int(environment.get("KOFU_AWS_PORT", "5000")),
        state=Path(environment.get("KOFU_STATE", _ROOT / ".local")),
        keys=_ROOT / "build" / "emulator-keys",
        fonts=_ROOT / "build" / "fonts",
        terminal=environment.get("KOFU_TERMINAL", "on") == "on",
        verification_port=int(environment.get("KOFU_VERIFICATION_PORT", "8090")),
        pace=Pace(times=json.loads(environment.get("KOFU_TERMINAL_TIMES", "{}"))),
    )


def main() -> int:
    """Run until interrupted; return the exit status."""
    console = Console(stderr=True)
    # Blocked from here on, in every thread: a signal that comes while things start, or stop, interrupts neither.
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOP)
    where = places(dict(os.environ))
    with ExitStack() as stack:
        with Progress(console=console, transient=True) as bar:
            emulator = stack.enter_context(Emulator(where, _reporter(bar)))
        console.print(f"API      {emulator.description['api']}")
        console.print(f"Screen   {emulator.description['kiosk_screen']}")
        console.print(f"Checking {emulator.description['verification_page']}")
        console.print(f"Facts    {where.state / STATE_FILE}")
        console.print("Ctrl-C stops everything.")
        if WHILE_INPUT in sys.argv:
            end_with_starter()
        signal.sigwait(_STOP)
    return 0


def _reporter(bar: Progress) -> Report:
    tasks: dict[str, TaskID] = {}

    def report(what: str, done: int, total: int) -> None:
        if what not in tasks:
            tasks[what] = bar.add_task(what, total=total)
        bar.update(tasks[what], completed=done)

    return report


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OSError as error:
        sys.exit(
            f"Cannot start: {error.strerror}. Ports: KOFU_API_PORT, KOFU_SCREEN_PORT, KOFU_AWS_PORT,\n"
            "KOFU_VERIFICATION_PORT."
        )
