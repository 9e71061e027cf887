"""The payment device does what it was asked for, and its answer is lost: the screen still tells the truth."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.emulator.machine.machine import Machine
from kiosk.agent.journal import Journal
from kiosk.agent.money_work import MoneyWork
from kiosk.devices.interfaces import DeviceFailed, PaymentStatus
from kiosk.terminal import commands, events
from kiosk.terminal.events import Event, Unfinished
from tests.terminal.money import DirectPayment, Fuse, RefusingPayment

ID = "A" * 26


class _Mute(DirectPayment):
    """Does everything, and never answers what moves money."""

    def keep(self, due: int) -> int:
        super().keep(due)
        raise DeviceFailed

    def give_back(self) -> int:
        super().give_back()
        raise DeviceFailed


class _Dying(DirectPayment):
    """Keeps what it is told, and says nothing more of it until it is `mended`."""

    mended = True

    def status(self) -> PaymentStatus:
        if not self.mended:
            raise DeviceFailed
        return super().status()

    def keep(self, due: int) -> int:
        super().keep(due)
        self.mended = False
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
def journal(tmp_path: Path) -> Journal:
    """Give a journal."""
    return Journal(tmp_path / "journal.json")


@pytest.fixture
def work(machine: Machine, told: list[Event], journal: Journal) -> MoneyWork:
    """Hold 500 yen for a certificate of 300, in a device that does not answer."""
    return _holding(_Mute(machine, Fuse()), machine, told, journal)


def _holding(device: DirectPayment, machine: Machine, told: list[Event], journal: Journal) -> MoneyWork:
    made = MoneyWork(
        device,
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
    work.give_back(commands.ReturnMoney(ID))
    assert told == [events.MoneyReturned(500, ID)]
    assert (machine.slot, machine.held) == (500, 0)


def test_change_that_was_given_is_said_to_be(work: MoneyWork, machine: Machine, told: list[Event]) -> None:
    """The fee is kept, and the visit hears how much change lies in the slot."""
    work.keep(commands.KeepMoney(ID, 300))
    assert told == [events.MoneyKept(200, ID)]
    assert (machine.kept, machine.slot) == (300, 200)


def test_change_that_cannot_be_given_is_listed_and_never_given_later(
    machine: Machine, told: list[Event], journal: Journal
) -> None:
    """What is more than due gets a number at once; when the device works again nothing falls into the slot."""
    device = RefusingPayment(machine, Fuse())
    work = _holding(device, machine, told, journal)
    work.keep(commands.KeepMoney(ID, 300))
    assert told == [events.MoneyStuck(200, "NUMBER", ID)]
    assert [(each.number, each.issuance_id, each.amount) for each in journal.refunds()] == [("NUMBER", ID, 200)]
    assert journal.unfinished() == Unfinished(issuance_id=ID, due=500, printed=True)
    device.refuses = False
    work.settle()
    assert (machine.kept, machine.slot, machine.held) == (500, 0, 0)
    assert (journal.unfinished(), sum(each.amount for each in journal.refunds())) == (None, 200)


@pytest.mark.parametrize("settled_by", ["settle", "new start"])
def test_change_of_a_mute_device_is_listed_under_the_number_that_was_told(
    machine: Machine, told: list[Event], journal: Journal, settled_by: str
) -> None:
    """A device that says nothing holds an unknown sum: a number is told, and what it held is listed under it."""
    work = _holding(DirectPayment(machine, Fuse()), machine, told, journal)
    machine.set_payment(works=False, returns=True)
    work.keep(commands.KeepMoney(ID, 300))
    assert told == [events.MoneyStuck(0, "NUMBER", ID)]
    machine.set_payment(works=True, returns=True)
    if settled_by == "settle":
        work.settle()
    else:
        work.keep(commands.KeepMoney(ID, 300))
    assert [(each.number, each.amount) for each in journal.refunds()] == [("NUMBER", 200)]
    assert (machine.kept, machine.slot, machine.held, journal.unfinished()) == (500, 0, 0, None)


def test_change_that_lies_in_the_slot_is_not_owed_as_well(
    machine: Machine, told: list[Event], journal: Journal
) -> None:
    """The device gave change and then said nothing: the number that is told is listed, and no sum with it."""
    device = _Dying(machine, Fuse())
    work = _holding(device, machine, told, journal)
    work.keep(commands.KeepMoney(ID, 300))
    assert told == [events.MoneyStuck(0, "NUMBER", ID)]
    device.mended = True
    work.settle()
    assert [(each.number, each.amount, each.in_slot) for each in journal.refunds()] == [("NUMBER", 0, 0)]
    assert journal.unfinished() is None
    assert (machine.kept, machine.slot) == (300, 200)


def test_an_exact_sum_that_was_refused_is_kept_when_the_device_does(
    machine: Machine, told: list[Event], journal: Journal
) -> None:
    """Where nothing is to come back nobody is promised anything, and the fee is kept later."""
    device = RefusingPayment(machine, Fuse())
    work = _holding(device, machine, told, journal)
    work.keep(commands.KeepMoney(ID, 500))
    assert (told, journal.refunds(), journal.promised()) == ([], (), None)
    device.refuses = False
    work.settle()
    assert (machine.kept, machine.slot, journal.unfinished()) == (500, 0, None)
