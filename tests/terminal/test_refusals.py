"""Every refusal of the service, at every step where it can come, has a screen and a way on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.protocol.problems import PROBLEMS
from kiosk.terminal import actions, commands, events, stages
from kiosk.terminal.levels import Levels
from kiosk.terminal.machine import allowed, step
from kiosk.terminal.moves import Moment
from kiosk.terminal.showing import show
from kiosk.terminal.stage import Stage
from kiosk.terminal.state import Issuance, Order, State, Visit
from tests.terminal.offered import OFFERS, SETTINGS

NOW = 1_800_000_000_000
MOMENT = Moment(SETTINGS, NOW)
ID = "A" * 26


def at(stage: Stage, *, paid: bool = False) -> State:
    """Return a visit that is at this stage, with an order, and with money in the device if paid."""
    issuance = Issuance(issuance_id=ID, fee=250, due=250, pages=1)
    issuance = replace(issuance, method="cash", paid_under=ID) if paid else issuance
    authenticated = not isinstance(stage, stages.CheckingIdentity)
    visit = Visit(
        municipality="24204",
        offers=OFFERS if authenticated else None,
        session_ends=NOW + 500_000 if authenticated else None,
        order=Order(OFFERS.offers[1]) if authenticated else None,
        issuance=issuance if authenticated else None,
    )
    levels = Levels(card=not authenticated, held=500 if paid else 0)
    return State(stage=stage, visit=visit, levels=levels, job=7, deadline=NOW + 1000)


@pytest.mark.parametrize("code", sorted(PROBLEMS))
@pytest.mark.parametrize("stage", [stages.CheckingIdentity(), stages.Making()], ids=["identity", "making"])
def test_a_refusal_before_money_is_shown_as_it_is(code: str, stage: Stage) -> None:
    """The screen names the service's own code, says that nothing was charged, and can be left."""
    after, _ = step(at(stage), events.Refused(7, code, "deceased" if code == "not-eligible" else None), MOMENT)
    assert isinstance(after.stage, stages.ShowProblem)
    shown = show(after, SETTINGS, 1)
    assert shown.data.code in {code, "session-over"}
    assert shown.data.money in {"none-taken", "not-charged"}
    assert "finish" in shown.actions
    assert ("again" in shown.actions) == (after.stage.trouble.alive or after.stage.trouble.next == "card")
    if not after.stage.trouble.alive:
        assert after.visit is None or after.visit == Visit(municipality="24204")


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_a_refusal_after_payment_returns_the_money(code: str) -> None:
    """Whatever the service refuses when the money is there: all of it is returned before anything else is said."""
    state = at(stages.HandingOver(), paid=True)
    after, wanted = step(state, events.Refused(7, code), MOMENT)
    assert commands.ReturnMoney(ID) in wanted
    assert isinstance(after.stage, stages.Settling)
    after, _ = step(after, events.MoneyReturned(500, ID), MOMENT)
    data = show(after, SETTINGS, 1).data
    assert (data.money, data.amount) == ("refunded", 500)


def test_an_answer_to_a_job_that_was_given_up_changes_nothing() -> None:
    """R1: a late result finds nobody."""
    state = at(stages.Making())
    for late in (events.Made(job=6, issuance_id="B" * 26, fee=1, pages=1), events.NoAnswer(6)):
        assert step(state, late, MOMENT) == (state, ())


def test_an_unknown_code_is_an_internal_error() -> None:
    """A code that no screen knows is shown as one that it knows."""
    after, _ = step(at(stages.Making()), events.Refused(7, "new-code"), MOMENT)
    assert show(after, SETTINGS, 1).data.code == "internal"


def test_pages_that_are_not_of_this_issuance_are_never_printed() -> None:
    """No paper moves, the service hears it, everything is wiped, and the money comes back."""
    after, wanted = step(at(stages.HandingOver(), paid=True), events.PagesWrong(7), MOMENT)
    assert not [each for each in wanted if isinstance(each, commands.PrintSheets)]
    told = next(each for each in wanted if isinstance(each, commands.TellOutcome))
    assert (told.printed, told.sheets, told.reason) == (False, 0, "pages-wrong")
    assert wanted.index(told) < wanted.index(commands.EndVisit())
    assert after.visit is None


def test_nothing_can_be_chosen_after_a_cancellation() -> None:
    """Once cancelled, a visit takes no choice any more."""
    asked = at(stages.Paying("cash"), paid=True)
    for action in (actions.Cancel(view=1), actions.Yes(view=1)):
        asked, _ = step(asked, events.Touched(action), MOMENT)
    assert set(allowed(asked)) == {"language", "appearance", "scanning"}
    after, _ = step(asked, events.MoneyReturned(500, ID), MOMENT)
    assert not [name for name in allowed(after) if name.startswith(("choose", "set", "continue", "again"))]


def test_the_end_of_a_session_is_announced_and_nothing_extends_it() -> None:
    """Two minutes before the end the screen says so; at the end everything is over, asked or not."""
    state = at(stages.ChooseCertificate())
    ends = NOW + 500_000
    state = replace(state, deadline=ends + 10**6)
    early, _ = step(state, events.Ticked(), Moment(SETTINGS, ends - 120_001))
    assert early.asked is None
    warned, _ = step(state, events.Ticked(), Moment(SETTINGS, ends - 120_000))
    shown = show(warned, SETTINGS, 1)
    assert shown.question is not None
    assert (shown.question.kind, shown.question.deadline) == ("session-ending", ends)
    over, wanted = step(warned, events.Ticked(), Moment(SETTINGS, ends))
    assert isinstance(over.stage, stages.ShowProblem)
    assert over.stage.trouble.code == "session-over"
    assert commands.EndVisit() in wanted
    assert over.visit is None
