"""All interleavings of functions that run at the same time, one AWS call after the other.

Each function runs in a thread that stops before every AWS call and goes on when it is its turn; so one run follows one
schedule exactly, and the next run takes the next schedule, depth first. Of schedules that differ only in the order of
calls that do not touch each other, the lexicographically first one is among those that are run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from threading import Lock, Semaphore, Thread, get_ident

from botocore.awsrequest import AWSResponse

from tests.simulation.footprint import Footprint, footprint
from tests.simulation.wire import UNDISTURBED, AwsCall, Deliver, Policy, Wire

Function = Callable[[], object]
_PATIENCE = 60


@dataclass
class _Actor:
    """A function in its thread: at a call, or done with what it returned or raised."""

    function: Function
    policy: Policy = UNDISTURBED
    turn: Semaphore = field(default_factory=lambda: Semaphore(0))
    at: Footprint | None = None
    name: str = ""
    result: object = None


@dataclass(frozen=True, slots=True)
class Step:
    """One decision: who went, who else could have gone, and what was done."""

    chosen: int
    others: tuple[int, ...]
    name: str


@dataclass
class Run:
    """One schedule: its steps, and what each function returned or raised."""

    steps: list[Step]
    results: list[object]


class _Turnstile:
    """Lets one function at a time make one call."""

    def __init__(self, actors: Sequence[_Actor]) -> None:
        self.actors = actors
        self._arrived = Semaphore(0)
        self._of_thread: dict[int, _Actor] = {}
        self._lock = Lock()

    def begin(self, operation: str) -> None:
        """Wait only when something is sent."""
        self._of_thread[get_ident()].policy.begin(operation)

    def send(self, call: AwsCall, deliver: Deliver) -> AWSResponse:
        """Wait for the turn; then the function's own policy decides."""
        actor = self._of_thread[get_ident()]
        actor.at, actor.name = footprint(call), call.operation
        self._arrived.release()
        _wait(actor.turn)
        return actor.policy.send(call, deliver)

    def start(self, actor: _Actor) -> Thread:
        """Run a function up to its first call."""
        thread = Thread(target=self._play, args=(actor,))
        thread.start()
        _wait(self._arrived)
        return thread

    def step(self, actor: _Actor) -> None:
        """Let a function make its call, and go on to the next one or to its end."""
        actor.turn.release()
        _wait(self._arrived)

    def _play(self, actor: _Actor) -> None:
        self._of_thread[get_ident()] = actor
        try:
            actor.result = actor.function()
        except Exception as error:  # noqa: BLE001 - what a function raises is its result
            actor.result = error
        actor.at = None
        self._arrived.release()


def _wait(semaphore: Semaphore) -> None:
    if not semaphore.acquire(timeout=_PATIENCE):
        raise AssertionError("a function does not come to its next call")


def follow(wire: Wire, functions: Sequence[Function], prefix: Sequence[int], *, preemptions: int) -> Run:
    """Run functions by a schedule; where it ends, the first that may go goes.

    `preemptions` is how often at most one function may go on before another that could has made its next call. It
    bounds what is run: an order with fewer is left out where the one that stands for it and its like has more.
    """
    turnstile = _Turnstile([_Actor(function) for function in functions])
    actors, steps = turnstile.actors, list[Step]()
    with wire.under(turnstile):
        threads = [turnstile.start(actor) for actor in actors]
        before: tuple[int, Footprint] | None = None
        while waiting := [number for number, actor in enumerate(actors) if actor.at is not None]:
            able = [number for number in waiting if not _is_swapped(before, number, actors[number].at)] or waiting
            if before is not None and before[0] in waiting and preemptions == 0:
                able = [before[0]]
            chosen = prefix[len(steps)] if len(steps) < len(prefix) else able[0]
            if chosen not in waiting:
                raise AssertionError("the same schedule did not lead to the same calls")
            actor = actors[chosen]
            preemptions -= before is not None and before[0] in waiting and before[0] != chosen
            before = chosen, actor.at or Footprint()
            steps.append(Step(chosen, tuple(n for n in able if n > chosen), actor.name))
            turnstile.step(actor)
    for thread in threads:
        thread.join()
    return Run(steps, [actor.result for actor in actors])


def shuffle(wire: Wire, functions: Sequence[tuple[Function, Policy]], draw: Random) -> Run:
    """Run functions in an order that is drawn call by call, each with faults of its own."""
    turnstile = _Turnstile([_Actor(function, policy) for function, policy in functions])
    actors, steps = turnstile.actors, list[Step]()
    with wire.under(turnstile):
        threads = [turnstile.start(actor) for actor in actors]
        while waiting := [number for number, actor in enumerate(actors) if actor.at is not None]:
            chosen = draw.choice(waiting)
            steps.append(Step(chosen, (), actors[chosen].name))
            turnstile.step(actors[chosen])
    for thread in threads:
        thread.join()
    return Run(steps, [actor.result for actor in actors])


def _is_swapped(before: tuple[int, Footprint] | None, number: int, at: Footprint | None) -> bool:
    """Whether going now is the same as having gone before the last step, which is another schedule's business."""
    return before is not None and at is not None and number < before[0] and not before[1].disturbs(at)


def explore(play: Callable[[Sequence[int]], Run]) -> Iterator[Run]:
    """Play every schedule; `play` sets up, follows a prefix and checks."""
    prefix: list[int] | None = []
    while prefix is not None:
        run = play(prefix)
        yield run
        prefix = _next(run.steps)


def _next(steps: Sequence[Step]) -> list[int] | None:
    """Return the next schedule depth first: change the last decision that could have been another."""
    for number in range(len(steps) - 1, -1, -1):
        if steps[number].others:
            return [*(step.chosen for step in steps[:number]), steps[number].others[0]]
    return None
