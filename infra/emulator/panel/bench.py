"""What the panel can do: one method for each thing that a person does to the machine."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from infra.emulator.machine.cards import CardBox
from infra.emulator.machine.line import Line
from infra.emulator.machine.machine import DENOMINATIONS, Machine
from infra.emulator.machine.terminal import Terminal

Body = dict[str, Any]
_REACH_SECONDS = 0.5


class Bench:
    """A machine, its line and its plug, as the panel sees them."""

    def __init__(self, machine: Machine, cards: CardBox, line: Line, terminal: Terminal | None, url: str) -> None:
        """Work on these; `url`: the terminal's screen, empty without one."""
        self._machine = machine
        self._cards = cards
        self._line = line
        self._terminal = terminal
        self._url = url
        self._papers: list[bytes] = []
        self._commands: dict[str, Callable[[Body], None]] = {
            "insert-card": self._insert_card,
            "take-card": lambda _: machine.take_card(),
            "insert-money": lambda body: machine.insert_money(int(body["amount"])),
            "tap-e-money": lambda _: machine.tap_e_money(),
            "take-change": lambda _: machine.take_change(),
            "take-papers": lambda _: self._papers.extend(machine.take_papers()),
            "forget-papers": lambda _: self._papers.clear(),
            "load-paper": lambda body: machine.load_paper(int(body["sheets"])),
            "jam-at": lambda body: machine.set_jam(body["sheet"]),
            "clear-jam": lambda _: machine.clear_jam(),
            "payment": lambda body: machine.set_payment(works=bool(body["works"]), returns=bool(body["returns"])),
            "network": lambda body: self._tell(lambda: line.set_up(up=bool(body["up"]))),
            "lose-next-answer": lambda _: line.lose_next_answer(),
            "pull-plug": lambda _: self._tell(self._pull_plug),
            "boot": lambda _: self._tell(self._boot),
        }

    def names(self) -> tuple[str, ...]:
        """Return the names of the commands."""
        return tuple(self._commands)

    def do(self, name: str, body: Body) -> None:
        """Do it.

        Raises:
            KeyError, TypeError, ValueError: There is no such command, or it lacks what it needs.
            NotPossible: The machine does not do this now.
        """
        self._commands[name](body)
        if name in {"take-papers", "forget-papers"}:
            self._tell(lambda: None)

    def state(self) -> Body:
        """Return all that the panel shows."""
        machine = self._machine
        return {
            **machine.sensors(),
            "terminal": {"url": self._url, "powered": self._is_powered(), "listens": self._listens()},
            "network": self._line.is_up,
            "card": machine.card_label,
            "cards": self._cards.listed(),
            "denominations": DENOMINATIONS,
            "accepting": machine.accepting,
            "due": machine.due if machine.accepting else 0,
            "kept": machine.kept,
            "payment_works": machine.payment_works,
            "returns_work": machine.returns_work,
            "paper": machine.paper,
            "jammed": machine.jammed,
            "jam_in": None if machine.jam_at is None else machine.jam_at - machine.sheets_printed,
            "tray": [f"/panel/sheets/tray/{number}.png" for number, _ in enumerate(machine.tray, start=1)],
            "papers": [f"/panel/sheets/papers/{number}.png" for number, _ in enumerate(self._papers, start=1)],
            "receipts": machine.receipts,
        }

    def _is_powered(self) -> bool:
        return self._terminal is not None and bool(self._terminal.process_id)

    def _listens(self) -> bool:
        """Whether the terminal's page can be loaded: a frame that is refused does not try again."""
        address = urlsplit(self._url)
        if not self._is_powered() or address.hostname is None or address.port is None:
            return False
        with suppress(OSError), socket.create_connection((address.hostname, address.port), _REACH_SECONDS):
            return True
        return False

    def sheet(self, where: str, number: int) -> bytes | None:
        """Return a printed sheet (PNG), counted from 1, of the tray or of the papers that were taken."""
        sheets = self._machine.tray if where == "tray" else self._papers
        return sheets[number - 1] if 0 < number <= len(sheets) else None

    def version(self) -> int:
        """Return the version of the state."""
        return self._machine.version()

    def wait_after(self, version: int, seconds: float) -> None:
        """Wait until the state is newer than this version, so long at most."""
        self._machine.wait_after(version, seconds)

    def _tell(self, what: Callable[[], None]) -> None:
        # Not under the machine's lock: whoever is killed may be asking the machine.
        what()
        self._machine.change(lambda: None)

    def _insert_card(self, body: Body) -> None:
        label = str(body["label"])
        self._machine.insert_card(label, self._cards.card(label))

    def _pull_plug(self) -> None:
        if self._terminal is not None:
            self._terminal.pull_plug()

    def _boot(self) -> None:
        if self._terminal is not None:
            self._terminal.boot()
