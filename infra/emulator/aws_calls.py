"""Counts AWS calls: a hook on the one boto3 session notes each request with the function that made it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from threading import Lock
from typing import Any

from chalicelib.storage import clients

_function: ContextVar[str] = ContextVar("function", default="")


@contextmanager
def attributed_to(function: str) -> Iterator[None]:
    """Attribute the calls made inside the block to a function."""
    token = _function.set(function)
    try:
        yield
    finally:
        _function.reset(token)


def current_function() -> str:
    """Return to which function a call made now is attributed."""
    return _function.get()


class AwsCallLog:
    """Appends one JSON line a call, `function`, `service`, `operation`: nothing of its content."""

    def __init__(self, path: Path) -> None:
        """Begin an empty log."""
        self._path = path
        self._lock = Lock()
        path.write_text("")

    def attach(self) -> None:
        """Hook the session. Clients made before do not know the hook: call this first."""
        clients.session().events.register("before-send", self._note)

    def _note(self, event_name: str, **_request: Any) -> None:
        _prefix, service, operation = event_name.split(".")
        line = json.dumps({"function": current_function(), "service": service, "operation": operation})
        with self._lock, self._path.open("a") as file:
            file.write(line + "\n")


def read_calls(path: Path) -> list[dict[str, str]]:
    """Return the calls noted so far."""
    return [json.loads(line) for line in path.read_text().splitlines()]
