"""The table of what follows from what, and the moves that all of it is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from kiosk.terminal.actions import Action
from kiosk.terminal.commands import Command
from kiosk.terminal.events import Event, Ticked, Touched
from kiosk.terminal.settings import Settings
from kiosk.terminal.stages import Stage
from kiosk.terminal.state import State

Step = tuple[State, tuple[Command, ...]]


@dataclass(frozen=True, slots=True)
class Moment:
    """What a step may know besides the state. `now`: Unix milliseconds."""

    settings: Settings
    now: int


_S = TypeVar("_S", bound=Stage)
# One function may stand for several stages and events: its parameters are unions of them.
_H = TypeVar("_H", bound=Callable[[State, Any, Any, Moment], Step])

_handlers: dict[tuple[type[Stage], type], Callable[[State, Any, Any, Moment], Step]] = {}
_conditions: dict[tuple[type[Stage], type], Callable[[State, Any], bool]] = {}


def on(stage: type[_S], event: type, *, when: Callable[[State, _S], bool] | None = None) -> Callable[[_H], _H]:
    """Enter a function into the table: it is called for this event (or action) on this stage.

    An action is offered to the screen, and taken, only when `when` holds.
    """

    def enter(handler: _H) -> _H:
        if (stage, event) in _handlers:
            raise AssertionError
        _handlers[stage, event] = handler
        if when is not None:
            _conditions[stage, event] = when
        return handler

    return enter


def stage_actions(state: State) -> tuple[str, ...]:
    """Return the names of the actions that the stage itself takes now."""
    return tuple(
        str(event.__struct_config__.tag)
        for stage, event in _handlers
        if stage is type(state.stage) and issubclass(event, Action) and _holds(state, event)
    )


def has_handler(state: State, event: type) -> bool:
    """Whether the table has an entry for this event on the state's stage, whose condition holds."""
    return (type(state.stage), event) in _handlers and _holds(state, event)


def handle(state: State, event: Event, moment: Moment) -> Step:
    """Look the event up and follow; what is not in the table changes nothing."""
    subject = event.action if isinstance(event, Touched) else event
    if not has_handler(state, type(subject)):
        return state, ()
    return _handlers[type(state.stage), type(subject)](state, state.stage, subject, moment)


def expire(state: State, moment: Moment) -> Step:
    """Do what follows when the stage's time is up and nobody asked for more."""
    return handle(state, Ticked(), moment)


def go(state: State, stage: Stage, moment: Moment, *commands: Command) -> Step:
    """Enter a stage: its time begins, no question lies over it."""
    time = moment.now + getattr(moment.settings.times, stage.WAITS)
    return replace(state, stage=stage, deadline=time, asked=None, silenced=False), commands


def stay(state: State, stage: Stage) -> Step:
    """Change what the stage says, not its time."""
    return replace(state, stage=stage), ()


def new_job(state: State) -> State:
    """Give up whatever job runs: its answers find nobody; and take a number for another one."""
    return replace(state, job=state.job + 1)


def _holds(state: State, event: type) -> bool:
    condition = _conditions.get((type(state.stage), event))
    return condition is None or condition(state, state.stage)
