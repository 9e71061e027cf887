"""What the agent does about errors and late answers that no device and no service should ever cause."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.protocol.messages import ChallengeAnswer, SessionAnswer
from kiosk.agent.agent import Agent
from kiosk.agent.pages import Pages
from kiosk.agent.print_work import PrintWork
from kiosk.service import Service
from kiosk.terminal import actions, commands, events
from kiosk.terminal.events import Event
from kiosk.terminal.levels import Levels, PrinterState
from kiosk.visit import Challenged, Visit, VisitOver
from tests.card.waiting import until
from tests.terminal.offered import SETTINGS


class _OfItself:
    """Something that only a collection frees."""

    def __init__(self) -> None:
        self.itself = self


class _Closing(threading.Event):
    """Notes, when the agent pauses after an error, whether what `left` refers to is still there."""

    def __init__(self) -> None:
        super().__init__()
        self.left: weakref.ref[_OfItself] | None = None
        self.freed: list[bool] = []

    def wait(self, timeout: float | None = None) -> bool:
        if self.left is not None and timeout and timeout >= 1:
            self.freed.append(self.left() is None)
        return super().wait(timeout)


class Bench:
    """Parts of an agent that do nothing; `stop` of the printer fails, as does everything else that is asked to."""

    def __init__(self) -> None:
        self.levels = Levels()
        self.errors: list[str] = []
        self.closing = _Closing()
        self.sensor_fails = False

    def parts(self, post: Callable[[Event], None]) -> Any:
        """Give them."""
        nothing = SimpleNamespace(
            take=None, stop=None, keep=None, give_back=None, promise=None, settle=lambda: None, unfinished=lambda: None
        )
        tools = SimpleNamespace(
            service=None, post=post, failed=lambda error: self.errors.append(type(error).__name__), closing=self.closing
        )
        return SimpleNamespace(
            sensors=SimpleNamespace(read=self._read),
            tools=tools,
            money=nothing,
            printing=SimpleNamespace(stop=self._fail, forget=lambda: None),
            journal=nothing,
            lookout=SimpleNamespace(look=lambda: post(events.Looked(None))),
            clock=lambda: 1_800_000_000_000,
            shuffle=None,
        )

    def _read(self) -> Levels:
        if self.sensor_fails:
            raise ZeroDivisionError
        return self.levels

    def _fail(self) -> None:
        # The error's frame refers to it.
        failing = _OfItself()
        self.closing.left = weakref.ref(failing)
        raise ZeroDivisionError


@pytest.fixture
def no_chance() -> Iterator[None]:
    """Have nothing collected unasked."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def bench() -> Iterator[tuple[Bench, Agent]]:
    """Give an agent whose resident is about to place a card."""
    bench = Bench()
    agent = Agent(SETTINGS, bench.parts)
    agent.start()
    until(lambda: agent.view().screen == "start", "the start")
    for name in (actions.Continue, actions.Continue):
        assert agent.act(name(view=agent.view().number))
    chosen = actions.ChooseMunicipality(view=agent.view().number, code="24204", purpose="residence")
    assert agent.act(chosen)
    assert agent.view().screen == "place-card"
    yield bench, agent
    agent.stop()


def _visit_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "visit"]


def test_an_error_in_the_loop_ends_the_visit_and_the_terminal_serves_again(bench: tuple[Bench, Agent]) -> None:
    """Whatever goes wrong inside: the visit is wiped, the screen shows nothing of it, the next person can begin."""
    parts, agent = bench
    assert _visit_threads()
    parts.levels = Levels(reader=False)
    until(lambda: parts.errors == ["ZeroDivisionError"], "an error")
    until(lambda: agent.view().screen == "out-of-service", "a screen of nobody")
    until(lambda: not _visit_threads(), "the end of the visit")
    parts.levels = Levels()
    until(lambda: agent.view().screen == "start", "the start")


@pytest.mark.usefixtures("no_chance")
def test_what_an_error_refers_to_is_freed_before_anything_else(bench: tuple[Bench, Agent]) -> None:
    """When the terminal pauses after an error, neither the error's frames nor what refers to itself is left."""
    parts, _agent = bench
    parts.levels = Levels(reader=False)
    until(lambda: bool(parts.closing.freed), "the pause")
    assert parts.closing.freed == [True]


