"""The API on this machine: plays API Gateway in front of the very application that is deployed."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from email.message import Message
from typing import Any

from chalice.app import Chalice
from chalice.local import LocalChalice, RouteMatcher

from chalicelib.edge.calls import MAX_BODY
from chalicelib.edge.responses import problem_response
from infra.emulator.aws_calls import attributed_to
from infra.emulator.gateway_event import NoRoute, answer_body, to_event
from infra.emulator.http_server import QuietHandler

_GATEWAY_LIMIT = 10 * 1024 * 1024
_SERVER_REFUSALS = {414: "too-large", 431: "too-large", 501: "not-found"}
"""Status with which the HTTP server refuses before a handler runs, and the problem that says so."""

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def api_handler(app: Chalice, functions: Mapping[str, str]) -> type[QuietHandler]:
    """Return the handler class that serves `app`; `functions` maps functions to the modules of their routes."""
    # Chalice keeps the current request on the application object; its local server's class keeps it by thread.
    app.__class__ = LocalChalice
    api = _Api(app, functions)

    class Handler(QuietHandler):
        def _serve(self) -> None:
            size = _body_size(self.headers)
            if size is None or size > _GATEWAY_LIMIT:
                self._refuse("invalid-request" if size is None else "too-large")
                return
            body = self.rfile.read(size)
            if len(body) < size:
                self._refuse("invalid-request")
                return
            self.answer(*api.serve(self.command, self.path, dict(self.headers.items()), body))

        def _refuse(self, code: str) -> None:
            self.close_connection = True
            self.answer(*_problem(code))

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
            """Refuse what the server itself cannot read, or a method that nothing has: as a problem too."""
            self._refuse(_SERVER_REFUSALS.get(code, "invalid-request"))

    for method in _METHODS:
        setattr(Handler, f"do_{method}", Handler._serve)  # noqa: SLF001 - the class is ours
    return Handler


class _Api:
    def __init__(self, app: Chalice, functions: Mapping[str, str]) -> None:
        self._app = app
        self._matcher = RouteMatcher(list(app.routes))
        by_module = {module: function for function, module in functions.items()}
        self._function_of = {
            path: by_module[sys.modules[entry.view_function.__module__].__name__]
            for path, entries in app.routes.items()
            for entry in entries.values()
        }

    def serve(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        try:
            event = to_event(self._matcher, method=method, target=target, headers=headers, body=body)
        except NoRoute:
            return _problem("not-found")
        with attributed_to(self._function_of[event["requestContext"]["resourcePath"]]):
            answer: Mapping[str, Any] = self._app(event, None)
        return answer["statusCode"], answer["headers"], answer_body(answer)


def _body_size(headers: Message) -> int | None:
    """Return the size of a body, or None when it cannot be told: chunked, said twice, or no number."""
    lengths = headers.get_all("Content-Length", ["0"])
    if headers.get("Transfer-Encoding") or len(lengths) != 1 or not re.fullmatch(r"[0-9]{1,15}", lengths[0]):
        return None
    return int(lengths[0])


def _problem(code: str) -> tuple[int, dict[str, str], bytes]:
    response = problem_response(code)
    headers = {name: str(value) for name, value in response.headers.items()}
    return response.status_code, headers, response.body.encode()


assert MAX_BODY < _GATEWAY_LIMIT  # noqa: S101 - the function's own limit must be the one that is met
