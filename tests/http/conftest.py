"""Fixtures of the tests of the contract. One emulation for all of them; each test has its own sessions in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.emulated import Emulated
from tests.http.guest import Guest, arriving
from tests.http.world import World

PERSONA = "living-alone"


# The sweep's thread, when its minute falls into the outage that `test_dependencies` makes.
_SWEEP_IN_OUTAGE = re.compile(r"Exception in thread [^\n]*\(_run\):\nTraceback .*?DependencyUnavailable", re.DOTALL)


@pytest.fixture(scope="session")
def world(emulated: Emulated) -> Iterator[World]:
    """Give the running emulation, its kiosks and its residents; nothing that any test did may fail unexpectedly."""
    yield World(emulated)
    output = _SWEEP_IN_OUTAGE.sub("", emulated.log.read_text(encoding="utf-8"))
    assert not [line for line in output.splitlines() if "Traceback" in line or "unexpected-error" in line]
    assert '"status":500' not in output


@pytest.fixture
def guest(world: World) -> Iterator[Guest]:
    """Give a resident in a new session at the first kiosk."""
    with arriving(world, PERSONA) as arrived:
        yield arrived


@pytest.fixture
def other(world: World) -> Iterator[Guest]:
    """Give another resident in a new session at the second kiosk."""
    with arriving(world, "no-furigana", kiosk=1) as arrived:
        yield arrived
