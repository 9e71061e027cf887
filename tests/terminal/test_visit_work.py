"""The work of a visit when the service answers otherwise than one would wish."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any

import pytest

from chalicelib.protocol.messages import ChallengeAnswer, OutcomeAnswer, PinFailureAnswer
from chalicelib.protocol.problems import TYPE_PREFIX, Problem
from kiosk.agent.visit_work import Tools, VisitWork
from kiosk.card import PinIncorrect, PinLocked
from kiosk.service import Service, ServiceRefused
from kiosk.terminal import commands, events
from kiosk.terminal.events import Event


class _Service(Service):
    """Refuses what is asked at `path` with these codes, one after the other, then answers."""

    def __init__(self, path: str, codes: list[str]) -> None:
        self._path = path
        self._codes = codes

    @property
    def kiosk_id(self) -> str:
        return "kiosk-0004"

    def call(self, *_: Any, **__: Any) -> bytes:
        return b"{}"

    def ask(self, kind: Any, method: str, path: str, *_: Any, **__: Any) -> Any:
        assert method == "POST"
        if path.endswith(self._path) and self._codes:
            raise ServiceRefused(Problem(type=TYPE_PREFIX + self._codes.pop(0), title="", status=400))
        answers: dict[type, Any] = {
            ChallengeAnswer: ChallengeAnswer(challenge_id="C" * 26, challenge=bytes(32), expires_at=1_800_000_000),
            PinFailureAnswer: PinFailureAnswer(failures=1, locked=False),
            OutcomeAnswer: OutcomeAnswer(state="printed", receipt="receipt"),
        }
        return answers[kind]


class _Card:
    """A card that refuses the PIN."""

    def __init__(self, remaining: int) -> None:
        self._remaining = remaining

    def card_present(self) -> bool:
        return True

    @contextmanager
    def connect(self) -> Iterator[Any]:
        yield self

    def certificate(self) -> bytes:
        return b"certificate"

    def sign(self, *_: Any) -> bytes:
        raise PinIncorrect(self._remaining) if self._remaining else PinLocked


class _BrokenCard(_Card):
    def certificate(self) -> bytes:
        raise ZeroDivisionError


def visit(service: Service, reader: Any, told: SimpleQueue[Event]) -> VisitWork:
    """Return a visit that waits for nothing."""
    closing = threading.Event()
    closing.set()
    tools = Tools(
        service=service, reader=reader, post=told.put, failed=lambda _: None, new_key=lambda: "K" * 32, closing=closing
    )
    return VisitWork(tools, "24204")


@pytest.mark.parametrize("remaining", [0, 2])
@pytest.mark.parametrize("code", ["challenge-expired", "too-many-requests", "internal"])
def test_a_wrong_pin_is_told_though_the_service_does_not_take_the_report(code: str, remaining: int) -> None:
    """The card has counted: the resident hears how many tries are left, or that the card is locked."""
    told = SimpleQueue[Event]()
    work = visit(_Service("/pin-failures", [code]), _Card(remaining), told)
    work.authenticate(commands.Authenticate(3))
    assert told.get(timeout=10) == events.PinWrong(3, remaining)
    work.forget()


def test_a_card_that_the_service_has_locked_gets_no_further_try() -> None:
    """A try that could only be lost on the card is not offered."""
    told = SimpleQueue[Event]()
    work = visit(_Service("/pin-failures", ["card-locked"]), _Card(2), told)
    work.authenticate(commands.Authenticate(3))
    assert told.get(timeout=10) == events.Refused(3, "card-locked")
    work.forget()


def test_an_error_that_nothing_foresaw_is_answered_at_once() -> None:
    """Whatever goes wrong in the terminal itself, the visit hears that no answer comes instead of waiting for it."""
    told = SimpleQueue[Event]()
    work = visit(_Service("/none", []), _BrokenCard(3), told)
    work.read_card(commands.ReadCard(3))
    assert told.get(timeout=10) == events.NoAnswer(3)
    work.forget()


@pytest.mark.parametrize(("codes", "confirmed"), [(["internal", "too-many-requests"], True), (["conflict"], False)])
def test_what_became_of_the_paper_is_told_again(codes: list[str], *, confirmed: bool) -> None:
    """A refusal of the moment leaves no printed certificate listed as unconfirmed."""
    told = SimpleQueue[Event]()
    work = visit(_Service("/outcome", codes), _Card(3), told)
    work.tell_outcome(commands.TellOutcome(issuance_id="A" * 26, printed=True, sheets=1, reason=None))
    assert told.get(timeout=10) == events.OutcomeTold("A" * 26, confirmed=confirmed)
    work.forget()
