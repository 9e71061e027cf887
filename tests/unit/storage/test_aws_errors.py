"""What AWS's refusals mean to us, read by botocore from the bytes that DynamoDB sends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.config import Config

from chalicelib.protocol.errors import DependencyUnavailable, TooManyRequests
from chalicelib.storage.aws_errors import aws_errors
from tests.aws_answers import cancelled, dynamodb_error

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_NOT_DONE = [
    "TransactionConflictException",
    "ThrottlingException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
]
_UNKNOWN = ["TransactionInProgressException", "InternalServerError", "SomethingNewException"]


def _client(respond: Callable[[str], AWSResponse]) -> tuple[DynamoDBClient, list[str]]:
    """Return a client to which this is answered, and what it sends."""
    config = Config(retries={"mode": "standard", "total_max_attempts": 1})
    client: Any = boto3.client(
        "dynamodb", "ap-northeast-1", aws_access_key_id="nobody", aws_secret_access_key="nobody", config=config
    )
    sent: list[str] = []

    def answer(request: Any, **_: Any) -> AWSResponse:
        sent.append(request.url)
        return respond(request.url)

    client.meta.events.register("before-send.dynamodb", answer)
    return client, sent


@pytest.mark.parametrize("kind", _NOT_DONE)
def test_a_write_that_was_not_carried_out_can_be_tried_later(kind: str) -> None:
    """Throttled, or refused because of a transaction on the same row: nothing has changed."""
    client, sent = _client(lambda url: dynamodb_error(url, kind))
    with pytest.raises(TooManyRequests), aws_errors():
        client.delete_item(TableName="envelopes", Key={"issuance_id": {"S": "any"}})
    assert len(sent) == 1


@pytest.mark.parametrize("kind", _UNKNOWN)
def test_of_anything_else_the_effect_is_unknown(kind: str) -> None:
    """An error that does not say that nothing was done is never taken to say so: a transaction may still succeed."""
    client, _ = _client(lambda url: dynamodb_error(url, kind))
    with pytest.raises(DependencyUnavailable), aws_errors():
        client.delete_item(TableName="envelopes", Key={"issuance_id": {"S": "any"}})


@pytest.mark.parametrize("reason", ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])
def test_a_transaction_cancelled_by_traffic_can_be_tried_later(reason: str) -> None:
    """Cancelled because of another transaction or too much load, whichever of its items that hit."""
    client, _ = _client(lambda url: cancelled(url, "None", reason))
    with pytest.raises(TooManyRequests), aws_errors():
        client.transact_write_items(TransactItems=[{}, {}])


def test_dynamodb_may_refuse_any_single_write_because_of_a_transaction() -> None:
    """The service's own description lists the conflict for each write that we make, and for no read."""
    model = _client(lambda url: dynamodb_error(url, ""))[0].meta.service_model
    conflict = {
        name
        for name in ("BatchGetItem", "DeleteItem", "PutItem", "Query", "UpdateItem")
        if "TransactionConflictException" in {shape.name for shape in model.operation_model(name).error_shapes}
    }
    assert conflict == {"DeleteItem", "PutItem", "UpdateItem"}
