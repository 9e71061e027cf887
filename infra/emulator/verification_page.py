"""Serves the verification page with the keys and the void list of this very moment, as a municipality publishes it."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import urlsplit

from chalicelib.edge.calls import system_clock
from infra.emulator.aws_calls import attributed_to
from infra.emulator.http_server import QuietHandler
from infra.verification_site import KEYS, PAGE, VOID, VerificationSite

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".LICENSE": "text/plain; charset=utf-8",
}
_HOUR = 3600


def verification_handler(site: VerificationSite) -> type[QuietHandler]:
    """Return the handler class."""
    files = {path.relative_to(PAGE).as_posix(): path for path in PAGE.rglob("*") if path.is_file()}
    made: dict[str, Callable[[], object]] = {
        KEYS: lambda: site.keys(system_clock()),
        VOID: lambda: site.void_list(system_clock(), valid_for=_HOUR),
    }

    class Handler(QuietHandler):
        def do_GET(self) -> None:  # noqa: N802 - the base class calls it so
            name = urlsplit(self.path).path.removeprefix("/") or "index.html"
            if name in made:
                with attributed_to("office"):
                    self._give(name, json.dumps(made[name](), ensure_ascii=False).encode())
            elif name in files:
                self._give(name, files[name].read_bytes())
            else:
                self.answer(404, {"Content-Type": "text/plain; charset=utf-8"}, b"Not found\n")

        def _give(self, name: str, body: bytes) -> None:
            kind = _TYPES[name[name.rindex(".") :]]
            self.answer(200, {"Content-Type": kind, "Cache-Control": "no-cache"}, body)

    return Handler
