"""What becomes of money when nobody is there, or when the device does less than it was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from infra.emulator.machine.machine import Machine
from kiosk.agent.journal import Journal
from kiosk.agent.money_work import MoneyWork
from kiosk.devices.interfaces import DeviceFailed
from kiosk.devices.virtual import VirtualPayment
from kiosk.devices.virtual_connection import VirtualMachine
from kiosk.terminal import commands, events
from kiosk.terminal.events import Event
from tests.terminal.money import DirectPayment, Fuse, RefusingPayment, money_work

ID, NEXT = "A" * 26, "B" * 26


@dataclass(slots=True)
class Till:
    """500 yen given for a certificate of 300, and a device that does what is submitted when `work_off` is called."""

    journal: Journal
    machine: Machine = field(default_factory=lambda: Machine(sheet_seconds=0))
    told: list[Event] = field(default_factory=list)
    tasks: list[Callable[[], None]] = field(default_factory=list)
    work: MoneyWork = field(init=False)

    def __post_init__(self) -> None:
        """Take the money."""
        device = DirectPayment(self.machine, Fuse())
        self.work = money_work(device, self.journal, self.told.append, self.tasks.append)
        self.work.take(commands.TakeMoney(job=1, issuance_id=ID, method="cash", due=300))
        self.work_off()
        self.machine.insert_money(500)

    def use(self, device: DirectPayment) -> None:
        """Have another device do the work."""
        self.work = MoneyWork(
            device,
            self.journal,
            post=self.told.append,
            submit=self.tasks.append,
            clock=lambda: 0,
            new_number=lambda: "NUMBER",
        )

    def work_off(self) -> None:
        """Do what was submitted."""
        while self.tasks:
            self.tasks.pop(0)()

    def places(self) -> tuple[int, int, int, list[tuple[str, int]]]:
        """Return yen kept, in the slot, held; and what is listed, each with its number."""
        listed = [(each.number, each.amount) for each in self.journal.refunds()]
        return self.machine.kept, self.machine.slot, self.machine.held, listed


@pytest.fixture
def till(tmp_path: Path) -> Till:
    """Give one."""
    return Till(Journal(tmp_path / "journal.json"))


class _RunsEmpty(DirectPayment):
    """Has 100 yen to give, and takes that for all."""

    def __init__(self, machine: Machine, *, says_so: bool) -> None:
        super().__init__(machine, Fuse())
        self.machine = machine
        self.says_so = says_so

    def give_back(self) -> int:
        return self._give(self.machine.held)

    def keep(self, due: int) -> int:
        if due == self.machine.held:
            return super().keep(due)
        self.machine.kept, self.machine.held = self.machine.kept + due, self.machine.held - due
        return self._give(self.machine.held)

    def _give(self, wanted: int) -> int:
        self.machine.slot, self.machine.held = self.machine.slot + 100, wanted - 100
        if self.says_so:
            raise DeviceFailed
        return 100


@pytest.mark.parametrize("asked", ["return", "keep"])
def test_what_was_promised_while_the_device_was_slow_is_listed_under_that_number(till: Till, asked: str) -> None:
    """The device comes to it when everybody has gone: nothing falls, the number that was told has what is owed."""
    if asked == "return":
        till.work.give_back(commands.ReturnMoney(ID))
    else:
        till.work.keep(commands.KeepMoney(ID, 300))
    till.work.promise(commands.PromiseRefund(ID))
    till.work_off()
    amount = 500 if asked == "return" else 200
    assert till.places() == (500, 0, 0, [(ID, amount)])
    assert till.told == [events.MoneyStuck(amount, ID, ID)]
    assert till.journal.unfinished() is None


def test_another_payment_is_not_promised_anything(till: Till) -> None:
    """A promise for a payment that is not open yet leaves the open one as it is."""
    till.work.promise(commands.PromiseRefund(NEXT))
    till.work.give_back(commands.ReturnMoney(ID))
    till.work_off()
    assert till.places() == (0, 500, 0, [])


@pytest.mark.parametrize(("printed", "owed"), [(False, 500), (True, 200)])
def test_nothing_falls_into_the_slot_when_nobody_is_there(till: Till, *, printed: bool, owed: int) -> None:
    """A payment that is settled later is kept, what is not due is listed, and no visit hears of another's money."""
    if printed:
        till.journal.mark_printed(300)
    till.work.settle()
    till.work_off()
    assert till.places() == (500, 0, 0, [("REFUND0", owed)])
    assert (till.told, till.journal.unfinished()) == ([], None)


