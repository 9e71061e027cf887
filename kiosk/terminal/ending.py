"""How a visit ends, well or not: money first, then what lies there, then nothing."""

from __future__ import annotations

from dataclasses import replace

from kiosk.terminal.actions import Finish
from kiosk.terminal.commands import (
    Command,
    EndVisit,
    KeepMoney,
    PromiseRefund,
    ReturnMoney,
    SettleMoney,
    StopPrinting,
    StopTaking,
    WipePages,
)
from kiosk.terminal.events import MoneyKept, MoneyReturned, MoneyStuck, Sensed, Ticked
from kiosk.terminal.levels import Levels
from kiosk.terminal.moves import Moment, Step, go, new_job, on, stay
from kiosk.terminal.stages import ChooseCertificate, End, Leaving, OutOfService, Settling, ShowProblem, Start, Trouble
from kiosk.terminal.state import Issuance, State, Visit
from kiosk.terminal.views import Money, OutOfServiceReason

_NO_CHANGE = Trouble("change-not-given")


def fail(state: State, trouble: Trouble, moment: Moment, *told: Command, kept: int = 0) -> Step:
    """End what is being done: no sheet moves any more, money comes back, and unless `alive` everything is wiped.

    `told`: what the service is told before its session ends. `kept`: yen that are due for paper that is out.
    """
    paying = _being_paid(state)
    visit = state.visit
    # What was paid for before stays paid: that nothing was taken is said of a whole visit.
    before = visit.paid if visit is not None and visit.order is None else 0
    after, wiping = _without_trace(state, trouble)
    after = new_job(after)
    commands = (*told, StopPrinting(), WipePages(), *wiping) if state.visit is not None else ()
    if paying is not None:
        money_back = KeepMoney(paying.paid_under, kept) if kept else ReturnMoney(paying.paid_under)
        returning = (StopTaking(), money_back)
        return go(after, Settling(trouble, paying.paid_under, kept), moment, *commands, *returning)
    money: Money = "paid" if before else "none-taken" if visit is None or visit.order is None else "not-charged"
    return go(after, ShowProblem(trouble, money, before), moment, *commands)


def keep_telling(state: State, stage: Settling | ShowProblem) -> Step:
    """End the session under a problem: the visit is wiped, what becomes of the money is told as before."""
    trouble = replace(stage.trouble, alive=False, next="end")
    asked = state.asked if state.asked is not None and state.asked.kind != "session-ending" else None
    return replace(state, visit=None, stage=replace(stage, trouble=trouble), asked=asked), (EndVisit(),)


def leave(state: State, moment: Moment) -> Step:
    """End the visit: everything is wiped; change that is owed is told of, then what lies there is to be taken."""
    after = replace(new_job(state), visit=None)
    commands: tuple[Command, ...] = (EndVisit(),) if state.visit is not None else ()
    keeping, held = state.keeping, state.levels.held
    if state.owed:
        problem = ShowProblem(_NO_CHANGE, "refund-listed", state.owed[0].amount, state.owed[0].number)
        return go(replace(after, owed=state.owed[1:]), problem, moment, *commands)
    if keeping is not None and held > keeping.due:
        # It has not answered yet: nothing is to fall into the slot when everybody has gone.
        number = keeping.issuance_id
        problem = ShowProblem(_NO_CHANGE, "refund-listed", held - keeping.due, number, awaits=number)
        return go(replace(after, keeping=None), problem, moment, PromiseRefund(number), *commands)
    return go(after, End() if is_clear(state.levels) else Leaving(), moment, *commands)


def finish(state: State, moment: Moment) -> Step:
    """As `leave`, for somebody who is there: before anything is said of change that is being counted, it is awaited."""
    keeping = state.keeping
    if state.owed or keeping is None or state.levels.held <= keeping.due:
        return leave(state, moment)
    after = replace(new_job(state), visit=None, keeping=None)
    commands: tuple[Command, ...] = (EndVisit(),) if state.visit is not None else ()
    return go(after, Settling(_NO_CHANGE, keeping.issuance_id, keeping.due), moment, *commands)


def home(state: State, moment: Moment) -> Step:
    """Be as at the beginning, ready or out of service; nothing of anybody is left."""
    fresh = State(levels=state.levels, job=state.job + 1)
    if not is_clear(state.levels):
        return go(fresh, Leaving(alarming=True), moment)
    reason = reason_against(state.levels)
    return go(fresh, Start() if reason is None else OutOfService(reason), moment, SettleMoney())


def is_clear(levels: Levels) -> bool:
    """Whether nothing lies in reader, tray and slot."""
    return not levels.card and not levels.tray and not levels.slot


def reason_against(levels: Levels) -> OutOfServiceReason | None:
    """Return which device keeps the terminal from serving, or None."""
    if not levels.reader:
        return "card-reader"
    # Money that could be neither kept nor returned belongs to somebody: nobody else may pay before it is gone.
    if not levels.payment or levels.held:
        return "payment"
    if levels.printer == "no-paper":
        return "no-paper"
    return None if levels.printer == "ready" else "printer"


def _being_paid(state: State) -> Issuance | None:
    issuance = state.visit.issuance if state.visit is not None else None
    return issuance if issuance is not None and issuance.method is not None and not issuance.printed_at else None


