"""What surrounds every view: the framework's own errors become problems too, and every request is logged."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from chalice.app import Request, Response

from chalicelib.edge import log
from chalicelib.edge.accept import language
from chalicelib.edge.responses import problem_response
from chalicelib.protocol import problems

_FRAMEWORK = {404: "not-found", 405: "not-found", 406: "not-acceptable", 413: "too-large", 500: "internal"}


def problems_only(request: Request, get_response: Callable[[Request], Response]) -> Response:
    """Let no error out that is not `application/problem+json`, and log how the request ended."""
    started = time.perf_counter()
    response = get_response(request)
    code = None
    if response.status_code >= 400:  # noqa: PLR2004 - the first error status of HTTP
        response, code = _as_problem(request, response)
    log.request_done(
        route=request.context["resourcePath"],
        method=request.method,
        status=response.status_code,
        code=code,
        milliseconds=round((time.perf_counter() - started) * 1000),
        build=os.environ.get("KOFU_BUILD", ""),
    )
    return response


def _as_problem(request: Request, response: Response) -> tuple[Response, str]:
    if response.headers.get("Content-Type") != problems.MEDIA_TYPE:
        code = _FRAMEWORK.get(response.status_code, "invalid-request")
        return problem_response(code, language=language(request.headers.get("accept-language"))), code
    code = next(code for code, kind in problems.PROBLEMS.items() if f'"{problems.TYPE_PREFIX}{code}"' in response.body)
    return response, code
