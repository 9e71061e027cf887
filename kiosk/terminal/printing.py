"""From the money to the paper: fetched once, checked, printed, and made again when the printer spoils it."""

from __future__ import annotations

from dataclasses import replace

from kiosk.terminal.choosing import make_pages
from kiosk.terminal.commands import (
    Command,
    KeepMoney,
    PrintSheets,
    StopPrinting,
    TellOutcome,
    WipePages,
)
from kiosk.terminal.ending import fail
from kiosk.terminal.events import (
    Fetched,
    Lost,
    Made,
    NoAnswer,
    PagesWrong,
    PrintStopped,
    Refused,
    Sensed,
    SheetOut,
    Ticked,
)
from kiosk.terminal.moves import Moment, Step, go, new_job, on
from kiosk.terminal.paying import fetch, request_trouble
from kiosk.terminal.stages import HandingOver, Printing, Remaking, ShowReceipt, Stuck, TakePapers, Trouble
from kiosk.terminal.state import Keeping, State
from kiosk.terminal.views import ReprintReason

MOST_ATTEMPTS = 3
MOST_STOPS = 8


def sheets(state: State) -> int:
    """Return how many sheets are to come out: pages, times copies."""
    visit = state.the_visit()
    return visit.the_issuance().pages * visit.the_order().copies


@on(HandingOver, Fetched)
def _fetched(state: State, _stage: HandingOver, _event: Fetched, moment: Moment) -> Step:
    return _print(state, Printing(sheet=1, attempts=0), moment)


def _print(state: State, stage: Printing, moment: Moment) -> Step:
    state = new_job(state)
    return go(state, stage, moment, PrintSheets(state.job, stage.sheet, sheets(state)))


@on(HandingOver, Lost)
def _lost(state: State, _stage: HandingOver, _event: Lost, moment: Moment) -> Step:
    return _remake(state, Remaking("answer-lost", attempts=1, void=0), moment)


def _remake(state: State, stage: Remaking, moment: Moment) -> Step:
    if stage.attempts > MOST_ATTEMPTS:
        return fail(state, Trouble("jam" if stage.reason == "jam" else "no-answer"), moment)
    state = new_job(state)
    command = make_pages(state, replaces=state.the_visit().the_issuance().issuance_id)
    return go(state, replace(stage, fetching=False), moment, command)


@on(HandingOver, PagesWrong)
@on(Remaking, PagesWrong)
def _wrong(state: State, _stage: HandingOver | Remaking, _event: PagesWrong, moment: Moment) -> Step:
    return fail(state, Trouble("pages-wrong"), moment, _misprinted(state, 0, "pages-wrong"))


@on(HandingOver, Refused)
@on(Remaking, Refused)
def _refused(state: State, _stage: HandingOver | Remaking, event: Refused, moment: Moment) -> Step:
    return fail(state, request_trouble(event.code, event.reason), moment)


@on(HandingOver, NoAnswer)
@on(HandingOver, Ticked)
@on(Remaking, NoAnswer)
@on(Remaking, Ticked)
def _no_answer(state: State, _stage: HandingOver | Remaking, _event: NoAnswer | Ticked, moment: Moment) -> Step:
    return fail(state, Trouble("no-answer"), moment)


@on(Remaking, Made)
def _made_again(state: State, stage: Remaking, event: Made, moment: Moment) -> Step:
    # What is due stays what it was: what was given is held, and nothing more is asked for.
    issuance = replace(
        state.the_visit().the_issuance(), issuance_id=event.issuance_id, fee=event.fee, pages=event.pages
    )
    if event.fee > issuance.due:
        return fail(state, Trouble("payment-mismatch"), moment)
    after, commands = fetch(state.with_visit(issuance=issuance), HandingOver(), moment)
    return go(after, replace(stage, fetching=True), moment, *commands)


@on(Remaking, Fetched)
def _fetched_again(state: State, stage: Remaking, _event: Fetched, moment: Moment) -> Step:
    printing = Printing(sheet=1, attempts=stage.attempts, again=stage.reason, void=stage.void)
    return _print(state, printing, moment)


@on(Remaking, Lost)
def _lost_again(state: State, stage: Remaking, _event: Lost, moment: Moment) -> Step:
    return _remake(state, replace(stage, attempts=stage.attempts + 1), moment)


