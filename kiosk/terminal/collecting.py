"""From the paper to the end: papers, change, receipt, another certificate."""

from __future__ import annotations

from dataclasses import replace

from kiosk.terminal import actions
from kiosk.terminal.commands import PrintReceiptPaper
from kiosk.terminal.ending import finish, leave
from kiosk.terminal.events import MoneyStuck, Sensed, Ticked
from kiosk.terminal.moves import Moment, Step, go, on
from kiosk.terminal.receipt import receipt_lines
from kiosk.terminal.stages import Another, ChooseCertificate, ShowReceipt, TakeChange, TakePapers
from kiosk.terminal.state import State


def _no_sensor(state: State, _stage: TakePapers) -> bool:
    return state.levels.tray is None


@on(TakePapers, Sensed)
def _papers_taken(state: State, _stage: TakePapers, _event: Sensed, moment: Moment) -> Step:
    return _after_papers(state, moment) if state.levels.tray == 0 else (state, ())


@on(TakePapers, actions.Continue, when=_no_sensor)
def _papers_said_taken(state: State, _stage: TakePapers, _action: actions.Continue, moment: Moment) -> Step:
    return _after_papers(state, moment)


def _after_papers(state: State, moment: Moment) -> Step:
    return go(state, TakeChange(), moment) if state.levels.slot else _after_change(state, moment)


def _after_change(state: State, moment: Moment) -> Step:
    # Whoever misses their change looks at the screen now.
    return leave(state, moment) if state.owed else go(state, ShowReceipt(), moment)


@on(TakeChange, Sensed)
def _change_taken(state: State, _stage: TakeChange, _event: Sensed, moment: Moment) -> Step:
    return (state, ()) if state.levels.slot else _after_change(state, moment)


@on(ShowReceipt, Sensed)
def _late(state: State, stage: ShowReceipt, _event: Sensed, moment: Moment) -> Step:
    # A sensor may be slower than the printer, and change comes after the last sheet.
    following = TakePapers() if state.levels.tray else TakeChange() if state.levels.slot else stage
    return (state, ()) if following is stage else go(state, following, moment)


@on(ShowReceipt, MoneyStuck)
@on(Another, MoneyStuck)
def _no_change(state: State, _stage: ShowReceipt | Another, _event: MoneyStuck, moment: Moment) -> Step:
    return leave(state, moment) if state.owed else (state, ())


@on(ShowReceipt, actions.PrintReceipt, when=lambda _state, stage: not stage.printed)
def _print(state: State, stage: ShowReceipt, _action: actions.PrintReceipt, moment: Moment) -> Step:
    if not moment.settings.receipt_printer:
        return state, ()
    lines = PrintReceiptPaper(receipt_lines(state.the_visit(), moment.settings))
    return go(state, replace(stage, printed=True), moment, lines)


@on(ShowReceipt, actions.Continue)
def _seen(state: State, _stage: ShowReceipt, _action: actions.Continue, moment: Moment) -> Step:
    visit = state.the_visit()
    paid = visit.paid + visit.the_issuance().due
    return go(state.with_visit(order=None, issuance=None, paid=paid), Another(), moment)


@on(Another, actions.Again)
def _again(state: State, _stage: Another, _action: actions.Again, moment: Moment) -> Step:
    return go(state, ChooseCertificate(), moment)


@on(ShowReceipt, actions.Finish)
@on(Another, actions.Finish)
def _finish(state: State, _stage: ShowReceipt | Another, _action: actions.Finish, moment: Moment) -> Step:
    return finish(state, moment)


@on(TakePapers, Ticked)
@on(TakeChange, Ticked)
@on(ShowReceipt, Ticked)
@on(Another, Ticked)
def _nobody(
    state: State, _stage: TakePapers | TakeChange | ShowReceipt | Another, _event: Ticked, moment: Moment
) -> Step:
    return leave(state, moment)
