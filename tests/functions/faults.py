"""Faults between a function and AWS: calls that fail, are lost, crash, or all arrive at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Barrier, Semaphore
from typing import Any

from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from tests.aws_answers import dynamodb_error

_PATIENCE = 60


class Crash(BaseException):
    """The process ends here: nothing that the code does about errors runs."""


@dataclass
class Count:
    """How often something happened."""

    times: int = 0


@contextmanager
def _hook(client: Any, moment: str, operation: str, act: Callable[..., Any]) -> Iterator[None]:
    event = f"{moment}.{client.meta.service_model.service_id.hyphenize()}.{operation}"
    client.meta.events.register(event, act)
    try:
        yield
    finally:
        client.meta.events.unregister(event, act)


@contextmanager
def crash_after(client: Any, operation: str) -> Iterator[None]:
    """End the process when AWS has done this call."""

    def crash(**_: Any) -> None:
        raise Crash

    with _hook(client, "after-call", operation, crash):
        yield


@contextmanager
def unreachable(client: Any, operation: str, *, from_call: int = 1, calls: int | None = None) -> Iterator[Count]:
    """Fail this call, and all like it, before it is sent: from the `from_call`-th on, `calls` of them."""
    made = Count()

    def fail(**_: Any) -> None:
        made.times += 1
        if from_call <= made.times and (calls is None or made.times < from_call + calls):
            raise EndpointConnectionError(endpoint_url="http://127.0.0.1")

    with _hook(client, "before-call", operation, fail):
        yield made


@contextmanager
def reply_lost(client: Any, operation: str, *, times: int | None = None) -> Iterator[Count]:
    """Let AWS do this call and lose its reply, each time that it is sent or `times` often; count how often it is."""
    sent = Count()

    def lose(request: Any, **_: Any) -> None:
        sent.times += 1
        if times is not None and sent.times > times:
            return
        client._endpoint.http_session.send(request)  # noqa: SLF001 - the only way to send and yet not to hear
        raise ReadTimeoutError(endpoint_url=request.url)

    with _hook(client, "before-send", operation, lose):
        yield sent


@contextmanager
def refused(client: Any, operation: str, kind: str, *, calls: int = 1) -> Iterator[Count]:
    """Have DynamoDB refuse this call with an error of this name, `calls` times; count how often it is sent."""
    sent = Count()

    def refuse(request: Any, **_: Any) -> Any:
        sent.times += 1
        return dynamodb_error(request.url, kind) if sent.times <= calls else None

    with _hook(client, "before-send", operation, refuse):
        yield sent


@contextmanager
def counted(client: Any, operation: str) -> Iterator[Count]:
    """Count how often this call is sent."""
    sent = Count()

    def note(**_: Any) -> None:
        sent.times += 1

    with _hook(client, "before-send", operation, note):
        yield sent


@contextmanager
def before(client: Any, operation: str, act: Callable[[], object], *, nth: int = 1) -> Iterator[None]:
    """Do something else first, once, when this call is about to be made for the `nth` time."""
    made = Count()

    def first(**_: Any) -> None:
        made.times += 1
        if made.times == nth:
            act()

    with _hook(client, "before-call", operation, first):
        yield


@contextmanager
def all_at_once(client: Any, operation: str, callers: int) -> Iterator[None]:
    """Hold the first such calls back until that many callers are about to make one; later ones go through."""
    barrier, places = Barrier(callers, timeout=_PATIENCE), Semaphore(callers)

    def wait(**_: Any) -> None:
        if places.acquire(blocking=False):
            barrier.wait()

    with _hook(client, "before-call", operation, wait):
        yield


@contextmanager
def conflicting(client: Any, times: int, operation: str = "TransactWriteItems") -> Iterator[Count]:
    """Refuse the first so many such writes, as DynamoDB does when a transaction holds a row; count all of them."""
    sent = Count()
    cancelled: dict[str, Any] = {
        "Error": {"Code": "TransactionCanceledException", "Message": "Transaction cancelled"},
        "CancellationReasons": [{"Code": "None"}, {"Code": "TransactionConflict"}],
    }
    if operation != "TransactWriteItems":
        cancelled = {"Error": {"Code": "TransactionConflictException", "Message": "Transaction is ongoing"}}

    def cancel(**_: Any) -> Any:
        sent.times += 1
        return (_Refused(), cancelled) if sent.times <= times else None

    with _hook(client, "before-call", operation, cancel):
        yield sent


class _Refused:
    """The little that the SDK looks at of a refusal."""

    status_code = 400
