"""An HTTP request as API Gateway hands it to Lambda (REST API, proxy integration), and Lambda's answer as bytes."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from chalice.local import RouteMatcher

STAGE = "/v1"


class NoRoute(Exception):
    """No resource of the API has this path."""


def to_event(
    matcher: RouteMatcher, *, method: str, target: str, headers: Mapping[str, str], body: bytes
) -> dict[str, Any]:
    """Make the event of a request to `target` (path and query as requested, stage included).

    Raises:
        NoRoute: API Gateway has no such resource, and would not call a function.
    """
    path, _, query = target.partition("?")
    # The matcher reads a path as a URL: what follows `//` would be a host, what follows `;` or `#` no path.
    if not path.startswith(STAGE + "/") or "//" in path or ";" in path or "#" in path:
        raise NoRoute
    try:
        match = matcher.match_route(path.removeprefix(STAGE))
    except ValueError as error:
        raise NoRoute from error
    text, encoded = _body(body)
    return {
        "requestContext": {
            "httpMethod": method,
            "resourcePath": match.route,
            "path": path,
            "identity": {"sourceIp": "127.0.0.1"},
        },
        "headers": {name.lower(): value for name, value in headers.items()},
        "multiValueQueryStringParameters": parse_qs(query) or None,
        "pathParameters": match.captured,
        "stageVariables": {},
        "body": text,
        "isBase64Encoded": encoded,
    }


def _body(body: bytes) -> tuple[str, bool]:
    try:
        return body.decode(), False
    except UnicodeDecodeError:
        return base64.b64encode(body).decode(), True


def answer_body(answer: Mapping[str, Any]) -> bytes:
    """Return the body of a function's answer."""
    body: str = answer["body"]
    return base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
