"""The connection to a machine that is played by another process on this computer."""

from __future__ import annotations

import http.client
import threading
from urllib.parse import urlsplit

import msgspec

from kiosk.devices.interfaces import DeviceFailed
from kiosk.terminal.levels import PrinterState

HEADER = "X-Kofu-Devices"
"""Every request has it: no page in a browser can send it to another origin unasked."""

VERSION = "X-Kofu-Version"
"""In every answer: the version of the sensors' state after the command."""

_WAIT_SECONDS = 5.0
_ANSWER_SECONDS = 90.0
_AGAIN_SECONDS = 0.2


class MachineState(msgspec.Struct, frozen=True, kw_only=True):
    """What the sensors of a virtual machine say; `version` grows with each change."""

    version: int
    reader: bool
    card: bool
    payment: bool
    held: int
    slot: int
    printer: PrinterState
    tray: int


_GONE = MachineState(version=0, reader=False, card=False, payment=False, held=0, slot=0, printer="failed", tray=0)


class VirtualMachine:
    """Follows the sensors in a thread of its own, and passes commands on."""

    def __init__(self, address: str) -> None:
        """Connect to the machine at an address such as `http://127.0.0.1:1234`."""
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._state = _GONE
        self._known = threading.Event()
        self._moved = threading.Condition()
        self.changed = threading.Event()
        threading.Thread(target=self._follow, daemon=True, name="virtual-machine").start()

    def state(self) -> MachineState:
        """Return what the sensors said last."""
        self._known.wait(_WAIT_SECONDS)
        return self._state

    def command(self, path: str, body: bytes | bytearray = b"") -> tuple[int, bytes]:
        """Send a command; return status and body of the answer.

        Raises:
            DeviceFailed: There was none.
        """
        connection = self._connection(_ANSWER_SECONDS)
        try:
            connection.request("POST", path, body=body, headers={HEADER: "1"})
            answer = connection.getresponse()
            body_of_answer = answer.read()
            self._catch_up(int(answer.headers.get(VERSION, "0")))
        except (OSError, http.client.HTTPException) as error:
            raise DeviceFailed from error
        else:
            return answer.status, body_of_answer
        finally:
            connection.close()

    def _catch_up(self, version: int) -> None:
        """Wait until the sensors say what was true when the machine answered."""
        with self._moved:
            self._moved.wait_for(lambda: self._state.version >= version, _WAIT_SECONDS)

    def _follow(self) -> None:
        while True:
            try:
                self._follow_connection()
            except (OSError, http.client.HTTPException, msgspec.DecodeError):
                self._set(_GONE)
                threading.Event().wait(_AGAIN_SECONDS)

    def _follow_connection(self) -> None:
        connection = self._connection(_WAIT_SECONDS * 2)
        try:
            version = 0
            while True:
                connection.request("GET", f"/state?after={version}", headers={HEADER: "1"})
                state = msgspec.json.decode(connection.getresponse().read(), type=MachineState)
                version = state.version
                self._set(state)
        finally:
            connection.close()

    def _set(self, state: MachineState) -> None:
        with self._moved:
            changed, self._state = state != self._state, state
            self._moved.notify_all()
        self._known.set()
        if changed:
            self.changed.set()

    def _connection(self, seconds: float) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self._host, self._port, timeout=seconds)
