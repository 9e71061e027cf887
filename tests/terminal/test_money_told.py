"""What the screen says of money is true until it is read, whatever ends meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.terminal import actions, commands, events, stages
from kiosk.terminal.levels import Levels
from kiosk.terminal.machine import allowed, step
from kiosk.terminal.moves import Moment
from kiosk.terminal.showing import show
from kiosk.terminal.stages import Trouble
from kiosk.terminal.state import State
from tests.terminal.offered import SETTINGS
from tests.terminal.test_refusals import MOMENT, NOW, at

ENDS = NOW + 500_000
OVER = Moment(SETTINGS, ENDS)
ALIVE = Trouble("out-of-paper", next="again", alive=True)
ID = "A" * 26


def settled_state(stage: stages.Settling | stages.ShowProblem) -> State:
    """Return a visit that could go on after this problem."""
    state = at(stage)
    return replace(state.with_visit(order=None, issuance=None), deadline=ENDS + 10**6)


def test_a_refund_number_stays_when_the_session_ends() -> None:
    """The session's end wipes the visit and leaves amount and refund number on the screen."""
    listed = stages.ShowProblem(ALIVE, "refund-listed", 500, "NUMBER")
    after, wanted = step(settled_state(listed), events.Ticked(), OVER)
    data = show(after, SETTINGS, 1).data
    assert (data.money, data.amount, data.refund_number) == ("refund-listed", 500, "NUMBER")
    assert after.visit is None
    assert commands.EndVisit() in wanted
    assert "again" not in allowed(after)


def test_money_on_its_way_back_is_told_though_the_session_ends() -> None:
    """When the session ends while money is being returned, the screen says that it was returned."""
    state, wanted = step(settled_state(stages.Settling(ALIVE, ID)), events.Ticked(), OVER)
    assert commands.EndVisit() in wanted
    assert state.visit is None
    after, _ = step(state, events.MoneyReturned(500, ID), OVER)
    data = show(after, SETTINGS, 1).data
    assert (data.money, data.amount, data.next) == ("refunded", 500, "end")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, ("refund-listed", 300, ID, 1)),
        (events.MoneyStuck(0, "NUMBER", ID), ("refund-listed", 300, "NUMBER", 1)),
        (events.MoneyStuck(290, "NUMBER", ID), ("refund-listed", 290, "NUMBER", 1)),
        (events.MoneyKept(300, ID), ("refunded", 300, None, 1)),
    ],
)
def test_what_is_kept_for_whole_copies_is_not_promised_back(
    answer: events.Event | None, told: tuple[str, int, str | None, int]
) -> None:
    """Of 500 yen, 200 are due for the copy that is out: whatever the device answers, 300 are spoken of at most."""
    state = at(stages.Settling(Trouble("out-of-paper", copies=1), ID, kept=200), paid=True)
    after, _ = step(state, answer or events.Ticked(), Moment(SETTINGS, NOW + 2000))
    data = show(after, SETTINGS, 1).data
    assert (data.money, data.amount, data.refund_number, data.copies) == told


@pytest.mark.parametrize(("held", "screen"), [(500, "problem"), (300, "out-of-service")])
def test_change_of_a_mute_device_is_told_after_a_loss_of_power(held: int, screen: str) -> None:
    """The paper is out: what is due for it is nobody's refund, what was given beyond it has a number."""
    unfinished = events.Unfinished(issuance_id=ID, due=300, printed=True)
    state = State(stage=stages.Recovering(unfinished), levels=Levels(held=held, payment=False), job=7)
    after, _ = step(state, events.MoneyStuck(0, "NUMBER", ID), MOMENT)
    view = show(after, SETTINGS, 1)
    assert view.screen == screen
    if screen == "problem":
        assert (view.data.money, view.data.amount, view.data.refund_number) == ("refund-listed", 200, "NUMBER")


def test_money_on_its_way_back_is_what_the_screen_speaks_of() -> None:
    """Who has cancelled waits for money, not for a certificate."""
    state = at(stages.Settling(Trouble("cancelled"), ID), paid=True)
    assert show(state, SETTINGS, 1).screen == "returning-money"


def test_unknown_money_has_a_number() -> None:
    """A device that never said what it holds may hold money: the screen shows the number it is listed under."""
    state = at(stages.Settling(Trouble("cancelled"), ID))
    after, _ = step(state, events.MoneyStuck(0, "NUMBER", ID), MOMENT)
    data = show(after, SETTINGS, 1).data
    assert (data.money, data.amount, data.refund_number) == ("refund-listed", 0, "NUMBER")


