"""A number that was told while the device was at something is found in the journal afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.agent.journal import Journal
from kiosk.terminal import commands, events
from tests.terminal.money import DirectPayment, Fuse
from tests.terminal.test_money_settled import ID, Till


@pytest.fixture
def till(tmp_path: Path) -> Till:
    """Give one."""
    return Till(Journal(tmp_path / "journal.json"))


@pytest.mark.parametrize("asked", ["return", "keep"])
def test_what_was_promised_while_the_device_was_at_it_is_listed_as_lying_in_the_slot(till: Till, asked: str) -> None:
    """It falls all the same: the number that was told is found, with what lies in the slot, and nothing is owed."""
    till.use(DirectPayment(till.machine, Fuse(), lambda: till.work.promise(commands.PromiseRefund(ID))))
    if asked == "return":
        till.work.give_back(commands.ReturnMoney(ID))
    else:
        till.work.keep(commands.KeepMoney(ID, 300))
    till.work_off()
    fell = 500 if asked == "return" else 200
    assert till.places() == (500 - fell, fell, 0, [(ID, 0)])
    assert [each.in_slot for each in till.journal.refunds()] == [fell]
    assert till.journal.unfinished() is None


def test_a_promise_that_comes_after_the_listing_has_its_number(till: Till) -> None:
    """The device refuses to give, is slow to keep, and the listing is found by the issuance that the screen named."""

    def promise() -> None:
        if till.journal.refunds():
            till.work.promise(commands.PromiseRefund(ID))

    till.machine.set_payment(works=True, returns=False)
    till.use(DirectPayment(till.machine, Fuse(), promise))
    till.work.give_back(commands.ReturnMoney(ID))
    till.work_off()
    assert [(each.number, each.issuance_id, each.amount) for each in till.journal.refunds()] == [("NUMBER", ID, 500)]
    assert (till.machine.kept, till.journal.unfinished()) == (500, None)


def test_a_number_for_money_of_no_known_payment_is_noted(till: Till) -> None:
    """A mute device holds what no payment is open for: what it holds is listed under the number that was told."""
    till.journal.close_payment(gave=0, at=0)
    till.machine.set_payment(works=False, returns=True)
    till.work.give_back(commands.ReturnMoney(""))
    till.work_off()
    assert till.told == [events.MoneyStuck(0, "REFUND0", "")]
    till.machine.set_payment(works=True, returns=True)
    till.work.settle()
    till.work_off()
    assert till.places() == (500, 0, 0, [("REFUND0", 500)])
