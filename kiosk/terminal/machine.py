"""The visit as a pure function: state and event give the next state and what is to be done.

No clock, no chance, no devices: the time comes with the call, a random order of keys as an event.
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

# Each enters its part of the visit into the table.
from kiosk.terminal import (
    actions,
    choosing,
    collecting,
    ending,
    entry,
    idle,
    paying,
    printing,
)
from kiosk.terminal.events import Event, MoneyKept, MoneyStuck, OutcomeTold, Sensed, Ticked, Touched
from kiosk.terminal.levels import Levels
from kiosk.terminal.moves import Moment, Step, expire, go, handle, stage_actions
from kiosk.terminal.settings import Settings
from kiosk.terminal.stages import (
    CheckingIdentity,
    HandingOver,
    Leaving,
    Paying,
    Printing,
    Remaking,
    Settling,
    ShowProblem,
    Stuck,
    TakeCard,
    TakeChange,
    TakePapers,
    Trouble,
)
from kiosk.terminal.state import Asked, Keeping, Owed, State

PARTS = (choosing, collecting, ending, entry, idle, paying, printing)
_ALARMED = (TakeCard, TakePapers, TakeChange, Leaving)
# These end by themselves, and what follows looks at the session's end again.
_BUSY = (CheckingIdentity, HandingOver, Printing, Remaking, Stuck, TakePapers, TakeChange)


def step(state: State, event: Event, moment: Moment) -> Step:
    """Return what follows."""
    if getattr(event, "job", state.job) != state.job:
        return state, ()
    if isinstance(event, Ticked):
        return _tick(state, moment)
    if isinstance(event, Sensed):
        return _sense(state, event, moment)
    if isinstance(event, Touched):
        return _touch(state, event, moment)
    return handle(_noted(state, event), event, moment)


def _noted(state: State, event: Event) -> State:
    """Note what matters to the receipt, and change that is owed, whatever the terminal is at when it is heard."""
    if isinstance(event, MoneyKept | MoneyStuck) and state.keeping and event.issuance_id == state.keeping.issuance_id:
        state = _answered(state, state.keeping, event)
    issuance = state.visit.issuance if state.visit is not None else None
    if issuance is None:
        return state
    if isinstance(event, MoneyKept) and event.issuance_id == issuance.paid_under:
        return state.with_visit(issuance=replace(issuance, change=event.change))
    if isinstance(event, OutcomeTold) and event.issuance_id == issuance.issuance_id and issuance.printed_at:
        return state.with_visit(issuance=replace(issuance, confirmed=event.confirmed))
    return state


def _answered(state: State, keeping: Keeping, event: MoneyKept | MoneyStuck) -> State:
    state = replace(state, keeping=None)
    if isinstance(event, MoneyKept):
        return state
    # As in `ending`: what a mute device holds the sensors said last.
    amount = event.amount or max(state.levels.held - keeping.due, 0)
    return replace(state, owed=(*state.owed, Owed(amount, event.refund_number))) if amount else state


def _sense(state: State, event: Sensed, moment: Moment) -> Step:
    before, state = state.levels, replace(state, levels=event.levels)
    if isinstance(state.stage, Paying) and before.held != event.levels.held:
        # Whoever pays is there.
        state, _ = go(state, state.stage, moment)
    if isinstance(state.stage, Leaving) and state.silenced and _lying(before) != _lying(event.levels):
        # Silenced was the voice for another thing.
        state = replace(state, silenced=False, deadline=moment.now + moment.settings.times.person)
    return handle(state, event, moment)


def _lying(levels: Levels) -> tuple[bool, bool, bool]:
    return levels.card, bool(levels.tray), bool(levels.slot)


def _tick(state: State, moment: Moment) -> Step:
    ending_session = _session_tick(state, moment)
    if ending_session is not None:
        return ending_session
    if state.asked is not None and state.asked.deadline is not None and moment.now >= state.asked.deadline:
        return expire(state, moment)
    if state.deadline is None or moment.now < state.deadline:
        return state, ()
    return _time_up(state, moment)


def _session_tick(state: State, moment: Moment) -> Step | None:
    """Announce the end of the session in time, and end it; None when there is nothing to do."""
    visit = state.visit
    if visit is None or visit.session_ends is None or isinstance(state.stage, _BUSY):
        return None
    if moment.now >= visit.session_ends:
        return _session_over(state, moment)
    announce = moment.now >= visit.session_ends - moment.settings.times.session_warning
    if visit.warned or not announce or state.stage.WAITS != "person":
        return None
    state = state.with_visit(warned=True)
    return replace(state, asked=Asked("session-ending", visit.session_ends)), ()


def _session_over(state: State, moment: Moment) -> Step:
    issuance = state.the_visit().issuance
    if isinstance(state.stage, Settling | ShowProblem):
        return ending.keep_telling(state, state.stage)
    if issuance is not None and issuance.printed_at:
        return ending.leave(state, moment)
    return ending.fail(state, Trouble("session-over"), moment)


def _time_up(state: State, moment: Moment) -> Step:
    stage, times = state.stage, moment.settings.times
    if isinstance(stage, _ALARMED) and not stage.alarming:
        return replace(state, stage=replace(stage, alarming=True), deadline=moment.now + times.person), ()
    if stage.WAITS in {"person", "staff"} or (isinstance(stage, _ALARMED) and not isinstance(stage, Leaving)):
        # A question about cancelling that nobody answers is no reason to wait longer.
        return replace(state, asked=Asked("more-time", moment.now + times.answer), deadline=None), ()
    return expire(state, moment)


def _touch(state: State, event: Touched, moment: Moment) -> Step:
    action = event.action
    if action.name not in allowed(state):
        return state, ()
    changed = _changed(state, action)
    if changed is not None:
        return _renewed(changed, moment)
    if isinstance(action, actions.Silence):
        return replace(state, silenced=True), ()
    if isinstance(action, actions.MoreTime | actions.No | actions.Acknowledge):
        return _renewed(replace(state, asked=None), moment)
    return _touch_visit(state, event, moment)


def _touch_visit(state: State, event: Touched, moment: Moment) -> Step:
    if isinstance(event.action, actions.Cancel):
        return replace(state, asked=Asked("cancel", None)), ()
    return _cancelled(state, moment) if isinstance(event.action, actions.Yes) else handle(state, event, moment)


def _renewed(state: State, moment: Moment) -> Step:
    """Begin the stage's time anew, for a person who is there; machines get no more time by it."""
    if state.asked is not None or state.stage.WAITS not in {"person", "staff", "alarm", "look"}:
        return state, ()
    if state.deadline is None and isinstance(state.stage, Leaving):
        return state, ()
    after = replace(go(state, state.stage, moment)[0], silenced=state.silenced)
    if state.stage.WAITS == "look" and state.appearance.scanning != "off":
        # The first screen is soon as it was; who has one switch needs longer to come to what is wanted.
        after = replace(after, deadline=moment.now + moment.settings.times.person)
    return after, ()