@on(Printing, SheetOut)
def _sheet_out(state: State, stage: Printing, event: SheetOut, moment: Moment) -> Step:
    if event.sheet != stage.sheet:
        return state, ()
    if event.sheet < sheets(state):
        return go(state, replace(stage, sheet=stage.sheet + 1), moment)
    return _printed(state, stage.void, moment)


def _printed(state: State, void: int, moment: Moment) -> Step:
    visit = state.the_visit()
    issuance = replace(visit.the_issuance(), printed_at=moment.now // 1000)
    outcome = TellOutcome(issuance_id=issuance.issuance_id, printed=True, sheets=sheets(state), reason=None)
    state = new_job(state.with_visit(issuance=issuance))
    keep: tuple[Command, ...] = ()
    if issuance.method:
        state = replace(state, keeping=Keeping(issuance.paid_under, issuance.due))
        keep = (KeepMoney(issuance.paid_under, issuance.due),)
    # Quick hands have taken everything before the last sheet was reported.
    stage = ShowReceipt() if state.levels.tray == 0 else TakePapers(void=void)
    return go(state, stage, moment, *keep, WipePages(), outcome)


@on(Printing, PrintStopped)
def _stopped(state: State, stage: Printing, event: PrintStopped, moment: Moment) -> Step:
    # The sensor may still say what was true before.
    state = replace(state, levels=replace(state.levels, printer=event.reason))
    if event.reason == "no-paper":
        stuck = Stuck(
            "out-of-paper", sheet=stage.sheet, attempts=stage.attempts, void=stage.void, stops=stage.stops + 1
        )
        if stuck.stops > MOST_STOPS:
            return give_up(state, stuck, "out-of-paper", moment)
        return go(new_job(state), stuck, moment)
    return _spoilt(state, stage, moment)


def _spoilt(state: State, stage: Printing, moment: Moment) -> Step:
    out = stage.sheet - 1
    stuck = Stuck("jam", sheet=1, attempts=stage.attempts, void=stage.void + out)
    return go(new_job(state), stuck, moment, StopPrinting(), WipePages(), _misprinted(state, out, "paper-jam"))


@on(Printing, Ticked)
def _no_sheet(state: State, stage: Printing, _event: Ticked, moment: Moment) -> Step:
    if stage.attempts >= MOST_ATTEMPTS:
        out = stage.sheet - 1
        return fail(state, Trouble("printer-failed"), moment, _misprinted(state, out, "printer-failed"))
    # Whatever the sensor says next is news, if only that it never noticed anything.
    state = replace(state, levels=replace(state.levels, printer="failed"))
    return _spoilt(state, stage, moment)


@on(Stuck, Sensed)
def _seen_to(state: State, stage: Stuck, _event: Sensed, moment: Moment) -> Step:
    if state.levels.printer != "ready":
        return state, ()
    if stage.reason == "out-of-paper":
        again: ReprintReason = "out-of-paper"
        printing = Printing(sheet=stage.sheet, attempts=stage.attempts, again=again, void=stage.void, stops=stage.stops)
        return _print(state, printing, moment)
    return _remake(state, Remaking("jam", attempts=stage.attempts + 1, void=stage.void), moment)


@on(Stuck, Ticked)
def _not_seen_to(state: State, stage: Stuck, _event: Ticked, moment: Moment) -> Step:
    return give_up(state, stage, stage.reason, moment)


def give_up(state: State, stage: Stuck, code: str, moment: Moment) -> Step:
    """Wait no longer for the printer: money comes back for what is not out, and the service hears why."""
    if stage.reason != "out-of-paper":
        # After a jam it was told at once, and what came out before is void.
        return fail(state, Trouble(code), moment)
    told = _misprinted(state, stage.sheet - 1, "out-of-paper")
    whole, kept = _paid_copies(state, stage)
    return fail(state, Trouble(code, copies=whole), moment, told, kept=kept)


def _paid_copies(state: State, stage: Stuck) -> tuple[int, int]:
    """Return how many whole copies are out, and what is due for them. E-money goes back to its card whole or not."""
    visit = state.the_visit()
    issuance, copies = visit.the_issuance(), visit.the_order().copies
    if issuance.method != "cash":
        return 0, 0
    whole = (stage.sheet - 1) // issuance.pages
    return whole, issuance.due * whole // copies


def _misprinted(state: State, out: int, reason: str) -> TellOutcome:
    issuance = state.the_visit().the_issuance()
    return TellOutcome(issuance_id=issuance.issuance_id, printed=False, sheets=out, reason=reason)
