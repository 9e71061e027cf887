"""Fixtures: the PC/SC service, slots of both kinds."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.card import PcscReader, ReaderUnavailable
from tests.card import pcscd
from tests.card.slots import InProcessSlot, PcscSlot, Slot
from tests.card.waiting import until


@pytest.fixture
def service_lock() -> Iterator[None]:
    """Hold the machine's PC/SC service, which does not run yet."""
    pcscd.require()
    with pcscd.exclusively():
        yield


@pytest.fixture
def service(service_lock: None, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:  # noqa: ARG001  # held meanwhile
    """Run the PC/SC service, readers registered."""
    with pcscd.running(tmp_path / "pcscd.log") as process:
        until(_has_readers, "a reader of the vpcd driver")
        yield process


@pytest.fixture
def pcsc(service: subprocess.Popen[bytes]) -> Iterator[PcscSlot]:  # noqa: ARG001  # runs meanwhile
    """Give an empty PC/SC slot."""
    slot = PcscSlot()
    yield slot
    slot.hang_up()


@pytest.fixture(params=["in-process", "pcsc"])
def slot(request: pytest.FixtureRequest) -> Slot:
    """Give an empty slot of each kind: what is claimed holds for both."""
    if request.param == "in-process":
        return InProcessSlot()
    found: PcscSlot = request.getfixturevalue("pcsc")
    return found


def _has_readers() -> bool:
    try:
        PcscReader().card_present()
    except ReaderUnavailable:
        return False
    return True
