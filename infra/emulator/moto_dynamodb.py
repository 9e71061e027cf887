"""The short way to Moto's DynamoDB: its calls all go to one address, and say in a header what they are.

Moto's own way looks for the service by the request's host, through a web framework and by dozens of patterns, and
reads each body as a form as well: that takes as long as what DynamoDB does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from moto.dynamodb.responses import DynamoHandler
from werkzeug.datastructures import EnvironHeaders, Headers

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

TARGET = "DynamoDB_20120810."
"""How the name of an operation is told."""

Answer = tuple[int, Mapping[str, Any], bytes | str]
"""Status, headers and body."""


def ask(headers: Any, body: bytes, url: str = "") -> Answer:
    """Answer one call of DynamoDB; `headers` have names in any case. The region is that of the URL or the signature."""
    request: Any = SimpleNamespace(
        headers=headers, content_type=headers.get("Content-Type"), data=body, method="POST", path="/", values={}
    )
    handler: Any = DynamoHandler()
    vars(handler).update(
        headers=headers,
        response_headers={"server": "amazon.com"},
        normalized_request=request,
        querystring={},
        data={},
        uri="/",
        path="/",
        raw_path="/",
        uri_match={},
        method="POST",
        raw_body=body,
    )
    handler.region = handler.get_region_from_url(request, url)
    handler.access_key = handler.get_access_key()
    handler.current_account = handler.get_current_account()
    handler.parse_parameters(request)
    answer: Answer = handler.call_action()
    return answer


class DynamoDBFirst:
    """WSGI middleware that answers calls of DynamoDB itself, and hands on all others."""

    def __init__(self, app: WSGIApplication) -> None:
        """Hand on to this application."""
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if not environ.get("HTTP_X_AMZ_TARGET", "").startswith(TARGET):
            return self._app(environ, start_response)
        status, headers, body = ask(EnvironHeaders(environ), environ["wsgi.input"].read())
        start_response(f"{status} -", list(Headers(dict(headers)).to_wsgi_list()))
        return [body.encode() if isinstance(body, str) else body]
