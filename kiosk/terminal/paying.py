"""From the confirmation to the money: pages first, so that nobody pays for what cannot be made."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.protocol.problems import PROBLEMS
from kiosk.terminal import actions
from kiosk.terminal.choosing import cannot_print
from kiosk.terminal.commands import FetchPages, StopTaking, TakeMoney
from kiosk.terminal.ending import fail
from kiosk.terminal.events import Made, NoAnswer, PaymentFailed, Refused, Sensed, Ticked
from kiosk.terminal.moves import Moment, Step, go, new_job, on
from kiosk.terminal.stages import Confirm, HandingOver, Making, Paying, Trouble
from kiosk.terminal.state import Issuance, State

# With these the session is of no more use, or nothing else would fare better.
_ENDING = frozenset(
    {
        "session-invalid",
        "kiosk-not-authenticated",
        "kiosk-suspended",
        "service-suspended",
        "outside-service-hours",
        "card-not-linked",
        "internal",
        "invalid-request",
    }
)


def request_trouble(code: str, reason: str | None) -> Trouble:
    """Return what a refusal of a certificate means to the resident."""
    if code == "session-invalid":
        return Trouble("session-over")
    known = code if code in PROBLEMS else "internal"
    return Trouble(known, reason) if known in _ENDING else Trouble(known, reason, next="again", alive=True)


@on(Making, Made)
def _made(state: State, _stage: Making, event: Made, moment: Moment) -> Step:
    issuance = Issuance(issuance_id=event.issuance_id, fee=event.fee, due=event.fee, pages=event.pages)
    state = state.with_visit(issuance=issuance)
    if state.levels.printer != "ready":
        return fail(state, cannot_print(state), moment)
    if not event.fee:
        return fetch(state, HandingOver(), moment)
    return go(state, Paying(), moment)


@on(Making, Refused)
def _refused(state: State, _stage: Making, event: Refused, moment: Moment) -> Step:
    return fail(state, request_trouble(event.code, event.reason), moment)


@on(Making, NoAnswer)
@on(Making, Ticked)
def _no_answer(state: State, _stage: Making, _event: NoAnswer | Ticked, moment: Moment) -> Step:
    return fail(state, Trouble("no-answer", next="again", alive=True), moment)


def fetch(state: State, stage: HandingOver, moment: Moment) -> Step:
    """Fetch the pages that are paid."""
    state = new_job(state)
    visit = state.the_visit()
    order, issuance = visit.the_order(), visit.the_issuance()
    return go(
        state,
        stage,
        moment,
        FetchPages(
            job=state.job,
            issuance_id=issuance.issuance_id,
            kind=order.offer.type,
            copies=order.copies,
            method=(issuance.method or "none") if issuance.fee else "none",
            amount=issuance.fee,
        ),
    )


def _unchosen(_state: State, stage: Paying) -> bool:
    return stage.method is None


@on(Paying, actions.ChooseMethod, when=_unchosen)
def _method(state: State, stage: Paying, action: actions.ChooseMethod, moment: Moment) -> Step:
    if action.method not in moment.settings.methods:
        return state, ()
    if state.levels.held:
        # What was due before could not be kept: it must not count as given for this.
        return fail(state, Trouble("payment-failed"), moment)
    issuance = state.the_visit().the_issuance()
    issuance = replace(issuance, method=action.method, paid_under=issuance.issuance_id)
    state = new_job(state.with_visit(issuance=issuance))
    take = TakeMoney(job=state.job, issuance_id=issuance.issuance_id, method=action.method, due=issuance.due)
    return go(state, replace(stage, method=action.method), moment, take)


@on(Paying, actions.Back, when=lambda state, _stage: not state.levels.held)
def _back(state: State, stage: Paying, _action: actions.Back, moment: Moment) -> Step:
    if stage.method is None:
        return go(state.with_visit(issuance=None), Confirm(), moment)
    # A coin may have fallen at this moment: what is held goes back, whatever it is.
    return fail(state, Trouble("cancelled", next="again", alive=True), moment)


@on(Paying, Sensed)
def _given(state: State, stage: Paying, _event: Sensed, moment: Moment) -> Step:
    if state.levels.printer != "ready":
        # Nobody pays for what could not be printed; what was given so far goes back.
        return fail(state, cannot_print(state), moment)
    if stage.method is None:
        return state, ()
    if not state.levels.payment:
        return fail(state, Trouble("payment-failed"), moment)
    if state.levels.held < state.the_visit().the_issuance().due:
        return state, ()
    after, commands = fetch(state, HandingOver(), moment)
    return after, (StopTaking(), *commands)


@on(Paying, PaymentFailed)
def _failed(state: State, _stage: Paying, _event: PaymentFailed, moment: Moment) -> Step:
    return fail(state, Trouble("payment-failed", next="again", alive=True), moment)


@on(Paying, Ticked)
def _nobody(state: State, _stage: Paying, _event: Ticked, moment: Moment) -> Step:
    return fail(state, Trouble("timed-out"), moment)
