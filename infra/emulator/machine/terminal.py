"""The terminal itself: the agent as a machine maker would run it, in a process that can lose its power."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from kiosk.starter import WHILE_INPUT

_ROOT = Path(__file__).resolve().parents[3]
_STOP_SECONDS = 10


class Terminal:
    """A process of `python -m kiosk`, on from entering the context to leaving it, except while the plug is out."""

    def __init__(self, path: Path) -> None:
        """Its configuration file is at `path`."""
        self._path = path
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Switch it on."""
        self.boot()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Shut it down."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
        _let_go(process)

    def configure(self, configuration: Mapping[str, Any]) -> None:
        """Write the configuration file."""
        self._path.write_bytes(msgspec.json.encode(dict(configuration)))

    @property
    def process_id(self) -> int | None:
        """The id of the running process."""
        return self._process.pid if self._process is not None else None

    def boot(self) -> None:
        """Put the plug in; nothing happens when it is."""
        with self._lock:
            if self._process is not None:
                return
            self._process = subprocess.Popen(
                [sys.executable, "-m", "kiosk", WHILE_INPUT, str(self._path)],
                cwd=_ROOT,
                env=dict(os.environ),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
            )

    def pull_plug(self) -> None:
        """Pull it: the process ends between two instructions."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            _let_go(process)


def _let_go(process: subprocess.Popen[bytes]) -> None:
    process.wait()
    if process.stdin is not None:
        process.stdin.close()
