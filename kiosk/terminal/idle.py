"""While nobody is there: start, recovery after a loss of power, out of service."""

from __future__ import annotations

from kiosk.terminal.actions import Continue
from kiosk.terminal.commands import KeepMoney, Look, PromiseRefund, ReturnMoney, SettleMoney
from kiosk.terminal.ending import home, reason_against
from kiosk.terminal.events import Booted, Looked, MoneyKept, MoneyReturned, MoneyStuck, Sensed, Ticked, Unfinished
from kiosk.terminal.moves import Moment, Step, go, on
from kiosk.terminal.stages import Booting, Notice, OutOfService, Recovering, ShowProblem, Start, Trouble
from kiosk.terminal.state import State

_POWER_LOST = Trouble("power-lost")


@on(Booting, Booted)
def _booted(state: State, _stage: Booting, event: Booted, moment: Moment) -> Step:
    unfinished = event.unfinished
    if unfinished is None and state.levels.held:
        unfinished = Unfinished(issuance_id="", due=0, printed=False)
    if unfinished is None:
        return _first_look(state, moment)
    settle = (
        KeepMoney(unfinished.issuance_id, unfinished.due) if unfinished.printed else ReturnMoney(unfinished.issuance_id)
    )
    return go(state, Recovering(unfinished), moment, settle)


def _first_look(state: State, moment: Moment) -> Step:
    after, commands = home(state, moment)
    if isinstance(after.stage, Start):
        after, commands = go(after, OutOfService("starting"), moment)
    return after, (*commands, Look())


@on(Booting, Ticked)
def _never_booted(state: State, _stage: Booting, _event: Ticked, moment: Moment) -> Step:
    return go(state, OutOfService("self-check-failed"), moment)


@on(Recovering, MoneyKept)
def _kept(state: State, stage: Recovering, event: MoneyKept, moment: Moment) -> Step:
    return _first_look(state, moment) if event.issuance_id == stage.unfinished.issuance_id else (state, ())


@on(Recovering, MoneyReturned)
def _returned(state: State, stage: Recovering, event: MoneyReturned, moment: Moment) -> Step:
    if event.issuance_id != stage.unfinished.issuance_id:
        return state, ()
    if not event.amount:
        return _first_look(state, moment)
    return go(state, ShowProblem(_POWER_LOST, "refunded", event.amount), moment)


@on(Recovering, MoneyStuck)
def _stuck(state: State, stage: Recovering, event: MoneyStuck, moment: Moment) -> Step:
    if event.issuance_id != stage.unfinished.issuance_id:
        return state, ()
    amount = event.amount or _owed(state, stage.unfinished)
    return _tell(
        state, stage.unfinished, ShowProblem(_POWER_LOST, "refund-listed", amount, event.refund_number), moment
    )


def _owed(state: State, unfinished: Unfinished) -> int:
    return max(state.levels.held - (unfinished.due if unfinished.printed else 0), 0)


def _tell(state: State, unfinished: Unfinished, problem: ShowProblem, moment: Moment) -> Step:
    if unfinished.printed and not problem.amount:
        # The paper is out, and as far as anybody knows nothing more was given than is due for it.
        return go(state, OutOfService("payment"), moment)
    return go(state, problem, moment)


@on(Recovering, Ticked)
def _not_recovered(state: State, stage: Recovering, _event: Ticked, moment: Moment) -> Step:
    unfinished = stage.unfinished
    if not unfinished.issuance_id:
        return go(state, OutOfService("payment"), moment)
    # As `Settling` when no answer comes: nothing is to fall into the slot when everybody has gone.
    number = unfinished.issuance_id
    problem = ShowProblem(_POWER_LOST, "refund-listed", _owed(state, unfinished), number, awaits=number)
    after, commands = _tell(state, unfinished, problem, moment)
    return after, (*commands, PromiseRefund(number))


@on(Start, Continue)
def _begin(state: State, _stage: Start, _action: Continue, moment: Moment) -> Step:
    return go(state, Notice(), moment)


@on(Start, Ticked)
@on(OutOfService, Ticked)
def _look(state: State, stage: Start | OutOfService, _event: Ticked, moment: Moment) -> Step:
    after, _ = home(state, moment)
    if isinstance(stage, OutOfService) and isinstance(after.stage, Start):
        # Only a look that finds the service ends what a look found.
        after, _ = go(after, stage, moment)
    return after, (SettleMoney(), Look())


@on(Start, Looked)
@on(OutOfService, Looked)
def _looked(state: State, stage: Start | OutOfService, event: Looked, moment: Moment) -> Step:
    if event.reason is not None:
        return go(state, OutOfService(event.reason), moment)
    return (state, ()) if isinstance(stage, Start) else home(state, moment)


@on(Start, Sensed)
@on(OutOfService, Sensed)
def _sensed(state: State, stage: Start | OutOfService, _event: Sensed, moment: Moment) -> Step:
    if isinstance(stage, Start) and (state.levels.tray or state.levels.slot):
        # A sheet or a coin that came late is not the next person's.
        return home(state, moment)
    reason = reason_against(state.levels)
    if isinstance(stage, Start):
        return (state, ()) if reason is None else go(state, OutOfService(reason), moment)
    if reason is None and stage.reason in {"no-paper", "printer", "card-reader", "payment"}:
        return home(state, moment)
    return (state, ()) if reason in {None, stage.reason} else go(state, OutOfService(reason), moment)
