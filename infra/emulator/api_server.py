"""The API on this machine: plays API Gateway in front of the very application that is deployed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from chalice.app import Chalice
from chalice.local import LocalChalice, RouteMatcher

from chalicelib.edge.calls import MAX_BODY
from chalicelib.edge.responses import problem_response
from infra.emulator.aws_calls import attributed_to
from infra.emulator.gateway_event import NoRoute, answer_body, to_event
from infra.emulator.http_server import QuietHandler

_GATEWAY_LIMIT = 10 * 1024 * 1024
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def api_handler(app: Chalice, functions: Mapping[str, str]) -> type[QuietHandler]:
    """Return the handler class that serves `app`; `functions` maps functions to the modules of their routes."""
    # Chalice keeps the current request on the application object; its local server's class keeps it by thread.
    app.__class__ = LocalChalice
    api = _Api(app, functions)

    class Handler(QuietHandler):
        def _serve(self) -> None:
            length = self.headers.get("Content-Length", "0")
            if self.headers.get("Transfer-Encoding") or not length.isascii() or not length.isdigit():
                self.close_connection = True
                self.answer(*_problem("invalid-request"))
                return
            if int(length) > _GATEWAY_LIMIT:
                self.close_connection = True
                self.answer(*_problem("too-large"))
                return
            body = self.rfile.read(int(length))
            self.answer(*api.serve(self.command, self.path, dict(self.headers.items()), body))

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


def _problem(code: str) -> tuple[int, dict[str, str], bytes]:
    response = problem_response(code)
    headers = {name: str(value) for name, value in response.headers.items()}
    return response.status_code, headers, response.body.encode()


assert MAX_BODY < _GATEWAY_LIMIT  # noqa: S101 - the function's own limit must be the one that is met