def _without_trace(state: State, trouble: Trouble) -> tuple[State, tuple[Command, ...]]:
    if state.visit is None:
        return state, ()
    if trouble.next == "card":
        begun = Visit(municipality=state.visit.municipality, purpose=state.visit.purpose)
        return replace(state, visit=begun), (EndVisit(),)
    if trouble.alive:
        return replace(state, visit=replace(state.visit, order=None, issuance=None)), ()
    return replace(state, visit=None), (EndVisit(),)


@on(Settling, MoneyReturned)
def _returned(state: State, stage: Settling, event: MoneyReturned, moment: Moment) -> Step:
    if event.issuance_id != stage.issuance_id:
        return state, ()
    if not event.amount and stage.trouble.code == "cancelled":
        return _called_off(state, stage, moment)
    return go(state, ShowProblem(stage.trouble, "refunded" if event.amount else "not-charged", event.amount), moment)


@on(Settling, MoneyKept)
def _kept_in_part(state: State, stage: Settling, event: MoneyKept, moment: Moment) -> Step:
    if event.issuance_id != stage.issuance_id:
        return state, ()
    if stage.trouble == _NO_CHANGE:
        return leave(state, moment)
    return go(state, ShowProblem(stage.trouble, "refunded", event.change), moment)


def _called_off(state: State, stage: Settling, moment: Moment) -> Step:
    return go(state, ChooseCertificate(), moment) if stage.trouble.alive else leave(state, moment)


@on(Settling, MoneyStuck)
def _stuck(state: State, stage: Settling, event: MoneyStuck, moment: Moment) -> Step:
    if event.issuance_id != stage.issuance_id:
        return state, ()
    # A device that does not answer cannot say what it holds: the sensors did, last.
    # When they said nothing either it is unknown, and the number is what can be asked with.
    amount = event.amount or _owed(state, stage)
    if stage.trouble == _NO_CHANGE and not amount:
        return leave(state, moment)
    return go(state, ShowProblem(stage.trouble, "refund-listed", amount, event.refund_number), moment)


@on(Settling, Ticked)
def _unsettled(state: State, stage: Settling, _event: Ticked, moment: Moment) -> Step:
    if stage.trouble == _NO_CHANGE and not _owed(state, stage):
        # It fell, though the device never said so.
        return leave(state, moment)
    # The journal still holds the payment under its issuance, and no one else pays before it is settled.
    number = stage.issuance_id
    problem = ShowProblem(stage.trouble, "refund-listed", _owed(state, stage), number, awaits=number)
    return go(state, problem, moment, PromiseRefund(number))


def _owed(state: State, stage: Settling) -> int:
    return max(state.levels.held - stage.kept, 0)


@on(ShowProblem, MoneyReturned)
def _returned_late(state: State, stage: ShowProblem, event: MoneyReturned, moment: Moment) -> Step:
    if event.issuance_id != stage.awaits:
        return state, ()
    money: Money = "refunded" if event.amount else "not-charged"
    return go(state, replace(stage, money=money, amount=event.amount, refund_number=None, awaits=None), moment)


@on(ShowProblem, MoneyKept)
def _kept_late(state: State, stage: ShowProblem, event: MoneyKept, moment: Moment) -> Step:
    if event.issuance_id != stage.awaits:
        return state, ()
    if stage.trouble == _NO_CHANGE:
        # It was given after all.
        return leave(state, moment)
    told = replace(stage, money="refunded", amount=event.change, refund_number=None, awaits=None)
    return go(state, told, moment)


@on(ShowProblem, MoneyStuck)
def _stuck_late(state: State, stage: ShowProblem, event: MoneyStuck, moment: Moment) -> Step:
    if event.issuance_id != stage.awaits:
        return state, ()
    amount = event.amount or stage.amount
    return go(state, replace(stage, amount=amount, refund_number=event.refund_number, awaits=None), moment)


@on(ShowProblem, Finish)
def _finish(state: State, _stage: ShowProblem, _action: Finish, moment: Moment) -> Step:
    return finish(state, moment)


@on(ShowProblem, Ticked)
def _problem_over(state: State, _stage: ShowProblem, _event: Ticked, moment: Moment) -> Step:
    return leave(state, moment)


@on(Leaving, Sensed)
def _taken(state: State, _stage: Leaving, _event: Sensed, moment: Moment) -> Step:
    return go(state, End(), moment) if is_clear(state.levels) else (state, ())


@on(Leaving, Ticked)
def _left_behind(state: State, _stage: Leaving, _event: Ticked, _moment: Moment) -> Step:
    # Nobody heeds it. The text stays until the thing is gone; nobody else can begin before.
    return replace(stay(state, Leaving(alarming=True))[0], silenced=True, deadline=None), ()


@on(Leaving, MoneyStuck)
@on(End, MoneyStuck)
def _change_owed(state: State, _stage: Leaving | End, _event: MoneyStuck, moment: Moment) -> Step:
    return leave(state, moment) if state.owed else (state, ())


@on(End, Ticked)
def _closed(state: State, _stage: End, _event: Ticked, moment: Moment) -> Step:
    return home(state, moment)
