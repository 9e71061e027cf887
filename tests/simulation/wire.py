"""Between botocore and the emulated cloud: every AWS call of the process passes here, one at a time, without HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any, Protocol

import msgspec
from botocore import UNSIGNED
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from moto.core.botocore_stubber import BotocoreStubber
from werkzeug.datastructures import Headers

from infra.emulator.moto_dynamodb import ask
from tests.aws_answers import answer

_REGION = "ap-northeast-1"
OK = 200
Deliver = Callable[[], AWSResponse]


@dataclass(frozen=True, slots=True)
class AwsCall:
    """One attempt at a call: `dynamodb.PutItem`, where it goes, and what it says."""

    operation: str
    path: str
    body: bytes

    @property
    def service(self) -> str:
        """`dynamodb`, `s3` or `kms`."""
        return self.operation.partition(".")[0]

    def json(self) -> dict[str, Any]:
        """Return what a call of DynamoDB says."""
        decoded: dict[str, Any] = msgspec.json.decode(self.body)
        return decoded


class Policy(Protocol):
    """Decides what happens to calls."""

    def begin(self, operation: str) -> None:
        """Notice that the code makes a call; the SDK may send it several times."""

    def send(self, call: AwsCall, deliver: Deliver) -> AWSResponse:
        """Answer one attempt."""


class Undisturbed:
    """Delivers every call."""

    def begin(self, operation: str) -> None:
        """Notice nothing."""

    def send(self, call: AwsCall, deliver: Deliver) -> AWSResponse:
        """Deliver."""
        del call
        return deliver()


UNDISTURBED = Undisturbed()


class Wire:
    """The one way from this process to the emulated cloud."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._cloud = BotocoreStubber()
        self._policy: Policy = UNDISTURBED
        # As in `infra.emulator.moto_server`: Moto's conditional writes are not atomic by themselves.
        self._lock = Lock()
        self._done: dict[str, tuple[int, Any, bytes | str]] = {}

    def attach(self, events: Any) -> None:
        """Hook into a session's events, before its clients are made."""
        # The emulated cloud does not ask who calls.
        events.register("choose-signer", lambda **_: UNSIGNED)
        events.register("before-call", self._begin)
        events.register("before-send", self._send)

    @contextmanager
    def under(self, policy: Policy) -> Iterator[None]:
        """Let a policy decide for a while."""
        before, self._policy = self._policy, policy
        try:
            yield
        finally:
            self._policy = before

    def answer(self, request: AWSPreparedRequest) -> AWSResponse:
        """Answer what would be sent over HTTP, without asking the policy."""
        told = request.headers.get("X-Amz-Target", b"")
        kind, _, name = (told.decode() if isinstance(told, bytes) else told).partition(".")
        service = {"DynamoDB_20120810": "dynamodb", "TrentService": "kms"}.get(kind, "s3")
        body = request.body if isinstance(request.body, bytes) else b""
        call = AwsCall(f"{service}.{name}", request.url.removeprefix(self._endpoint), body)
        return self._deliver(call, request)

    def _begin(self, event_name: str, **_: Any) -> None:
        self._policy.begin(event_name.partition(".")[2])

    def _send(self, request: AWSPreparedRequest, event_name: str, **_: Any) -> AWSResponse:
        operation = event_name.partition(".")[2]
        path = request.url.removeprefix(self._endpoint)
        # What is no bytes is the stream of an upload: for the cloud to read, not for us.
        call = AwsCall(operation, path, request.body if isinstance(request.body, bytes) else b"")
        return self._policy.send(call, lambda: self._deliver(call, request))

    def _deliver(self, call: AwsCall, request: AWSPreparedRequest) -> AWSResponse:
        url = f"https://{call.service}.{_REGION}.amazonaws.com{call.path}"
        asked = AWSPreparedRequest(request.method, url, request.headers, request.body, request.stream_output)
        token = call.json().get("ClientRequestToken", "") if call.operation == "dynamodb.TransactWriteItems" else ""
        with self._lock:
            status, headers, body = self._done.get(token) or self._ask(call, asked)
            if token and status == OK:
                # DynamoDB answers a repeated transaction as the first time; Moto would carry it out again.
                self._done[token] = status, headers, body
        return answer(request.url, status, headers, body)

    def _ask(self, call: AwsCall, request: AWSPreparedRequest) -> tuple[int, Any, bytes | str]:
        if call.service == "dynamodb":
            named: Any = request.headers.items()
            texts = {name: value.decode() if isinstance(value, bytes) else value for name, value in named}
            return ask(Headers(texts), call.body, request.url)
        answered = self._cloud.process_request(request)
        if answered is None:
            raise AssertionError(f"the emulated cloud does not know {call.operation}")
        return answered
