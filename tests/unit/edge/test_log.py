"""Logs: one JSON line an event, and never a word of a resident in it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from chalice.app import Request, Response

from chalicelib.edge import log
from chalicelib.edge.calls import as_problems
from chalicelib.protocol.errors import DependencyUnavailable, KofuError, SubjectMismatch
from chalicelib.storage.aws_errors import aws_errors

SECRET = "架空　一郎"


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(logging.Formatter("%(message)s").format(record))

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(text) for text in self.texts]


@pytest.fixture
def lines() -> Iterator[_Lines]:
    """Collect what is logged, formatted as in production, exception texts included."""
    handler = _Lines()
    logging.getLogger("kofu").addHandler(handler)
    yield handler
    logging.getLogger("kofu").removeHandler(handler)


def _raised(error: BaseException) -> BaseException:
    with pytest.raises(type(error)) as caught:
        raise error
    return caught.value


def _request() -> Request:
    event = {
        "requestContext": {"httpMethod": "GET", "resourcePath": "/offers", "identity": {}},
        "multiValueQueryStringParameters": None,
        "headers": {"accept-language": "en"},
        "pathParameters": {},
        "body": None,
        "stageVariables": None,
        "isBase64Encoded": False,
    }
    return Request(event)


@pytest.mark.parametrize("kind", [ValueError, KeyError, KofuError, SubjectMismatch])
def test_an_unexpected_error_is_logged_without_its_message(lines: _Lines, kind: type[Exception]) -> None:
    """Its type and the place where it arose, nothing that it says."""
    log.unexpected(_raised(kind(SECRET)))
    (event,) = lines.events
    assert event.keys() == {"event", "error", "place"}
    assert (event["event"], event["error"]) == ("unexpected-error", kind.__name__)
    assert event["place"].startswith(f"{__name__}:")
    assert SECRET not in lines.texts[0]


def test_neither_cause_nor_context_nor_notes_are_logged(lines: _Lines) -> None:
    """A message is not let in through the errors around it either."""
    error = _raised(KofuError())
    error.__cause__, error.__context__ = ValueError(SECRET), KeyError(SECRET)
    error.add_note(SECRET)
    log.unexpected(error)
    assert SECRET not in "".join(lines.texts)


def test_an_error_that_was_never_raised_has_no_place(lines: _Lines) -> None:
    """Logging does not fail on it."""
    log.unexpected(ValueError(SECRET))
    assert lines.events == [{"event": "unexpected-error", "error": "ValueError", "place": "unknown"}]


@pytest.mark.parametrize("error", [ValueError(SECRET), SubjectMismatch(SECRET), KofuError(SECRET)], ids=repr)
def test_what_goes_wrong_in_a_view_leaves_neither_in_log_nor_answer(
    lines: _Lines, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    """The kiosk gets a bare internal error; log and standard streams do not have the message either."""

    def view() -> Response:
        raise error

    response = as_problems(_request(), view)
    streams = capsys.readouterr()
    assert response.status_code == 500
    assert "detail" not in json.loads(response.body)
    assert SECRET not in "".join([response.body, *lines.texts, streams.out, streams.err])
    assert len(lines.events) == 1


def _client_error() -> ClientError:
    answer: Any = {"Error": {"Code": "ValidationException", "Message": SECRET}}
    return ClientError(answer, "PutItem")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (_client_error(), {"error": "ClientError", "code": "ValidationException", "operation": "PutItem"}),
        (ReadTimeoutError(endpoint_url=SECRET), {"error": "ReadTimeoutError"}),
    ],
    ids=["answered", "unanswered"],
)
def test_a_failed_dependency_is_logged_by_operation_and_code(
    lines: _Lines, error: Exception, expected: dict[str, str]
) -> None:
    """Which call failed how, without the message, which may quote an item."""

    def view() -> Response:
        with aws_errors():
            raise error

    response = as_problems(_request(), view)
    assert response.status_code == 503
    assert lines.events == [{"event": "dependency-failed", **expected}]
    assert SECRET not in response.body + lines.texts[0]


def test_a_dependency_error_without_a_cause_is_logged(lines: _Lines) -> None:
    """Logging does not fail on it."""
    log.dependency_failed(DependencyUnavailable(SECRET))
    assert SECRET not in lines.texts[0]


def test_a_request_is_logged_by_its_pattern(lines: _Lines) -> None:
    """What is not there is left out; there is no field for anything else."""
    log.request_done(
        route="/issuances/{issuance_id}/outcome", method="POST", status=200, code=None, milliseconds=3, build="b"
    )
    assert lines.events == [
        {
            "event": "request",
            "route": "/issuances/{issuance_id}/outcome",
            "method": "POST",
            "status": 200,
            "ms": 3,
            "build": "b",
        }
    ]


def test_a_metric_is_in_the_embedded_format(lines: _Lines) -> None:
    """CloudWatch finds every count that was given."""
    log.metric("sweep", {"expired": 2, "failed": 0})
    (event,) = lines.events
    (directive,) = event["_aws"]["CloudWatchMetrics"]
    assert [metric["Name"] for metric in directive["Metrics"]] == ["expired", "failed"]
    assert (event["expired"], event["failed"]) == (2, 0)


def test_logs_go_nowhere_else() -> None:
    """What is logged is not handed on to the root logger, where the framework would add to it."""
    assert logging.getLogger("kofu").propagate is False
