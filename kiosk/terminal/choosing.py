"""From the certificates to the confirmation: what is asked for?"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.protocol.messages import Offer
from kiosk.terminal import actions, options
from kiosk.terminal.commands import MakePages
from kiosk.terminal.ending import fail, finish
from kiosk.terminal.events import Ticked
from kiosk.terminal.moves import Moment, Step, go, new_job, on, stay
from kiosk.terminal.stages import ChooseCertificate, ChooseCopies, ChooseOptions, Confirm, Making, Trouble
from kiosk.terminal.state import Order, State


def _order(state: State) -> Order:
    return state.the_visit().the_order()


@on(ChooseCertificate, actions.ChooseCertificate)
def _certificate(state: State, _stage: ChooseCertificate, action: actions.ChooseCertificate, moment: Moment) -> Step:
    offer = next((each for each in state.the_visit().choices() if each.type == action.kind), None)
    if offer is None or not offer.available:
        return state, ()
    if _too_late(state, moment):
        return fail(state, Trouble("session-over"), moment)
    state = state.with_visit(order=Order(offer, options.defaults(offer)), issuance=None)
    return go(state, _first_choice(offer), moment)


def _too_late(state: State, moment: Moment) -> bool:
    ends = state.the_visit().session_ends
    return ends is not None and moment.now > ends - moment.settings.times.least_session


def _first_choice(offer: Offer) -> ChooseOptions | ChooseCopies:
    return ChooseOptions() if offer.options else ChooseCopies()


@on(ChooseCertificate, actions.Finish)
def _nothing(state: State, _stage: ChooseCertificate, _action: actions.Finish, moment: Moment) -> Step:
    return finish(state, moment)


@on(ChooseOptions, actions.SetOption)
def _option(state: State, stage: ChooseOptions, action: actions.SetOption, moment: Moment) -> Step:
    order = options.with_option(_order(state), state.the_visit().the_offers(), action.name_of, action.value)
    return go(state.with_visit(order=order), stage, moment)


@on(
    ChooseOptions,
    actions.Continue,
    when=lambda state, _stage: options.is_complete(_order(state)),
)
def _options_done(state: State, _stage: ChooseOptions, _action: actions.Continue, moment: Moment) -> Step:
    return go(state, ChooseCopies(), moment)


@on(ChooseOptions, actions.Back)
def _other_certificate(state: State, _stage: ChooseOptions, _action: actions.Back, moment: Moment) -> Step:
    return go(state.with_visit(order=None), ChooseCertificate(), moment)


@on(ChooseCopies, actions.SetCopies)
def _copies(state: State, stage: ChooseCopies, action: actions.SetCopies, moment: Moment) -> Step:
    if action.copies > moment.settings.most_copies:
        return stay(state, stage)
    return go(state.with_visit(order=replace(_order(state), copies=action.copies)), stage, moment)


@on(ChooseCopies, actions.Continue)
def _copies_done(state: State, _stage: ChooseCopies, _action: actions.Continue, moment: Moment) -> Step:
    return go(state, Confirm(), moment)


@on(ChooseCopies, actions.Back)
def _back_to_options(state: State, _stage: ChooseCopies, _action: actions.Back, moment: Moment) -> Step:
    if _order(state).offer.options:
        return go(state, ChooseOptions(), moment)
    return go(state.with_visit(order=None), ChooseCertificate(), moment)


@on(Confirm, actions.Back)
def _back_to_copies(state: State, _stage: Confirm, _action: actions.Back, moment: Moment) -> Step:
    return go(state, ChooseCopies(), moment)


@on(Confirm, actions.Continue)
def _confirmed(state: State, _stage: Confirm, _action: actions.Continue, moment: Moment) -> Step:
    if _too_late(state, moment):
        return fail(state, Trouble("session-over"), moment)
    if state.levels.printer != "ready":
        return fail(state, cannot_print(state), moment)
    state = new_job(state)
    return go(state, Making(), moment, make_pages(state, replaces=None))


def cannot_print(state: State) -> Trouble:
    """Return why nothing could be printed now, as the printer says."""
    code = "out-of-paper" if state.levels.printer == "no-paper" else "printer-failed"
    return Trouble(code, next="again", alive=True)


def make_pages(state: State, *, replaces: str | None) -> MakePages:
    """Return the command that asks for what is ordered, or for a replacement of it."""
    order = _order(state)
    return MakePages(
        job=state.job,
        kind=order.offer.type,
        options=options.to_send(order),
        copies=order.copies,
        replaces=replaces,
    )


@on(ChooseCertificate, Ticked)
@on(ChooseOptions, Ticked)
@on(ChooseCopies, Ticked)
@on(Confirm, Ticked)
def _nobody(
    state: State,
    _stage: ChooseCertificate | ChooseOptions | ChooseCopies | Confirm,
    _event: Ticked,
    moment: Moment,
) -> Step:
    return fail(state, Trouble("timed-out"), moment)
