"""The payment device does what it was asked for, and its answer is lost: the screen still tells the truth."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.emulator.machine.machine import Machine
from kiosk.agent.journal import Journal
from kiosk.agent.money_work import MoneyWork
from kiosk.devices.interfaces import DeviceFailed
from kiosk.terminal import commands, events
from kiosk.terminal.events import Event
from tests.terminal.money import DirectPayment, Fuse

ID = "A" * 26


class _Mute(DirectPayment):
    """Does everything, and never answers what moves money."""

    def keep(self, due: int) -> int:
        super().keep(due)
        raise DeviceFailed

    def give_back(self) -> int:
        super().give_back()
        raise DeviceFailed


@pytest.fixture
def machine() -> Machine:
    """Give a machine."""
    return Machine(sheet_seconds=0)


@pytest.fixture
def told() -> list[Event]:
    """Collect what the visit is told."""
    return []


@pytest.fixture
def work(machine: Machine, told: list[Event], tmp_path: Path) -> MoneyWork:
    """Hold 500 yen for a certificate of 300."""
    journal = Journal(tmp_path / "journal.json")
    made = MoneyWork(
        _Mute(machine, Fuse()),
        journal,
        post=told.append,
        submit=lambda task: task(),
        clock=lambda: 0,
        new_number=lambda: "NUMBER",
    )
    made.take(commands.TakeMoney(job=1, issuance_id=ID, method="cash", due=300))
    machine.insert_money(500)
    return made


def test_money_that_was_returned_is_said_to_be(work: MoneyWork, machine: Machine, told: list[Event]) -> None:
    """All of it lies in the slot, and the visit hears how much."""
    work.give_back()
    assert told == [events.MoneyReturned(500)]
    assert (machine.slot, machine.held) == (500, 0)


def test_change_that_was_given_is_said_to_be(work: MoneyWork, machine: Machine, told: list[Event]) -> None:
    """The fee is kept, and the visit hears how much change lies in the slot."""
    work.keep(commands.KeepMoney(ID, 300))
    assert told == [events.MoneyKept(200)]
    assert (machine.kept, machine.slot) == (300, 200)
