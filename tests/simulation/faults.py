"""What can go wrong between a function, AWS and the kiosk, at any point of a visit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from tests.aws_answers import answer, cancelled, dynamodb_error
from tests.simulation.wire import AwsCall, Deliver

_XML = {"content-type": "application/xml"}


class Crash(BaseException):
    """The function's process ends here: nothing that its code does about errors runs."""


class NoAnswer(Exception):
    """The kiosk hears nothing, and cannot know what happened."""


class Fault(StrEnum):
    """What happens to one call of the code, or to one answer to the kiosk."""

    REFUSED = "refused"
    """AWS answers 500 to every attempt, and does nothing."""
    THROTTLED = "throttled"
    """AWS is too busy for every attempt, and does nothing."""
    TIMED_OUT = "timed out"
    """No attempt arrives."""
    LOST = "lost"
    """AWS does it, the reply is lost; the SDK may send it again."""
    ALL_LOST = "all lost"
    """AWS does it as often as it is sent, and every reply is lost."""
    LOST_THEN_BUSY = "lost, then busy"
    """AWS does it, the reply is lost; to the SDK's further attempts it says that it is too busy."""
    CONFLICT = "conflict"
    """DynamoDB refuses a write because of a transaction on the same row."""
    CRASH_BEFORE = "crash before"
    CRASH_AFTER = "crash after"


ON_ANSWER = Fault.LOST
"""What can happen to an answer to the kiosk."""

_WRITES = frozenset(f"dynamodb.{name}" for name in ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"))


def faults_at(point: str) -> Iterator[Fault]:
    """Yield what can go wrong at a point."""
    if point.startswith("answer"):
        yield ON_ANSWER
    else:
        yield from (fault for fault in Fault if fault is not Fault.CONFLICT or point in _WRITES)


class Faults:
    """Counts the points at which something can go wrong, and makes it go wrong at the planned ones."""

    def __init__(self, plan: Mapping[int, Fault]) -> None:
        self.points: list[str] = []
        self._plan = plan
        self._attempts = 0

    def begin(self, operation: str) -> None:
        """Count a call."""
        self.points.append(operation)
        self._attempts = 0

    @property
    def happened(self) -> int:
        """How many of the planned faults have had their point."""
        return sum(number < len(self.points) for number in self._plan)

    def heard(self, step: str) -> None:
        """Count an answer to the kiosk.

        Raises:
            NoAnswer: It is lost.
        """
        self.points.append(f"answer to {step}")
        if self._fault() is not None:
            raise NoAnswer

    def _fault(self) -> Fault | None:
        return self._plan.get(len(self.points) - 1)

    def send(self, call: AwsCall, deliver: Deliver) -> AWSResponse:
        """Let an attempt through, or not."""
        self._attempts += 1
        match fault := self._fault():
            case Fault.REFUSED:
                return _refusal(call)
            case Fault.THROTTLED:
                return _throttling(call)
            case Fault.CONFLICT if call.operation in _WRITES:
                return _conflict(call)
            case Fault.TIMED_OUT:
                raise ReadTimeoutError(endpoint_url=call.path)
            case Fault.CRASH_BEFORE:
                raise Crash
            case None | Fault.CONFLICT:
                return deliver()
        return self._lose_reply(fault, call, deliver)

    def _lose_reply(self, fault: Fault, call: AwsCall, deliver: Deliver) -> AWSResponse:
        if self._attempts > 1 and fault is Fault.LOST:
            return deliver()
        if self._attempts > 1 and fault is Fault.LOST_THEN_BUSY:
            return _throttling(call)
        deliver()
        if fault is Fault.CRASH_AFTER:
            raise Crash
        raise (ConnectionClosedError if fault is Fault.LOST else ReadTimeoutError)(endpoint_url=call.path)


def _refusal(call: AwsCall) -> AWSResponse:
    if call.service == "s3":
        return answer(call.path, 500, _XML, "<Error><Code>InternalError</Code></Error>")
    return dynamodb_error(call.path, "InternalServerError", 500)


def _throttling(call: AwsCall) -> AWSResponse:
    if call.service == "s3":
        return answer(call.path, 503, _XML, "<Error><Code>SlowDown</Code></Error>")
    return dynamodb_error(call.path, "ThrottlingException")


def _conflict(call: AwsCall) -> AWSResponse:
    if call.operation != "dynamodb.TransactWriteItems":
        return dynamodb_error(call.path, "TransactionConflictException")
    return cancelled(call.path, *("None" for _ in call.json()["TransactItems"][1:]), "TransactionConflict")
