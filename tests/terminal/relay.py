"""A relay before the API that does, at one call of a visit, what a test wants to happen there."""

from __future__ import annotations

import http.client
import re
import threading
from dataclasses import dataclass
from typing import Literal, Self
from urllib.parse import urlsplit

from infra.emulator.http_server import LoopbackServer, QuietHandler

Where = Literal["before", "after"]
"""Before the call arrives, or after it took effect and before its answer."""

_ID = re.compile(r"/[0-9A-Z]{26}(?=/|$)")
_HOP = frozenset({"connection", "content-length", "transfer-encoding", "date", "server"})
_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Trap:
    """What happens at the `occurrence`-th call of this name: no answer comes.

    `stays`: none comes to any later call either; `holds`: not before the relay is mended.
    """

    call: str
    where: Where
    stays: bool = True
    occurrence: int = 1
    holds: bool = False


class Relay:
    """Passes calls on; a context manager. `calls` are the names of those that were tried, ids left out."""

    def __init__(self, api: str) -> None:
        """Relay to an API such as `http://127.0.0.1:1/v1`."""
        parts = urlsplit(api)
        self.host, self.port = parts.hostname or "", parts.port or 80
        self._base = parts.path
        self._server = LoopbackServer(type("RelayHandler", (_Handler,), {"relay": self}), 0)
        self.url = self._server.url + self._base
        self.calls: list[str] = []
        self.caught = threading.Event()
        self._released = threading.Event()
        self._trap: Trap | None = None
        self._seen = 0
        self._gone = False

    def __enter__(self) -> Self:
        """Relay from now on."""
        self._server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        """Relay no more."""
        self.mend()
        self._server.__exit__(None, None, None)

    def set(self, trap: Trap) -> None:
        """Lay a trap."""
        self.mend()
        self.calls.clear()
        self._trap, self._seen = trap, 0
        self.caught.clear()
        self._released.clear()

    def mend(self) -> None:
        """Let everything pass again."""
        self._trap, self._gone = None, False
        self._released.set()

    def arrives(self, name: str) -> bool:
        """Take note of a call; return whether it reaches the API."""
        self.calls.append(name)
        if self._gone:
            return False
        trap = self._trap
        if trap is None or trap.call != name:
            return True
        self._seen += 1
        return trap.where == "after" or not self._springs(trap)

    def answers(self, name: str) -> bool:
        """Whether the answer of a call gets back."""
        trap = self._trap
        if trap is None or trap.call != name or trap.where == "before":
            return not self._gone
        return not self._springs(trap)

    def _springs(self, trap: Trap) -> bool:
        if self._seen != trap.occurrence:
            return False
        self._gone = trap.stays
        self.caught.set()
        if trap.holds:
            self._released.wait(_SECONDS)
        if not trap.stays:
            self._trap = None
        return True

    def name(self, method: str, path: str) -> str:
        """Return how a call is named."""
        return f"{method} {_ID.sub('/{id}', path.removeprefix(self._base))}"


class _Handler(QuietHandler):
    relay: Relay

    def do_GET(self) -> None:  # noqa: N802 - the base class calls it so
        self._pass_on()

    def do_POST(self) -> None:  # noqa: N802 - the base class calls it so
        self._pass_on()

    def do_DELETE(self) -> None:  # noqa: N802 - the base class calls it so
        self._pass_on()

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        name = self.relay.name(self.command, self.path)
        if not self.relay.arrives(name):
            self.close_connection = True
            return
        far = http.client.HTTPConnection(self.relay.host, self.relay.port, timeout=_SECONDS)
        try:
            far.request(self.command, self.path, body=body or None, headers=dict(self.headers.items()))
            answer = far.getresponse()
            content = answer.read()
        finally:
            far.close()
        if not self.relay.answers(name):
            self.close_connection = True
            return
        headers = {key: value for key, value in answer.getheaders() if key.lower() not in _HOP}
        self.answer(answer.status, headers, content)
