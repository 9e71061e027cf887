"""Serves the developer's panel: its page, its commands, and pictures of what was printed.

GET  /                             the page (`static/index.html`) with the terminal in a frame; its files beside it
GET  /about                        addresses, kiosks and cards of the emulation
GET  /panel/state                  all that the panel shows, as JSON
GET  /panel/stream                 the same as Server-Sent Events, after each change
POST /panel/<command>              a command of `Bench`, its values as JSON: 204; 409 when not possible now
GET  /panel/sheets/<where>/<n>.png a printed sheet; `where`: `tray` or `papers`
"""

from __future__ import annotations

import mimetypes
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from infra.emulator.http_server import QuietHandler
from infra.emulator.machine.machine import NotPossible
from infra.emulator.panel import about
from infra.emulator.panel.bench import Bench

STATIC = Path(__file__).resolve().parent / "static"

_SHEET = re.compile(r"/panel/sheets/(tray|papers)/([0-9]{1,4})\.png")
_ALIVE_SECONDS = 15.0
_LARGEST = 4096
_TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html; charset=utf-8"}
_NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def panel_handler(bench: Bench, description: dict[str, Any]) -> type[QuietHandler]:
    """Return the handler class of the panel; `description` is read anew for each request."""
    return type("PanelHandler", (_Handler,), {"bench": bench, "description": description})


class _Handler(QuietHandler):
    bench: Bench
    description: dict[str, Any]

    def do_GET(self) -> None:  # noqa: N802 - the base class calls it so
        path = self.path.partition("?")[0]
        if not self._is_for_us():
            self.answer(403, _NO_STORE, b"")
        elif path == "/panel/stream":
            self._stream()
        else:
            self._reply(*self._found(path))

    def do_POST(self) -> None:  # noqa: N802 - the base class calls it so
        body = self.rfile.read(min(int(self.headers.get("Content-Length", "0")), _LARGEST))
        # A page of another origin cannot send this type unasked.
        ours = self._is_for_us() and self.headers.get_content_type() == "application/json"
        status = _done(self.bench, self.path.removeprefix("/panel/"), body) if ours else 403
        self.answer(status, _NO_STORE, b"")

    def _is_for_us(self) -> bool:
        """Whether this address was asked for by its own name: another name may be anybody's page (DNS rebinding)."""
        address, port = self.connection.getsockname()[:2]
        return self.headers.get("Host") in {f"{address}:{port}", f"localhost:{port}"}

    def _found(self, path: str) -> tuple[str, bytes | None]:
        sheet = _SHEET.fullmatch(path)
        if path == "/panel/state":
            return "application/json", msgspec.json.encode(self.bench.state())
        if path == "/about":
            return "text/html; charset=utf-8", about.page(self.description).encode()
        if sheet is not None:
            return "image/png", self.bench.sheet(sheet[1], int(sheet[2]))
        file = (STATIC / (path.lstrip("/") or "index.html")).resolve()
        if not file.is_relative_to(STATIC) or not file.is_file():
            return "", None
        kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return kind, file.read_bytes()

    def _reply(self, kind: str, body: bytes | None) -> None:
        if body is None:
            self.answer(404, {"Content-Type": "text/plain; charset=utf-8"}, b"Not found\n")
        else:
            self.answer(200, {"Content-Type": kind, **_NO_STORE}, body)

    def _stream(self) -> None:
        self.send_response(200)
        for name, value in {"Content-Type": "text/event-stream; charset=utf-8", **_NO_STORE}.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.close_connection = True
        self.end_headers()
        with suppress(OSError):
            self._follow()

    def _follow(self) -> None:
        version = 0
        while True:
            self.bench.wait_after(version, _ALIVE_SECONDS)
            changed, version = self.bench.version() != version, self.bench.version()
            self.wfile.write(b"data: " + msgspec.json.encode(self.bench.state()) + b"\n\n" if changed else b":\n\n")
            self.wfile.flush()


def _done(bench: Bench, name: str, body: bytes) -> int:
    if name not in bench.names():
        return 404
    try:
        bench.do(name, msgspec.json.decode(body or b"{}", type=dict[str, Any]))
    except NotPossible:
        return 409
    except (msgspec.DecodeError, KeyError, TypeError, ValueError):
        return 400
    return 204
