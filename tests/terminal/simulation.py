"""A terminal without threads: the pure visit, the real machine and journal, and a service and a person made of dice."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path

from infra.emulator.machine.machine import Machine
from infra.emulator.virtual_card import VirtualCard
from kiosk.agent.worker import Task
from kiosk.terminal import commands, events, stages
from kiosk.terminal.actions import AnyAction
from kiosk.terminal.events import Event
from kiosk.terminal.levels import Levels
from kiosk.terminal.machine import allowed, step, wake_at
from kiosk.terminal.moves import Moment
from kiosk.terminal.settings import Settings
from kiosk.terminal.showing import show
from kiosk.terminal.state import State
from kiosk.terminal.views import View, encode_view
from tests.terminal.answers import Answering, Choose, Payment
from tests.terminal.money import DirectPayment, FragileJournal, Fuse, PowerLost, money_work
from tests.terminal.offered import SETTINGS

BEGIN = 1_800_000_000_000


class Simulation(Answering):
    """One terminal from its first boot on."""

    def __init__(self, directory: Path, choose: Choose, settings: Settings = SETTINGS) -> None:
        """`choose` decides what answers and persons do."""
        self.settings = settings
        self.choose = choose
        self.machine = Machine(sheet_seconds=0)
        self.fuse = Fuse()
        self.now = BEGIN
        self.payments: list[Payment] = []
        self.visits = 0
        self.trail: list[str] = []
        self.slow = False
        self.meanwhile: deque[Callable[[], None]] = deque()
        self.shown: set[str | None] = set()
        self.excused: set[str] = set()
        self._settled: Payment | None = None
        self._journal_path = directory / "journal.json"
        self.boot()

    def boot(self) -> None:
        """Put the plug in: nothing is remembered but the journal and the machine."""
        self.state = State()
        self.pending: deque[commands.Command] = deque()
        self.events: deque[Event] = deque()
        self.secrets = False
        self.fuse.left = None
        self.tasks: deque[Task] = deque()
        journal = FragileJournal(self._journal_path, self.fuse, self._opened)
        self.journal = journal
        device = DirectPayment(self.machine, self.fuse, self._go_on)
        self._money = money_work(device, journal, self.events.append, self._submit)
        self.happen(events.Sensed(self.levels()))
        self.happen(events.Booted(journal.unfinished()))

    def levels(self) -> Levels:
        """Return what the sensors say."""
        sensed = self.machine.sensors()
        del sensed["version"]
        return Levels(**sensed)

    def happen(self, *event: Event) -> None:
        """Let an event happen, and everything that follows from it at once but for what a slow device is to do."""
        self.events.extend(event)
        try:
            while self.events or (self.tasks and not self.slow):
                if self.events:
                    self._follow(self.events.popleft())
                else:
                    self._pay_off()
        except PowerLost:
            self.trail.append("power lost")
            self._lose_power()

    def pay_off(self) -> None:
        """Have a slow payment device do the next thing that it was asked for."""
        if not self.tasks:
            return
        try:
            self._pay_off()
        except PowerLost:
            self._lose_power()
        self.happen()

    def _go_on(self) -> None:
        """Have a person do the next of `meanwhile`, or time pass, while the payment device is at something."""
        if not self.meanwhile:
            return
        journal = self.journal
        self.meanwhile.popleft()()
        if self.journal is not journal:
            # The power went for what the device was at as well.
            raise PowerLost

    def _submit(self, task: Task) -> None:
        self.tasks.append(task)

    def _pay_off(self) -> None:
        slot, idle = self.machine.slot, self.is_idle
        self.tasks.popleft()()
        self._settle_payments()
        assert self.machine.slot == slot or not idle, "money fell when nobody was there"
        # What the sensors say is never older than the device's own word.
        self.events.appendleft(events.Sensed(self.levels()))

    def _lose_power(self) -> None:
        self._settle_payments()
        # Whoever had just been told, or was about to be, was not.
        self.excused |= {each.paid_under for each in self.payments[-1:]}
        self.boot()

    def _opened(self, issuance_id: str) -> None:
        self._settle_payments()
        self._settled = next(each for each in reversed(self.payments) if each.paid_under == issuance_id)
        self._settled.kept_before, self._settled.listed_before = self.machine.kept, self._listed()

    def _listed(self) -> int:
        return sum(refund.amount for refund in self.journal.refunds())

    def _follow(self, event: Event) -> None:
        before = self.state
        self.state, wanted = step(self.state, event, Moment(self.settings, self.now))
        self.trail.append(f"{type(before.stage).__name__} {event} -> {type(self.state.stage).__name__}")
        for command in wanted:
            self._do(command)
        if isinstance(self.state.stage, stages.ShowProblem):
            self.shown.add(self.state.stage.refund_number)
        self._feel()

    def _feel(self) -> None:
        levels = self.levels()
        if levels != self.state.levels and not self.events:
            self.events.append(events.Sensed(levels))

    def _do(self, command: commands.Command) -> None:
        match command:
            case commands.BeginVisit():
                self.secrets, self.visits = True, self.visits + 1
            case commands.EndVisit():
                self.secrets = False
                # What was being worked on still answers; what is asked of a visit that is over does not.
            case commands.TakeMoney():
                copies = self.state.the_visit().the_order().copies
                self.payments.append(Payment(command.due, self.sheets(), copies, command.issuance_id))
                self._money.take(command)
            case commands.StopTaking():
                self._money.stop()
            case commands.KeepMoney():
                self._money.keep(command)
            case commands.SettleMoney():
                self._money.settle()
            case commands.ReturnMoney():
                self._money.give_back(command)
            case commands.PromiseRefund():
                self.journal.promise_refund(command.issuance_id, command.issuance_id)
            case _:
                self.pending.append(command)

    def _settle_payments(self) -> None:
        """See what became of the money of the payment that was opened last."""
        payment = self._settled
        if payment is not None:
            payment.kept = self.machine.kept - payment.kept_before
            payment.listed = self._listed() - payment.listed_before

    # What a person does.

    def view(self) -> View:
        """Return what the screen shows; it can always be said."""
        view = show(self.state, self.settings, 1)
        assert encode_view(view)
        assert view.actions == allowed(self.state)
        return view

    def touch(self, action: AnyAction) -> None:
        """Touch the screen."""
        self.happen(events.Touched(action))

    def put_card(self, card: VirtualCard) -> None:
        """Put a card on the reader, or take it."""
        if self.machine.card is None:
            self.machine.insert_card("card", card)
        else:
            self.machine.take_card()
        self.happen(events.Sensed(self.levels()))

    def pay(self, amount: int) -> None:
        """Put a coin in; what falls through is no payment."""
        before = self.machine.held
        self.machine.insert_money(amount)
        self._given(before)

    def tap(self) -> None:
        """Hold an e-money card to it."""
        before = self.machine.held
        self.machine.tap_e_money()
        self._given(before)

    def _given(self, before: int) -> None:
        if self.machine.held > before:
            self.payments[-1].given += self.machine.held - before
        self.happen(events.Sensed(self.levels()))

    def take_papers(self) -> None:
        """Empty the tray."""
        self.machine.take_papers()
        self.happen(events.Sensed(self.levels()))

    def take_everything(self) -> None:
        """Empty tray and slot."""
        self.machine.take_papers()
        self.machine.take_change()
        self.happen(events.Sensed(self.levels()))

    def wait(self) -> None:
        """Let time pass until something is due."""
        at = wake_at(self.state, self.settings)
        if at is not None:
            self.now = max(self.now, at)
            self.happen(events.Ticked())

    def mend_printer(self) -> None:
        """Clear the jam, load paper."""
        self.machine.jammed, self.machine.paper = False, 100
        self.happen(events.Sensed(self.levels()))

    def drop_paper(self, what: str) -> None:
        """Let the printer jam, or run out of paper, while it does not print."""
        self.machine.jammed, self.machine.paper = what == "jam", 0 if what == "no-paper" else 100
        self.happen(events.Sensed(self.levels()))

    def break_payment(self, *, works: bool, returns: bool) -> None:
        """Let the payment device fail, or fail to give money back."""
        self.machine.set_payment(works=works, returns=returns)
        self.happen(events.Sensed(self.levels()))

    def pull_plug(self) -> None:
        """Pull it and put it in again."""
        self.trail.append("plug pulled")
        self._lose_power()
