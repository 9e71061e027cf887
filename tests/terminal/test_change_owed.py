"""Change that could not be given is told of, under a number that the journal has, whatever the visit is at by then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.terminal import actions, commands, events, stages
from kiosk.terminal.machine import step
from kiosk.terminal.moves import Moment
from kiosk.terminal.showing import show
from kiosk.terminal.stage import Stage
from kiosk.terminal.state import Asked, Keeping, State
from tests.terminal.offered import SETTINGS
from tests.terminal.test_refusals import ID, MOMENT, NOW, at

FIRST, LAST = "B" * 26, "C" * 26
STUCK = events.MoneyStuck(250, "NUMBER", ID)
TOLD = ("problem", "change-not-given", "refund-listed", 250, "NUMBER")


def printed(stage: Stage) -> State:
    """Return a visit whose paper for 250 of 500 yen is out, and whose device has not answered."""
    state = at(stage, paid=True)
    state = replace(state, keeping=Keeping(ID, 250))
    return state.with_visit(issuance=replace(state.the_visit().the_issuance(), printed_at=NOW // 1000))


def shown(state: State) -> tuple[object, ...]:
    """Return screen, code and what is said of money."""
    view = show(state, SETTINGS, 1)
    data = view.data
    return (view.screen, data.code, data.money, data.amount, data.refund_number)


def test_it_is_told_when_the_papers_are_taken() -> None:
    """The papers first; then the screen says what is owed, and the visit is over."""
    state = printed(stages.TakePapers())
    state, _ = step(replace(state, levels=replace(state.levels, tray=1)), STUCK, MOMENT)
    assert show(state, SETTINGS, 1).screen == "take-papers"
    after, wanted = step(state, events.Sensed(replace(state.levels, tray=0, held=0)), MOMENT)
    assert shown(after) == TOLD
    assert (after.visit, commands.EndVisit() in wanted) == (None, True)


@pytest.mark.parametrize("stage", [stages.ShowReceipt(), stages.Another(), stages.Leaving(), stages.End()])
def test_it_is_told_at_once_when_nothing_else_is_in_hand(stage: Stage) -> None:
    """At the receipt and after it the screen says so as soon as the device does."""
    after, _ = step(printed(stage), STUCK, MOMENT)
    assert shown(after) == TOLD


def test_each_sum_that_is_owed_is_told() -> None:
    """The change of one paper is told of as well when that of another could not be given either."""
    state, _ = step(replace(printed(stages.Confirm()), keeping=Keeping(FIRST, 250)), of_another(FIRST, "N1"), MOMENT)
    state, _ = step(
        replace(state, stage=stages.TakePapers(), keeping=Keeping(LAST, 250)), of_another(LAST, "N2"), MOMENT
    )
    numbers = []
    state, _ = step(state, events.Sensed(replace(state.levels, tray=0, held=0)), MOMENT)
    while isinstance(state.stage, stages.ShowProblem):
        numbers.append(state.stage.refund_number)
        state, _ = step(state, events.Touched(actions.Finish(view=1)), MOMENT)
    assert numbers == ["N1", "N2"]


def of_another(issuance_id: str, number: str) -> events.MoneyStuck:
    """Return an answer about another payment."""
    return events.MoneyStuck(250, number, issuance_id)


@pytest.mark.parametrize("stage", [stages.ShowReceipt(), stages.Another()])
def test_who_finishes_while_change_is_counted_is_told_to_take_it(stage: Stage) -> None:
    """The visit is wiped at once; nothing is said to have failed before the device answers or its time is up."""
    waiting, wanted = step(printed(stage), events.Touched(actions.Finish(view=1)), MOMENT)
    view = show(waiting, SETTINGS, 1)
    assert (view.screen, view.data.amount, waiting.visit, wanted) == ("take-change", 250, None, (commands.EndVisit(),))
    stuck, _ = step(waiting, STUCK, MOMENT)
    assert (shown(stuck), stuck.owed) == (TOLD, ())
    fell, _ = step(waiting, events.Sensed(replace(waiting.levels, held=0, slot=250)), MOMENT)
    given, _ = step(fell, events.MoneyKept(250, ID), MOMENT)
    view = show(given, SETTINGS, 1)
    assert (view.screen, view.data.amount, given.stage) == ("take-change", 250, stages.Leaving())
    silent, wanted = step(fell, events.Ticked(), Moment(SETTINGS, NOW + 10**6))
    assert (silent.stage, wanted) == (stages.Leaving(), ())


def test_who_has_gone_before_the_device_answers_is_promised_the_change() -> None:
    """Nothing falls into the slot of somebody who has gone: the number is noted; what comes late is called out."""
    waiting, _ = step(printed(stages.ShowReceipt()), events.Touched(actions.Finish(view=1)), MOMENT)
    left, wanted = step(waiting, events.Ticked(), Moment(SETTINGS, NOW + 10**6))
    assert shown(left) == ("problem", "change-not-given", "refund-listed", 250, ID)
    assert commands.PromiseRefund(ID) in wanted
    asked = replace(printed(stages.ShowReceipt()), asked=Asked("more-time", NOW))
    left, wanted = step(asked, events.Ticked(), MOMENT)
    assert shown(left) == ("problem", "change-not-given", "refund-listed", 250, ID)
    assert commands.PromiseRefund(ID) in wanted
    late, _ = step(left, events.Sensed(replace(left.levels, held=0, slot=250)), MOMENT)
    given, _ = step(late, events.MoneyKept(250, ID), MOMENT)
    view = show(given, SETTINGS, 1)
    assert (view.screen, view.data.amount) == ("take-change", 250)


@pytest.mark.parametrize("held", [0, 250])
def test_who_is_owed_nothing_is_told_nothing(held: int) -> None:
    """An exact sum, or change that was given already, ends the visit as ever."""
    state = printed(stages.ShowReceipt())
    state = replace(state, levels=replace(state.levels, held=held))
    after, wanted = step(state, events.Touched(actions.Finish(view=1)), MOMENT)
    assert isinstance(after.stage, stages.End)
    assert wanted == (commands.EndVisit(),)


@pytest.mark.parametrize(
    "answer", [events.MoneyReturned(500, FIRST), events.MoneyKept(500, FIRST), of_another(FIRST, "N")]
)
def test_the_answer_about_another_payment_is_not_taken_for_this_ones(answer: events.Event) -> None:
    """What a slow device says of the paper before does not tell what becomes of this money."""
    for stage in (
        stages.Settling(stages.Trouble("cancelled"), ID),
        stages.ShowProblem(stages.Trouble("cancelled"), "refund-listed", 500, ID, awaits=ID),
        stages.Recovering(events.Unfinished(issuance_id=ID, due=250, printed=False)),
    ):
        state = at(stage, paid=True)
        assert step(state, answer, MOMENT) == (state, ())


@pytest.mark.parametrize("second", [events.MoneyReturned(0, ID), events.MoneyKept(0, ID)])
def test_a_second_answer_takes_nothing_back(second: events.Event) -> None:
    """A number that was told stays, though the device, asked once more, holds nothing any more."""
    told, _ = step(at(stages.Settling(stages.Trouble("cancelled"), ID), paid=True), STUCK, MOMENT)
    assert step(told, second, MOMENT) == (told, ())


@pytest.mark.parametrize(("printed_", "amount"), [(False, 500), (True, 250)])
def test_a_device_that_is_silent_after_a_loss_of_power_gives_nothing_later(*, printed_: bool, amount: int) -> None:
    """Whoever waited until the terminal gave up has a number, and what the device holds is listed under it."""
    unfinished = events.Unfinished(issuance_id=ID, due=250, printed=printed_)
    state = replace(at(stages.Recovering(unfinished), paid=True), visit=None)
    after, wanted = step(state, events.Ticked(), Moment(SETTINGS, NOW + 2000))
    assert shown(after) == ("problem", "power-lost", "refund-listed", amount, ID)
    assert commands.PromiseRefund(ID) in wanted


def test_a_device_that_is_silent_gives_nothing_later() -> None:
    """As after a loss of power, when money that was to be returned was not."""
    state = at(stages.Settling(stages.Trouble("cancelled"), ID), paid=True)
    _, wanted = step(state, events.Ticked(), Moment(SETTINGS, NOW + 2000))
    assert wanted == (commands.PromiseRefund(ID),)


def test_money_is_settled_under_the_issuance_that_it_was_taken_for() -> None:
    """A replacement has another id; what was paid, and the number that is told, stay with the first."""
    state = at(stages.Remaking("jam", attempts=1, void=0), paid=True)
    state, _ = step(state, events.Made(job=7, issuance_id=FIRST, fee=0, pages=1), MOMENT)
    state, wanted = step(state, events.NoAnswer(state.job), MOMENT)
    assert commands.ReturnMoney(ID) in wanted
    after, _ = step(state, events.Ticked(), Moment(SETTINGS, NOW + 10**6))
    assert shown(after)[-1] == ID