def test_a_coin_that_falls_after_its_payment_was_closed_is_listed_once(till: Till) -> None:
    """Nobody's payment holds it: it is listed, though the device refuses to keep it at first."""
    till.journal.close_payment(gave=0, at=0)
    device = RefusingPayment(till.machine, Fuse())
    till.use(device)
    till.work.settle()
    till.work_off()
    assert till.places() == (0, 0, 500, [("NUMBER", 500)])
    device.refuses = False
    till.work.settle()
    till.work_off()
    assert till.places() == (500, 0, 0, [("NUMBER", 500)])


@pytest.mark.parametrize("says_so", [True, False])
def test_a_device_that_runs_empty_owes_the_rest(till: Till, *, says_so: bool) -> None:
    """Of 500 yen 100 came back: 400 are listed, whether the device noticed or not."""
    till.use(_RunsEmpty(till.machine, says_so=says_so))
    till.work.give_back(commands.ReturnMoney(ID))
    till.work_off()
    assert till.places() == (400, 100, 0, [("NUMBER", 400)])
    assert till.told == [events.MoneyStuck(400, "NUMBER", ID)]


@pytest.mark.parametrize("says_so", [True, False])
def test_a_device_that_runs_empty_owes_the_rest_of_the_change(till: Till, *, says_so: bool) -> None:
    """Of 200 yen of change 100 came: 100 are listed, and the fee is kept once."""
    till.use(_RunsEmpty(till.machine, says_so=says_so))
    till.work.keep(commands.KeepMoney(ID, 300))
    till.work_off()
    assert till.places() == (400, 100, 0, [("NUMBER", 100)])
    assert till.told == [events.MoneyStuck(100, "NUMBER", ID)]


def test_what_is_still_held_does_not_pay_for_the_next_certificate(till: Till) -> None:
    """A payment that begins finds an open one: that is settled first, and nothing of it counts as given."""
    till.journal.mark_printed(300)
    till.work.take(commands.TakeMoney(job=2, issuance_id=NEXT, method="cash", due=300))
    till.work_off()
    assert till.places() == (500, 0, 0, [("REFUND0", 200)])
    open_now = till.journal.unfinished()
    assert open_now is not None
    assert (open_now.issuance_id, till.told) == (NEXT, [])


def test_no_payment_begins_while_another_cannot_be_settled(till: Till) -> None:
    """The device does not say what it holds: nothing is taken, and the person is told of nobody else's money."""
    till.machine.set_payment(works=False, returns=True)
    till.work.take(commands.TakeMoney(job=2, issuance_id=NEXT, method="cash", due=300))
    till.work.give_back(commands.ReturnMoney(NEXT))
    till.work_off()
    assert till.told == [events.PaymentFailed(2), events.MoneyReturned(0, NEXT)]
    left = till.journal.unfinished()
    assert left is not None
    assert left.issuance_id == ID


def test_a_number_is_told_after_a_loss_of_power_too(till: Till) -> None:
    """The power went after the change was listed, before anybody read the number: it is told at the new start."""
    till.journal.mark_printed(300)
    till.journal.list_refund("NUMBER", 200, held=500, at=0)
    till.work.keep(commands.KeepMoney(ID, 500))
    till.work_off()
    assert till.told == [events.MoneyStuck(200, "NUMBER", ID)]
    assert till.places() == (500, 0, 0, [("NUMBER", 200)])


class _Garbled(VirtualMachine):
    """Answers a command with something else."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    def command(self, path: str, body: bytes | bytearray = b"") -> tuple[int, bytes]:
        return (200, self._answer) if path and body else (409, b"")


@pytest.mark.parametrize("answer", [b"", b"{}", b'{"amount":-200}', b'{"amount":"200"}'])
def test_an_answer_that_says_no_sum_is_as_good_as_lost(answer: bytes) -> None:
    """What became of the money is then asked of the device, and not left to an error inside the agent."""
    for move in (lambda device: device.keep(300), VirtualPayment.give_back):
        with pytest.raises(DeviceFailed):
            move(VirtualPayment(_Garbled(answer)))
