"""Serves the screen on loopback: its files, the stream of views, and the touches that come back.

Only the page that comes from here is answered: any other origin, and any other name for this address (DNS rebinding),
is refused. Nothing is stored by a browser.
"""

from __future__ import annotations

import mimetypes
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec

from kiosk.agent.agent import Agent
from kiosk.terminal.actions import decode_action
from kiosk.terminal.views import encode_view

LOOPBACK = "127.0.0.1"
STATIC = Path(__file__).resolve().parents[1] / "screen" / "static"
AUDIO = Path(__file__).resolve().parents[2] / "build" / "voice"
"""What the set-up makes of the terminal's utterances; without it the terminal is silent."""

_AUDIO_PATH = "audio/"
_LARGEST_ACTION = 16 * 1024
_ALIVE_SECONDS = 15.0
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".json": "application/json", ".opus": "audio/ogg"}


class ScreenServer:
    """Serves one agent. `framed_by`: the origin of a page that may show the screen in a frame, if any."""

    def __init__(
        self, agent: Agent, port: int, *, framed_by: str | None = None, static: Path = STATIC, audio: Path = AUDIO
    ) -> None:
        """Bind the port at once; 0 takes any free one.

        Raises:
            OSError: It is taken.
        """
        site = _Site(agent, static.resolve(), audio.resolve(), framed_by)
        self._server = _Server((LOOPBACK, port), partial(_Handler, site))
        site.authority = f"{LOOPBACK}:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        self.url = f"http://{site.authority}"

    def start(self) -> None:
        """Serve in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True


class _Site:
    def __init__(self, agent: Agent, static: Path, audio: Path, framed_by: str | None) -> None:
        self.agent = agent
        self.static = static
        self.audio = audio
        self.authority = ""
        self.headers = {
            "Cache-Control": "no-store",
            "Content-Security-Policy": (
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
                "font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; "
                f"frame-ancestors {framed_by or chr(39) + 'none' + chr(39)}"
            ),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
        }

    def file(self, path: str) -> Path | None:
        """Return the file of a path, or None when there is none below the static files, or the audio files."""
        root, name = self.static, path.lstrip("/") or "index.html"
        if name.startswith(_AUDIO_PATH):
            root, name = self.audio, name.removeprefix(_AUDIO_PATH)
        found = (root / name).resolve()
        return found if found.is_relative_to(root) and found.is_file() else None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "kofu-terminal"
    sys_version = ""
    timeout = 30

    def __init__(self, site: _Site, *arguments: object) -> None:
        self._site = site
        super().__init__(*arguments)  # type: ignore[arg-type]  # the server gives what the base class takes

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer a file, or the stream."""
        path = self.path.partition("?")[0]
        if not self._is_ours():
            self._answer(403)
        elif path == "/view-stream":
            self._stream()
        elif (file := self._site.file(path)) is not None:
            kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            self._answer(200, file.read_bytes(), kind)
        else:
            self._answer(404)

    def do_POST(self) -> None:
        """Take an action, and close the connection: its buffer would keep what was chosen until the next one."""
        self.close_connection = True
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > _LARGEST_ACTION:
            self._answer(400)
            return
        body = self.rfile.read(int(length))
        is_json = self.headers.get_content_type() == "application/json"
        if not self._is_ours() or self.headers.get("Origin") != f"http://{self._site.authority}" or not is_json:
            self._answer(403)
        elif self.path != "/actions":
            self._answer(404)
        else:
            self._act(body)

    def _act(self, body: bytes) -> None:
        try:
            action = decode_action(body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            self._answer(400)
            return
        self._answer(204 if self._site.agent.act(action) else 409)

    def _is_ours(self) -> bool:
        origin = self.headers.get("Origin")
        own = f"http://{self._site.authority}"
        # Only a page of ours may ask; a browser says of every request which page it is for.
        fetched_by = self.headers.get("Sec-Fetch-Site", "none")
        framed = self.headers.get("Sec-Fetch-Dest") == "iframe"
        return (
            self.headers.get("Host") == self._site.authority
            and origin in {None, own}
            and (fetched_by in {"none", "same-origin"} or framed)
        )

    def _stream(self) -> None:
        self.send_response(200)
        self.close_connection = True
        self._send_headers("text/event-stream; charset=utf-8")
        self.end_headers()
        number = 0
        try:
            while True:
                view = self._site.agent.view_after(number, _ALIVE_SECONDS)
                if view is None:
                    self.wfile.write(b":\n\n")
                else:
                    number = view.number
                    self.wfile.write(b"data: " + encode_view(view) + b"\n\n")
                self.wfile.flush()
        except OSError:
            return

    def _answer(self, status: int, body: bytes = b"", kind: str = "text/plain; charset=utf-8") -> None:
        self.send_response(status)
        self._send_headers(kind)
        if status != 204:  # noqa: PLR2004 - No Content has no length either (RFC 9110, 8.6)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_headers(self, kind: str) -> None:
        self.send_header("Content-Type", kind)
        for name, value in self._site.headers.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
