"""The machine's side of the connection that the terminal's virtual devices use."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from infra.emulator.http_server import QuietHandler
from infra.emulator.machine.machine import Machine, NotPossible
from kiosk.devices.virtual_connection import HEADER, VERSION

_WAIT_SECONDS = 5.0
_LARGEST = 16 * 1024 * 1024
_STATE = re.compile(r"/state\?after=([0-9]{1,12})")
_Answer = tuple[int, bytes]
_DONE: _Answer = (200, b"{}")


def device_handler(machine: Machine) -> type[QuietHandler]:
    """Return the handler class that serves a machine to its terminal."""
    commands = _Commands(machine)

    class Handler(QuietHandler):
        def do_GET(self) -> None:  # noqa: N802 - the base class calls it so
            asked = _STATE.fullmatch(self.path)
            if asked is None or HEADER not in self.headers:
                self._reply((404, b""))
                return
            machine.wait_after(int(asked[1]), _WAIT_SECONDS)
            self._reply((200, msgspec.json.encode(machine.sensors())))

        def do_POST(self) -> None:  # noqa: N802 - the base class calls it so
            body = self.rfile.read(min(int(self.headers.get("Content-Length", "0")), _LARGEST))
            if HEADER not in self.headers:
                self._reply((403, b""))
                return
            self._reply(commands.do(self.path, body))

        def _reply(self, answer: _Answer) -> None:
            headers = {"Content-Type": "application/octet-stream", VERSION: str(machine.version())}
            self.answer(answer[0], headers, answer[1])

    return Handler


class _Commands:
    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._by_path: dict[str, Callable[[bytes], _Answer]] = {
            "/card/apdu": self._apdu,
            "/card/reset": self._reset,
            "/payment/accept": self._accept,
            "/payment/stop": self._stop,
            "/payment/keep": lambda body: _amount(machine.keep(_json(body)["due"])),
            "/payment/give-back": lambda _body: _amount(machine.give_back()),
            "/printer/sheet": self._sheet,
            "/printer/cancel": self._cancel,
            "/receipt": self._receipt,
        }

    def do(self, path: str, body: bytes) -> _Answer:
        command = self._by_path.get(path)
        if command is None:
            return 404, b""
        try:
            return command(body)
        except NotPossible:
            return 503, b""

    def _apdu(self, body: bytes) -> _Answer:
        card = self._machine.card
        if card is None:
            return 410, b""
        return 200, card.transmit(body)

    def _reset(self, _body: bytes) -> _Answer:
        card = self._machine.card
        if card is not None:
            card.reset()
        return _DONE

    def _accept(self, body: bytes) -> _Answer:
        asked = _json(body)
        self._machine.accept(asked["method"], asked["due"])
        return _DONE

    def _stop(self, _body: bytes) -> _Answer:
        self._machine.stop_accepting()
        return _DONE

    def _sheet(self, body: bytes) -> _Answer:
        stopped = self._machine.print_sheet(body)
        return _DONE if stopped is None else (409, msgspec.json.encode({"state": stopped}))

    def _cancel(self, _body: bytes) -> _Answer:
        self._machine.cancel_printing()
        return _DONE

    def _receipt(self, body: bytes) -> _Answer:
        self._machine.print_receipt(_json(body))
        return _DONE


def _json(body: bytes) -> Any:
    return msgspec.json.decode(body)


def _amount(amount: int) -> _Answer:
    return 200, msgspec.json.encode({"amount": amount})
