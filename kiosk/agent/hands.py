"""Does what the visit wants done, by handing it to whoever does such things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kiosk.agent.journal import Journal
from kiosk.agent.looking import Lookout
from kiosk.agent.money_work import MoneyWork
from kiosk.agent.print_work import PrintWork
from kiosk.agent.sensors import Sensors
from kiosk.agent.visit_work import Tools, VisitWork
from kiosk.terminal import commands
from kiosk.terminal.commands import Command
from kiosk.terminal.events import Event, Shuffled


@dataclass(frozen=True, slots=True)
class Parts:
    """What the agent works with. `clock`: Unix milliseconds; `shuffle`: the ten digits in a random order."""

    sensors: Sensors
    tools: Tools
    money: MoneyWork
    printing: PrintWork
    journal: Journal
    lookout: Lookout
    clock: Callable[[], int]
    shuffle: Callable[[], tuple[int, ...]]


class Hands:
    """The parts, and the work of the visit that goes on."""

    def __init__(self, parts: Parts, post: Callable[[Event], None]) -> None:
        """Do things with these parts."""
        self._parts = parts
        self._post = post
        self._work: VisitWork | None = None
        self._always: dict[type[Command], Callable[[Any], None]] = {
            commands.BeginVisit: self._begin_visit,
            commands.EndVisit: lambda _: self.end_visit(),
            commands.Look: lambda _: parts.lookout.look(),
            commands.ShuffleKeys: lambda _: post(Shuffled(parts.shuffle())),
            commands.TakeMoney: parts.money.take,
            commands.StopTaking: lambda _: parts.money.stop(),
            commands.KeepMoney: parts.money.keep,
            commands.ReturnMoney: parts.money.give_back,
            commands.PromiseRefund: parts.money.promise,
            commands.SettleMoney: lambda _: parts.money.settle(),
            commands.StopPrinting: lambda _: parts.printing.stop(),
            commands.PrintReceiptPaper: lambda command: parts.printing.receipt(command.lines),
        }
        self._in_visit: dict[type[Command], Callable[[VisitWork, Any], None]] = {
            commands.ReadCard: VisitWork.read_card,
            commands.PressDigit: lambda work, command: work.pin.press(command.digit),
            commands.EraseDigit: lambda work, _: work.pin.erase_last(),
            commands.ClearPin: lambda work, _: work.pin.wipe(),
            commands.Authenticate: VisitWork.authenticate,
            commands.MakePages: VisitWork.make,
            commands.FetchPages: VisitWork.fetch,
            commands.PrintSheets: lambda work, command: parts.printing.sheets(command, work.pages),
            commands.WipePages: lambda work, _: work.pages.wipe(),
            commands.TellOutcome: VisitWork.tell_outcome,
        }

    def do(self, command: Command) -> None:
        """Do it, or have it done."""
        always = self._always.get(type(command))
        if always is not None:
            always(command)
        elif self._work is not None:
            self._in_visit[type(command)](self._work, command)

    def end_visit(self) -> None:
        """Wipe everything of the visit."""
        work, self._work = self._work, None
        if work is not None:
            work.forget()

    def _begin_visit(self, command: commands.BeginVisit) -> None:
        self.end_visit()
        self._work = VisitWork(self._parts.tools, command.municipality)
