"""One HTTP call as the functions see it: sizes, media types and the form of its signature have been checked."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from chalice.app import Request, Response

from chalicelib.edge import log
from chalicelib.edge.accept import JSON, language, require_acceptable
from chalicelib.edge.problem_table import code_of
from chalicelib.edge.responses import problem_response
from chalicelib.protocol import http_signatures
from chalicelib.protocol.errors import DependencyUnavailable, InvalidRequest, KofuError, TooLarge, TooManyRequests
from chalicelib.protocol.http_signatures import KioskSignature, SignedRequest

MAX_BODY = 16 * 1024

Body = TypeVar("Body")
Clock = Callable[[], int]


def system_clock() -> int:
    """Return the time as Unix seconds."""
    return int(time.time())


@dataclass(frozen=True, slots=True)
class Call:
    """A call whose signature has the right form, age and digest; whose it is, the gatekeeper finds out."""

    request: SignedRequest
    signature: KioskSignature
    now: int
    elapsed: Callable[[], int] = lambda: 0

    def time(self) -> int:
        """Return the time by now: what took long since the call arrived must not pass for punctual."""
        return self.now + self.elapsed()

    def body(self, kind: type[Body]) -> Body:
        """Decode the body.

        Raises:
            InvalidRequest: It is not JSON, or a field is missing, unknown, of the wrong type or out of its range.
        """
        try:
            return msgspec.json.decode(self.request.body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise InvalidRequest from error


def signed_request(request: Request) -> SignedRequest:
    """Return what the kiosk signed. The path is the requested one, API stage included.

    Raises:
        TooLarge: The body is larger than 16 KiB.
    """
    raw = request.raw_body or b""
    body = raw.encode() if isinstance(raw, str) else raw
    if len(body) > MAX_BODY:
        raise TooLarge
    headers = {name.lower(): str(value) for name, value in request.headers.items()}
    return SignedRequest(request.method, request.context["path"], headers, body)


def answer(request: Request, handle: Callable[[Call], Response], *, clock: Clock, media_type: str = JSON) -> Response:
    """Answer a call that a kiosk must sign. Everything that can be refused without AWS is refused here."""

    def checked() -> Response:
        require_acceptable(request.headers.get("accept"), media_type)
        signed = signed_request(request)
        now = clock()
        started = time.monotonic()
        signature = http_signatures.examine(signed, now=now)
        return handle(Call(signed, signature, now, lambda: int(time.monotonic() - started)))

    return as_problems(request, checked)


def answer_unsigned(request: Request, handle: Callable[[], Response]) -> Response:
    """Answer a call that anyone may make."""

    def checked() -> Response:
        require_acceptable(request.headers.get("accept"), JSON)
        return handle()

    return as_problems(request, checked)


def as_problems(request: Request, handle: Callable[[], Response]) -> Response:
    """Run a handler; what it raises becomes a problem. What is no error of ours tells nothing."""
    try:
        return handle()
    except KofuError as error:
        if code_of(error) == "internal":
            log.unexpected(error)
        if isinstance(error, (DependencyUnavailable, TooManyRequests)):
            log.dependency_failed(error)
        return problem_response(
            code_of(error),
            language=language(request.headers.get("accept-language")),
            reason=getattr(error, "reason", None),
            retry_after=error.retry_after,
        )
    except Exception as error:  # noqa: BLE001 - the edge: nothing may leave it unmapped
        log.unexpected(error)
        return problem_response("internal")
