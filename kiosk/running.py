"""Runs a terminal until it is interrupted, or its standard input closes if asked to."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from kiosk.agent.assembling import MachineMissing, assemble
from kiosk.agent.configuration import read_configuration
from kiosk.agent.hardening import harden
from kiosk.agent.journal import JournalDamaged
from kiosk.agent.screen_server import ScreenServer
from kiosk.known_types import learn_types
from kiosk.starter import WHILE_INPUT, end_with_starter

_STOP = frozenset({signal.SIGINT, signal.SIGTERM})
_USAGE = 2


def main(arguments: list[str]) -> int:
    """Run until interrupted; return the exit status."""
    names = [each for each in arguments if each != WHILE_INPUT]
    if len(names) != 1:
        sys.stderr.write("usage: python -m kiosk CONFIGURATION\n")
        return _USAGE
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOP)
    try:
        configuration = read_configuration(Path(names[0]))
        if not harden():
            sys.stderr.write("terminal: memory is not locked; this machine must have no swap\n")
        agent = assemble(configuration)
        server = ScreenServer(agent, configuration.port, framed_by=configuration.framed_by)
    except (OSError, TypeError, ValueError, MachineMissing, JournalDamaged) as error:
        sys.stderr.write(f"terminal: cannot start: {type(error).__name__}: {error}\n")
        return 1
    learn_types()
    agent.start()
    server.start()
    sys.stdout.write(f"{server.url}\n")
    sys.stdout.flush()
    if WHILE_INPUT in arguments:
        end_with_starter()
    signal.sigwait(_STOP)
    server.stop()
    agent.stop()
    return 0
