"""Whoever started a process: when they are gone, so is it."""

from __future__ import annotations

import os
import signal
import sys
import threading

WHILE_INPUT = "--while-input-is-open"
"""The option with which a program is asked for that: its standard input closes with its starter, however that ends."""

_SOME = 4096


def end_with_starter() -> None:
    """Send this process SIGTERM as soon as its standard input closes."""
    threading.Thread(target=_until_input_closes, daemon=True).start()


def _until_input_closes() -> None:
    # Not through the buffer, whose lock a thread that still reads would hold when the interpreter ends.
    while os.read(sys.stdin.fileno(), _SOME):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
