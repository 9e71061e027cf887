"""A running terminal: the emulation with the agent in a process of its own, one for all tests that use it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import pytest

from infra.bench.visitor import Visitor
from tests.emulated import Emulated

_MEMORY = Path("/dev/shm")  # noqa: S108 - what lies there is in a directory of its own


@pytest.fixture(scope="session")
def places() -> Iterator[Callable[[], Path]]:
    """Give a new directory each time, in memory where there is such: to wait for a disk thousands of times is slow."""
    with TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as top:
        yield lambda: Path(mkdtemp(dir=top))


@pytest.fixture
def visitor(with_terminal: Emulated) -> Iterator[Visitor]:
    """Give somebody at the terminal, which is at its start, and leave it so."""
    with Visitor(with_terminal.description["kiosk_screen"]) as somebody:
        reset(somebody)
        yield somebody
        reset(somebody)


def reset(visitor: Visitor) -> None:
    """Mend everything, and bring the terminal to its start."""
    mend(visitor)
    visitor.go_home()
    visitor.panel("forget-papers")


def mend(visitor: Visitor) -> None:
    """Have everything work again."""
    visitor.panel("network", up=True)
    visitor.panel("payment", works=True, returns=True)
    visitor.panel("clear-jam")
    visitor.panel("jam-at", sheet=None)
    visitor.panel("load-paper", sheets=100)
    visitor.panel("boot")


def journal(emulated: Emulated) -> dict[str, Any]:
    """Return the terminal's journal."""
    content: dict[str, Any] = json.loads(journal_path(emulated).read_text())
    return content


def journal_path(emulated: Emulated) -> Path:
    """Return where the journal is."""
    return emulated.state / "terminal-journal.json"