def _changed(state: State, action: actions.Action) -> State | None:
    """Change how the screen speaks, looks or is operated, if that is what the action is for."""
    if isinstance(action, actions.ChooseLanguage):
        return replace(state, language=action.value)
    if isinstance(action, actions.ChangeAppearance):
        return replace(state, appearance=msgspec.structs.replace(state.appearance, **{action.name_of: action.value}))
    if isinstance(action, actions.ChangeScanning):
        return replace(state, appearance=msgspec.structs.replace(state.appearance, scanning=action.value))
    return None


def _cancelled(state: State, moment: Moment) -> Step:
    if isinstance(state.stage, Stuck):
        return printing.give_up(state, state.stage, "cancelled", moment)
    if _nothing_paid(state):
        return ending.leave(state, moment)
    return ending.fail(state, Trouble("cancelled"), moment)


def _nothing_paid(state: State) -> bool:
    issuance = state.visit.issuance if state.visit is not None else None
    return issuance is None or issuance.method is None


def allowed(state: State) -> tuple[str, ...]:
    """Return the names of the actions that are taken now."""
    everywhere = ("language", "appearance", "scanning")
    if state.asked is not None:
        answers = {"more-time": ("more-time",), "session-ending": ("acknowledge",), "cancel": ("yes", "no")}
        return (*everywhere, *answers[state.asked.kind])
    names = [*everywhere, *stage_actions(state)]
    if state.deadline is not None and state.stage.WAITS in {"person", "staff", "alarm"}:
        names.append("more-time")
    if state.stage.CANCELLABLE:
        names.append("cancel")
    if isinstance(state.stage, _ALARMED) and state.stage.alarming and not state.silenced:
        names.append("silence")
    return tuple(names)


def wake_at(state: State, settings: Settings) -> int | None:
    """Return when the next tick matters (Unix milliseconds), or None."""
    visit = state.visit
    times = [state.deadline, state.asked.deadline if state.asked is not None else None]
    if visit is not None and visit.session_ends is not None and not isinstance(state.stage, _BUSY):
        announced = visit.warned or state.stage.WAITS != "person"
        times.append(visit.session_ends - (0 if announced else settings.times.session_warning))
    known = [time for time in times if time is not None]
    return min(known) if known else None
