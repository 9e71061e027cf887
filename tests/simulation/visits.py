"""Several visits at once, anything happening in any order: a state machine that Hypothesis drives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal, TypeVar

import hypothesis.strategies as st
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from chalicelib.protocol.errors import KofuError
from chalicelib.protocol.messages import IssuanceAnswer
from chalicelib.registers.municipalities import EVERYWHERE
from tests.simulation.checks import check_afterwards, check_always
from tests.simulation.city import City
from tests.simulation.faults import Fault, Faults, NoAnswer
from tests.simulation.kiosk import Kiosk, arrive

_VISITS = 4
_CALLS = 12
_which = st.integers(0, 99)
_trouble = st.none() | st.none() | st.tuples(st.integers(0, _CALLS), st.sampled_from(Fault))
_OUTCOMES: tuple[Literal["printed", "misprinted"], ...] = ("printed", "misprinted")
Trouble = tuple[int, Fault] | None
Item = TypeVar("Item")


def _pick(items: Sequence[Item], number: int) -> Item:
    return items[number % len(items)]


class Visits(RuleBasedStateMachine):
    """Rules pick kiosk and issuance by number; what the service refuses, it refuses."""

    city: City
    looks = 0
    hand_overs = 0

    def __init__(self) -> None:
        super().__init__()
        self.city.wipe()
        self.kiosks: list[Kiosk] = []

    def _attempt(self, kiosk: Kiosk, act: Callable[[], object], trouble: Trouble = None) -> None:
        kiosk.faults = Faults(dict([trouble] if trouble else []))
        try:
            with self.city.wire.under(kiosk.faults):
                act()
        except (KofuError, NoAnswer):
            return

    def _issued(self) -> list[tuple[Kiosk, IssuanceAnswer]]:
        return [(kiosk, asked) for kiosk in self.kiosks for asked in kiosk.asked]

    @precondition(lambda self: len(self.kiosks) < _VISITS)
    @rule(which=st.integers(0, 1), waits=st.booleans())
    def visit(self, which: int, waits: bool) -> None:  # noqa: FBT001 - Hypothesis passes it by name
        """A resident arrives and asks for a certificate; some fetch it at once."""
        kiosk = arrive(self.city, which)
        self.kiosks.append(kiosk)
        self._attempt(kiosk, lambda: kiosk.request(kiosk.new_key()))
        if not waits:
            self._attempt(kiosk, lambda: kiosk.retrieve(kiosk.asked[-1]))

    @precondition(lambda self: self._issued())
    @rule(number=_which, trouble=_trouble)
    def retrieve(self, number: int, trouble: Trouble) -> None:
        """A kiosk fetches something of its own, a first or a further time."""
        kiosk, asked = _pick(self._issued(), number)
        self._attempt(kiosk, lambda: kiosk.retrieve(asked), trouble)

    @precondition(lambda self: len(self.kiosks) > 1 and self._issued())
    @rule(number=_which, thief=_which)
    def steal(self, number: int, thief: int) -> None:
        """A kiosk asks for what is another session's."""
        victim, asked = _pick(self._issued(), number)
        other = _pick([kiosk for kiosk in self.kiosks if kiosk is not victim], thief)
        before = len(other.released)
        self._attempt(other, lambda: other.retrieve(asked))
        assert len(other.released) == before, "another session's image is handed over"

    @precondition(lambda self: self.kiosks)
    @rule(number=_which, issuance=_which, trouble=_trouble)
    def replace(self, number: int, issuance: int, trouble: Trouble) -> None:
        """A kiosk has something replaced that it asked for, whatever came of it."""
        kiosk = _pick(self.kiosks, number)
        old = _pick(kiosk.tried, issuance)
        self._attempt(kiosk, lambda: kiosk.request(kiosk.new_key(), old), trouble)

    @precondition(lambda self: any(kiosk.papers for kiosk in self.kiosks))
    @rule(number=_which, outcome=st.sampled_from(_OUTCOMES), trouble=_trouble)
    def report(self, number: int, outcome: Literal["printed", "misprinted"], trouble: Trouble) -> None:
        """A kiosk reports on the last paper that it holds."""
        kiosk = _pick([kiosk for kiosk in self.kiosks if kiosk.papers], number)
        self._attempt(kiosk, lambda: kiosk.report(kiosk.papers[-1], outcome), trouble)

    @precondition(lambda self: self.kiosks)
    @rule(number=_which, trouble=_trouble)
    def end(self, number: int, trouble: Trouble) -> None:
        """A kiosk ends its session."""
        kiosk = _pick(self.kiosks, number)
        self._attempt(kiosk, kiosk.end, trouble)

    @rule(seconds=st.sampled_from([1, 20, 61, 300]))
    def wait(self, seconds: int) -> None:
        """Time passes."""
        self.city.clock.now += seconds

    @rule()
    def sweep(self) -> None:
        """The sweep comes by."""
        self.city.sweep()

    @precondition(lambda self: self.kiosks)
    @rule(number=_which)
    def stop(self, number: int) -> None:
        """The office stops the service for a moment, in which a kiosk tries all it can."""
        kiosk = _pick(self.kiosks, number)
        before = len(kiosk.asked), len(kiosk.released)
        self.city.offices.set_suspended(EVERYWHERE, suspended=True)
        self._attempt(kiosk, lambda: kiosk.request(kiosk.new_key()))
        for asked in kiosk.asked:
            self._attempt(kiosk, partial(kiosk.retrieve, asked))
        self.city.offices.set_suspended(EVERYWHERE, suspended=False)
        assert before == (len(kiosk.asked), len(kiosk.released)), "served while the service is stopped"

    @invariant()
    def holds(self) -> None:
        """Check what must hold at every instant."""
        type(self).looks += 1
        check_always(self.city.picture(), self.kiosks)

    def teardown(self) -> None:
        """Let all visits end and check what is left."""
        type(self).hand_overs += sum(len(kiosk.released) for kiosk in self.kiosks)
        self.city.let_expire()
        self.city.sweep()
        check_afterwards(self.city.picture(), self.kiosks)


def play_visits(city: City) -> type[Visits]:
    """Let Hypothesis drive the machine; return it with its figures.

    Raises:
        AssertionError: An invariant does not hold.
    """
    machine = type("Machine", (Visits,), {"city": city, "looks": 0, "hand_overs": 0})
    bounds = settings(
        max_examples=30,
        stateful_step_count=25,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=bounds)
    return machine
