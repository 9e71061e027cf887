"""What devices and service answer in a simulation: dice decide."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from infra.emulator.machine.machine import Machine
from kiosk.terminal import commands, events, stages
from kiosk.terminal.events import Event
from kiosk.terminal.levels import Levels
from kiosk.terminal.state import State
from tests.terminal.offered import OFFERS

Choose = Callable[[Sequence[Any]], Any]
"""Chooses one of several."""

_CARD_FAILURES: tuple[events.CardFailure, ...] = ("wrong-card", "card-removed")


@dataclass(slots=True)
class Payment:
    """What one resident gave and got. `sheets`: how many make the paper; `out`: how many that count came out."""

    due: int
    sheets: int
    copies: int
    paid_under: str = ""
    kept_before: int = 0
    listed_before: int = 0
    given: int = 0
    kept: int = 0
    listed: int = 0
    out: int = 0
    issuance_id: str = ""

    def print_sheet(self, issuance_id: str) -> None:
        """Count a sheet: with the first of a new issuance, those of the one before are void."""
        if issuance_id != self.issuance_id:
            self.issuance_id, self.out = issuance_id, 0
        self.out += 1

    @property
    def due_for_copies(self) -> int:
        """What is due for the whole copies that came out."""
        return self.due * (self.out * self.copies // self.sheets) // self.copies

    @property
    def earned(self) -> set[int]:
        """What may have been kept: nothing, or what is due for whole copies."""
        return {0, self.due_for_copies}


class Answering(ABC):
    """The part of a simulation that devices and service play."""

    choose: Choose
    now: int
    state: State
    machine: Machine
    payments: list[Payment]
    pending: deque[commands.Command]
    issuances = 0

    @abstractmethod
    def happen(self, event: Event) -> None:
        """Let an event happen."""

    @abstractmethod
    def levels(self) -> Levels:
        """Return what the sensors say."""

    @property
    def is_idle(self) -> bool:
        """Whether nobody is at the terminal."""
        return isinstance(self.state.stage, stages.Start | stages.OutOfService)

    def sheets(self) -> int:
        """Return how many sheets the order in hand makes."""
        visit = self.state.visit
        if visit is None or visit.issuance is None or visit.order is None:
            return 0
        return visit.issuance.pages * visit.order.copies

    def answer(self) -> None:
        """Have the oldest thing that was asked for done, one way or another."""
        if not self.pending:
            return
        command = self.pending.popleft()
        for event in self._answers(command):
            self.happen(event)

    def _answers(self, command: commands.Command) -> tuple[Event, ...]:
        answers: dict[type[commands.Command], Callable[[Any], tuple[Event, ...]]] = {
            commands.ReadCard: self._card,
            commands.Authenticate: lambda asked: self._identity(asked.job),
            commands.MakePages: self._made,
            commands.FetchPages: self._fetched,
            commands.PrintSheets: self._printed,
            commands.TellOutcome: lambda asked: (
                events.OutcomeTold(asked.issuance_id, confirmed=self.choose([True, True, False])),
            ),
            commands.ShuffleKeys: lambda _: (events.Shuffled((3, 1, 4, 5, 9, 2, 6, 8, 7, 0)),),
            commands.Look: lambda _: (events.Looked(self.choose([None, None, None, "unreachable"])),),
        }
        return answers.get(type(command), lambda _: ())(command)

    def _card(self, command: commands.ReadCard) -> tuple[Event, ...]:
        read = [events.CardRead(command.job, tries) for tries in (3, 3, 3, 3, 3, 3, 3, 1, 1, 0)]
        failed = [events.CardFailed(command.job, code) for code in _CARD_FAILURES]
        return (self.choose([*read, *failed]),)

    def _fetched(self, command: commands.FetchPages) -> tuple[Event, ...]:
        job = command.job
        failed = [events.Lost(job), events.PagesWrong(job), events.Refused(job, "session-invalid")]
        return (self.choose([*[events.Fetched(job)] * 6, *failed]),)

    def _identity(self, job: int) -> tuple[Event, ...]:
        good = (
            events.Checked(job, "identity"),
            events.Checked(job, "offers"),
            events.Authenticated(job, self.now + self.choose([600_000, 600_000, 100_000]), OFFERS),
        )
        return tuple(
            self.choose(
                [
                    *[good] * 14,
                    (events.PinWrong(job, 2),),
                    (events.PinWrong(job, 0),),
                    (events.Refused(job, "card-revoked"),),
                    (events.Checked(job, "identity"), events.NoAnswer(job)),
                ]
            )
        )

    def _made(self, command: commands.MakePages) -> tuple[Event, ...]:
        self.issuances += 1
        offer = next(each for each in OFFERS.offers if each.type == command.kind)
        fee = offer.fee * command.copies if command.replaces is None else self.choose([0, offer.fee * command.copies])
        visit = self.state.visit
        # A replacement has as many pages as what it replaces.
        pages = self.choose([1, 3])
        if command.replaces is not None and visit is not None and visit.issuance is not None:
            pages = visit.issuance.pages
        made = events.Made(job=command.job, issuance_id=f"ISSUANCE{self.issuances:018}", fee=fee, pages=pages)
        failures = [events.NoAnswer(command.job), events.Refused(command.job, "not-eligible", "deceased")]
        return (self.choose([*[made] * 6, *failures]),)

    def _printed(self, command: commands.PrintSheets) -> tuple[Event, ...]:
        """Print one sheet, and put the rest back to be printed: whatever happens may happen between sheets."""
        if command.job != self.state.job:
            return ()
        stopped = self.choose([None, None, None, None, None, None, "jam", "no-paper"])
        if stopped is not None:
            self.machine.jammed, self.machine.paper = stopped == "jam", 0 if stopped == "no-paper" else 10
            if stopped == "jam" and self._pays():
                # What came out before is void.
                self.payments[-1].out = 0
            return (events.Sensed(self.levels()), events.PrintStopped(command.job, stopped))
        self.machine.tray.append(b"sheet")
        if self._pays():
            self.payments[-1].print_sheet(self.state.the_visit().the_issuance().issuance_id)
        if command.first < command.last:
            self.pending.appendleft(commands.PrintSheets(command.job, command.first + 1, command.last))
        return (events.Sensed(self.levels()), events.SheetOut(command.job, command.first))

    def _pays(self) -> bool:
        visit = self.state.visit
        return visit is not None and visit.issuance is not None and visit.issuance.method is not None
