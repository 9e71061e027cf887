"""Answers. Every header value is a string: the framework checks that only after the view has run."""

from __future__ import annotations

import msgspec
from chalice.app import Response

from chalicelib.edge.accept import JSON, OCTETS
from chalicelib.protocol import problems

_ALWAYS: dict[str, str | list[str]] = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def json_response(body: object, status: int = 200) -> Response:
    """Answer with JSON; `body` is anything msgspec encodes."""
    return Response(msgspec.json.encode(body).decode(), {**_ALWAYS, "Content-Type": JSON}, status)


def octets_response(body: bytes) -> Response:
    """Answer with bytes."""
    return Response(body, {**_ALWAYS, "Content-Type": OCTETS}, 200)


def empty_response() -> Response:
    """Answer that it is done, with nothing to say."""
    return Response("", {**_ALWAYS}, 204)


def problem_response(
    code: str, *, language: str = "ja", reason: str | None = None, retry_after: int | None = None
) -> Response:
    """Answer with a problem (RFC 9457)."""
    body = problems.problem(code, language=language, reason=reason)
    headers = {**_ALWAYS, "Content-Type": problems.MEDIA_TYPE, "Content-Language": language}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return Response(msgspec.json.encode(body).decode(), headers, body.status)
