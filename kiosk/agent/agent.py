"""The agent: one loop that takes events, one after the other, and does what the visit wants done.

Nothing in the loop waits for a device, the service or the screen: whatever may take time is done by a worker, whose
answer is an event. An answer that comes after its visit has ended finds nobody (R1).
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue

import msgspec

from kiosk.agent.hands import Hands, Parts
from kiosk.terminal import events
from kiosk.terminal.actions import AnyAction
from kiosk.terminal.events import Event
from kiosk.terminal.machine import step, wake_at
from kiosk.terminal.moves import Moment
from kiosk.terminal.settings import Settings
from kiosk.terminal.showing import show
from kiosk.terminal.state import State
from kiosk.terminal.views import View

_LOOK_AGAIN_SECONDS = 0.05
_FIRST_SCREEN = "start"
# An error that comes again and again must not keep the machine busy.
_PAUSE_SECONDS = 1.0
# Before these are heard, the sensors are read: what they say must not be older than the device's own word.
_OF_DEVICES = (
    events.SheetOut
    | events.PrintStopped
    | events.PaymentFailed
    | events.MoneyKept
    | events.MoneyReturned
    | events.MoneyStuck
)


@dataclass(frozen=True, slots=True)
class _Touch:
    action: AnyAction
    taken: Future[bool]


class Agent:
    """A terminal at work."""

    def __init__(self, settings: Settings, parts: Callable[[Callable[[Event], None]], Parts]) -> None:
        """`parts` makes the parts, which tell their events to what it is given."""
        self._settings = settings
        self._queue: SimpleQueue[Event | _Touch | None] = SimpleQueue()
        self._parts = parts(self._queue.put)
        self._state = State()
        self._hands = Hands(self._parts, self._queue.put)
        self._changed = threading.Condition()
        self._view = show(self._state, settings, 1)
        self._threads = [threading.Thread(target=run, daemon=True) for run in (self._run, self._sense)]

    def start(self) -> None:
        """Begin: the sensors first, then what the journal says."""
        self._queue.put(events.Sensed(self._parts.sensors.read()))
        self._parts.printing.forget()
        self._queue.put(events.Booted(self._parts.journal.unfinished()))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End: everything of a visit is wiped; money that is held stays held, and the journal says so."""
        self._parts.tools.closing.set()
        self._queue.put(None)
        self._threads[0].join()

    def act(self, action: AnyAction) -> bool:
        """Take an action, if it answers the view that is current; return whether it was taken."""
        touch = _Touch(action, Future())
        self._queue.put(touch)
        return touch.taken.result()

    def view(self) -> View:
        """Return the current view."""
        return self._view

    def view_after(self, number: int, seconds: float) -> View | None:
        """Return the current view once it is another than this number; None when it stays so for these seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._view.number != number, seconds)
            return None if self._view.number == number else self._view

    def _run(self) -> None:
        while True:
            try:
                received = self._queue.get(timeout=self._seconds_to_wake())
            except Empty:
                received = events.Ticked()
            if received is None:
                break
            foreseen = self._try(received)
            # The frame of this loop must not keep what was last heard.
            del received
            if not foreseen:
                self._begin_anew()
        self._hands.end_visit()

    def _try(self, received: Event | _Touch) -> bool:
        """Take it; return whether that went well. The error, and whatever its frames refer to, does not outlive it."""
        try:
            self._take(received)
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody's data stays on the screen
            self._parts.tools.failed(error)
            return False
        return True

    def _take(self, received: Event | _Touch) -> None:
        if not isinstance(received, _Touch):
            self._happened(received)
            return
        taken = False
        try:
            taken = self._touched(received.action)
        finally:
            received.taken.set_result(taken)

    def _begin_anew(self) -> None:
        """Be as after a loss of power: nothing of the visit is left, the journal knows what becomes of the money."""
        self._hands.end_visit()
        self._parts.printing.forget()
        self._state = State(levels=self._state.levels, job=self._state.job + 1)
        self._show()
        _free()
        self._parts.tools.closing.wait(_PAUSE_SECONDS)
        self._queue.put(events.Booted(self._parts.journal.unfinished()))

    def _seconds_to_wake(self) -> float | None:
        at = wake_at(self._state, self._settings)
        return None if at is None else max(at - self._parts.clock(), 0) / 1000

    def _touched(self, action: AnyAction) -> bool:
        if action.view != self._view.number or action.name not in self._view.actions:
            return False
        self._follow(events.Touched(action))
        return True

    def _happened(self, event: Event) -> None:
        if isinstance(event, _OF_DEVICES):
            self._follow(events.Sensed(self._parts.sensors.read()))
        self._follow(event)
        if isinstance(event, events.PrintStopped):
            self._follow(events.Sensed(self._parts.sensors.read()))

    def _follow(self, event: Event) -> None:
        had_visit = self._state.visit is not None
        self._state, wanted = step(self._state, event, Moment(self._settings, self._parts.clock()))
        for command in wanted:
            self._hands.do(command)
        self._show()
        if had_visit and self._state.visit is None:
            _free()

    def _show(self) -> None:
        view = show(self._state, self._settings, self._view.number)
        if view != self._view:
            with self._changed:
                self._view = msgspec.structs.replace(view, number=view.number + 1)
                self._changed.notify_all()
            if view.screen == _FIRST_SCREEN:
                # What was still on its way when the visit ended.
                _free()

    def _sense(self) -> None:
        while not self._parts.tools.closing.wait(_LOOK_AGAIN_SECONDS):
            try:
                levels = self._parts.sensors.read()
            except Exception as error:  # noqa: BLE001 - without sensors no card or paper would be missed
                self._parts.tools.failed(error)
                self._parts.tools.closing.wait(_PAUSE_SECONDS)
                continue
            # Compared with what the visit knows, not with the last look: the loop looks by itself as well.
            if levels != self._state.levels:
                self._queue.put(events.Sensed(levels))


def _free() -> None:
    """Have what only refers to itself freed, and so overwritten, before anybody else comes."""
    gc.collect()