@pytest.mark.parametrize(
    ("late", "told"),
    [
        (None, ("refund-listed", 500, ID)),
        (events.MoneyStuck(500, "NUMBER", ID), ("refund-listed", 500, "NUMBER")),
        (events.MoneyReturned(500, ID), ("refunded", 500, None)),
        (events.MoneyKept(200, ID), ("refunded", 200, None)),
    ],
)
def test_a_device_that_answers_late_corrects_what_was_told(
    late: events.Event | None, told: tuple[str, int, str | None]
) -> None:
    """Without an answer the issuance is the number to ask with; an answer that comes later is shown."""
    state = at(stages.Settling(Trouble("cancelled"), ID), paid=True)
    after, _ = step(state, events.Ticked(), Moment(SETTINGS, NOW + 2000))
    if late is not None:
        after, _ = step(after, late, MOMENT)
    data = show(after, SETTINGS, 1).data
    assert (data.money, data.amount, data.refund_number) == told


def test_money_that_could_not_be_kept_pays_for_nothing_else() -> None:
    """While the device still holds the fee of the paper before, no other payment begins."""
    state = at(stages.Paying())
    state = replace(state, levels=replace(state.levels, held=300))
    after, wanted = step(state, events.Touched(actions.ChooseMethod(view=1, method="cash")), MOMENT)
    assert not [each for each in wanted if isinstance(each, commands.TakeMoney | commands.FetchPages)]
    assert show(after, SETTINGS, 1).data.code == "payment-failed"


def test_a_sheet_that_never_came_is_made_anew_though_no_sensor_noticed() -> None:
    """A printer that says all the while that it is ready gets another try, not a wait for staff."""
    state = at(stages.Printing(sheet=1, attempts=0), paid=True)
    stuck, _ = step(state, events.Ticked(), Moment(SETTINGS, NOW + 2000))
    assert stuck.levels != state.levels
    after, wanted = step(stuck, events.Sensed(state.levels), MOMENT)
    assert isinstance(after.stage, stages.Remaking)
    assert [each.replaces for each in wanted if isinstance(each, commands.MakePages)] == [ID]


def test_each_thing_left_is_called_out_by_voice() -> None:
    """Whoever takes the card after its voice fell silent hears that papers lie there too."""
    both = Levels(card=True, tray=2)
    state = State(stage=stages.Leaving(alarming=True), levels=both, job=7, silenced=True)
    after, _ = step(state, events.Sensed(replace(both, card=False)), MOMENT)
    alarm = show(after, SETTINGS, 1).alarm
    assert alarm is not None
    assert (alarm.kind, alarm.voice) == ("papers-left", True)
    unmoved, _ = step(state, events.Sensed(replace(both, printer="jam")), MOMENT)
    assert unmoved.silenced


@pytest.mark.parametrize("late", [Levels(tray=1), Levels(slot=100)])
def test_what_comes_late_is_not_the_next_persons(late: Levels) -> None:
    """A sheet or money that falls after everybody has gone keeps the terminal from beginning with anybody."""
    after, _ = step(State(stage=stages.Start(), job=7), events.Sensed(late), MOMENT)
    assert isinstance(after.stage, stages.Leaving)
    assert "continue" not in allowed(after)


def test_what_was_paid_before_is_not_denied() -> None:
    """Who bought a certificate and then lets the time pass is not told that no money was taken."""
    receipt = at(stages.ShowReceipt(), paid=True)
    state, _ = step(receipt, events.Touched(actions.Continue(view=1)), MOMENT)
    state, _ = step(state, events.Touched(actions.Again(view=1)), MOMENT)
    over, _ = step(state, events.Ticked(), OVER)
    data = show(over, SETTINGS, 1).data
    assert (data.code, data.money, data.amount) == ("session-over", "paid", 250)
    nothing, _ = step(at(stages.ChooseCertificate()).with_visit(order=None, issuance=None), events.Ticked(), OVER)
    assert show(nothing, SETTINGS, 1).data.money == "none-taken"


def test_void_sheets_are_named_when_the_papers_are_taken() -> None:
    """After a jam sheets lie in the tray that do not count: whoever takes all of them is told how many."""
    state = at(stages.Printing(sheet=1, attempts=1, again="jam", void=2), paid=True)
    state = replace(state, levels=replace(state.levels, tray=3))
    after, _ = step(state, events.SheetOut(7, 1), MOMENT)
    data = show(after, SETTINGS, 1).data
    assert (data.sheets, data.void) == (1, 2)
