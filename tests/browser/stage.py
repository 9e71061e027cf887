"""Serves the screen's files and any view that a test puts on it: an agent without a visit."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from infra.emulator.http_server import LoopbackServer, QuietHandler
from kiosk.screen import STATIC
from kiosk.terminal.actions import Language
from kiosk.terminal.views import Appearance, View, encode_view
from tests.browser.sample import Sample

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_EVERYWHERE = ("language", "appearance", "scanning", "more-time")


class Stage:
    """What is on the screen now, and what was answered."""

    def __init__(self) -> None:
        """Begin with nothing on the screen."""
        self.url = ""
        self.view = b""
        self.number = 0
        self.answers: list[dict[str, Any]] = []
        self.status = 204
        self.answered: Callable[[dict[str, Any]], None] = lambda _action: None
        self._changed = threading.Condition()
        self._streams = 0

    def show(self, sample: Sample, language: Language = "ja", appearance: Appearance | None = None) -> int:
        """Put a sample on the screen and return its view's number."""
        view = self.encoded(sample, language, appearance)
        with self._changed:
            self.view = view
            self._changed.notify_all()
        return self.number

    def encoded(self, sample: Sample, language: Language = "ja", appearance: Appearance | None = None) -> bytes:
        """Return the next view, which shows a sample, as the agent would send it."""
        self.number += 1
        view = View(
            number=self.number,
            language=language,
            appearance=appearance or Appearance(),
            screen=sample.screen.NAME,
            data=sample.screen,
            actions=(*_EVERYWHERE, *sample.actions),
            deadline=None,
            session_deadline=None,
            question=None,
            alarm=None,
            say=(f"screen.{sample.screen.NAME}",),
        )
        return encode_view(msgspec.structs.replace(view, **dict(sample.overlay)))

    def hang_up(self) -> None:
        """Let every stream end."""
        with self._changed:
            self._streams += 1
            self._changed.notify_all()

    def views(self) -> Iterator[bytes]:
        """Give the present view, then each that follows."""
        sent, stream = b"", self._streams
        while stream == self._streams:
            with self._changed:
                self._changed.wait_for(lambda: stream != self._streams or self.view != sent)  # noqa: B023 - at once
                sent = self.view
            if sent and stream == self._streams:
                yield sent


@contextmanager
def staged() -> Iterator[Stage]:
    """Serve a stage on a free port."""
    stage = Stage()
    with LoopbackServer(_handler(stage), 0) as server:
        stage.url = server.url
        yield stage
        stage.hang_up()


def _handler(stage: Stage) -> type[QuietHandler]:
    class Handler(QuietHandler):
        def do_GET(self) -> None:  # noqa: N802 - the base class calls it so
            path = self.path.split("?")[0]
            if path == "/view-stream":
                self._stream()
                return
            file = (STATIC / path.lstrip("/")).resolve() if path != "/" else STATIC / "index.html"
            if not file.is_file() or STATIC not in file.parents:
                self.answer(404, {}, b"")
                return
            headers = {"Content-Type": _content_type(file), "Content-Security-Policy": POLICY}
            self.answer(200, headers | {"Cache-Control": "no-store"}, file.read_bytes())

        def do_POST(self) -> None:  # noqa: N802 - the base class calls it so
            action = json.loads(self.rfile.read(int(self.headers["content-length"])))
            stage.answers.append(action)
            self.answer(stage.status, {}, b"")
            stage.answered(action)

        def _stream(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            try:
                for view in stage.views():
                    self.wfile.write(b"data: " + view + b"\n\n")
                    self.wfile.flush()
            except OSError:
                return

    return Handler


def _content_type(file: Path) -> str:
    return _TYPES.get(file.suffix, "application/octet-stream")