@pytest.mark.usefixtures("no_chance")
def test_what_refers_to_itself_is_freed_when_the_visit_ends(bench: tuple[Bench, Agent]) -> None:
    """It does not stay until the first screen is back, which may take as long as something lies in a slot."""
    _parts, agent = bench
    left = weakref.ref(_OfItself())
    for name in (actions.Cancel, actions.Yes):
        assert agent.act(name(view=agent.view().number))
    assert agent.view().screen == "end"
    assert left() is None


def test_a_sensor_that_raises_is_read_again(bench: tuple[Bench, Agent]) -> None:
    """An error while the sensors are read does not make the terminal blind."""
    parts, agent = bench
    parts.sensor_fails = True
    until(lambda: bool(parts.errors), "an error")
    parts.levels, parts.sensor_fails = Levels(reader=False), False
    until(lambda: agent.view().screen == "out-of-service", "the sensors' word")


class _SlowPrinter:
    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.busy = threading.Event()

    def print_sheet(self, _page: bytearray) -> None:
        self.busy.set()
        self.go_on.wait()

    def cancel(self) -> None:
        """Nothing to forget."""

    def state(self) -> PrinterState:
        return "ready"

    def tray(self) -> int | None:
        return None


def test_a_sheet_that_was_given_up_does_not_take_the_next_one_along() -> None:
    """A job that ends late, after its successor was asked for, leaves that one to be printed."""
    printer, told = _SlowPrinter(), SimpleQueue[Event]()
    work = PrintWork(printer, None, post=told.put, failed=lambda _: None)
    pages = Pages()
    pages.put([b"page"])
    work.sheets(commands.PrintSheets(1, 1, 1), pages)
    printer.busy.wait()
    work.stop()
    work.sheets(commands.PrintSheets(2, 1, 1), pages)
    printer.go_on.set()
    assert [told.get(timeout=10) for _ in range(2)] == [events.SheetOut(1, 1), events.SheetOut(2, 1)]


class _BrokenPrinter(_SlowPrinter):
    def print_sheet(self, _page: bytearray) -> None:
        raise ZeroDivisionError


def test_an_error_of_the_printers_own_is_told_at_once() -> None:
    """An error that no printer should raise stops the sheet as any other failure: nobody waits for it to time out."""
    told, errors = SimpleQueue[Event](), SimpleQueue[BaseException]()
    work = PrintWork(_BrokenPrinter(), None, post=told.put, failed=errors.put)
    pages = Pages()
    pages.put([b"page"])
    work.sheets(commands.PrintSheets(1, 1, 1), pages)
    assert told.get(timeout=10) == events.PrintStopped(1, "failed")
    assert isinstance(errors.get(timeout=10), ZeroDivisionError)


class _LateService(Service):
    """Opens a session for a visit that is over by then."""

    def __init__(self) -> None:
        self.called: list[tuple[str, str]] = []
        self.visit: Visit | None = None

    @property
    def kiosk_id(self) -> str:
        return "kiosk-0004"

    def ask(self, kind: Any, method: str, path: str, *_: Any, **__: Any) -> Any:
        self.called.append((method, path))
        assert self.visit is not None
        assert kind is SessionAnswer
        self.visit.forget()
        return SessionAnswer(session_id="S" * 26, session_token="T" * 43, expires_at=1_800_000_000)

    def call(self, method: str, path: str, *_: Any, **__: Any) -> bytes:
        self.called.append((method, path))
        return b""


def test_a_session_that_opens_after_the_visit_is_ended() -> None:
    """A session whose answer comes when nobody waits for it is deleted there, like any other."""
    service = _LateService()
    visit = service.visit = Visit(service, "24204")
    challenge = ChallengeAnswer(challenge_id="C" * 26, challenge=bytes(32), expires_at=1_800_000_000)
    with pytest.raises(VisitOver):
        visit.open_session(Challenged(challenge, b"certificate"), b"signature")
    visit.end()
    assert service.called == [("POST", "/sessions"), ("DELETE", "/session")]
