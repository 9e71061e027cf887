"""What all tests share: the local emulation, started as its users start it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from infra.demo.emulation import emulation
from tests.emulated import ROOT, Emulated

# The same examples in every run; `--hypothesis-profile=default` draws new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.load_profile("repeatable")


# What takes long comes first, so that no worker is left alone with it; and what shares an emulated cloud together.
_ORDER = ("simulation", "model", "browser", "terminal", "http", "functions", "infra", "card", "unit")
# The unit tests come last: of them, the files that take longest come first.
_LONG = {"test_templates.py", "test_code_on_paper.py", "test_specimens.py", "test_coverage.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the levels of tests in order, and in each the long files first; otherwise files stay as they are."""
    items.sort(key=lambda item: (_level(item.path.relative_to(ROOT / "tests").parts[0]), item.path.name not in _LONG))


def _level(directory: str) -> int:
    return _ORDER.index(directory) if directory in _ORDER else len(_ORDER)


@pytest.fixture(scope="session")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulated]:
    """Run the emulation in a process of its own on free ports; its card keys come from build/emulator-keys."""
    directory = tmp_path_factory.mktemp("emulation")
    state, log = directory / "state", directory / "output.log"
    with emulation(state, log) as running:
        yield Emulated(running.description, state, log)


@pytest.fixture(scope="session")
def with_terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulated]:
    """Run the emulation with its terminal, whose last screen is over in half a second."""
    directory = tmp_path_factory.mktemp("terminal-emulation")
    state, log = directory / "state", directory / "output.log"
    with emulation(state, log, terminal=True, times={"closing": 500}) as running:
        yield Emulated(running.description, state, log)
