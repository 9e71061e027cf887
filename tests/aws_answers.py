"""Answers of AWS, as botocore takes them from the wire."""

from __future__ import annotations

from typing import Any

import msgspec
from botocore.awsrequest import AWSResponse
from moto.core.botocore_stubber import MockRawResponse

_JSON = {"content-type": "application/x-amz-json-1.0"}


def answer(url: str, status: int, headers: Any, body: bytes | str) -> AWSResponse:
    """Make an answer of AWS."""
    return AWSResponse(url, status, headers, MockRawResponse(body))


def dynamodb_error(url: str, kind: str, status: int = 400, **members: Any) -> AWSResponse:
    """Make DynamoDB's answer that it did not do what was asked: `kind` is the name of the error."""
    said = {"__type": f"com.amazonaws.dynamodb.v20120810#{kind}", **members}
    return answer(url, status, _JSON, msgspec.json.encode(said))


def cancelled(url: str, *reasons: str) -> AWSResponse:
    """Make DynamoDB's answer that it cancelled a transaction, with the reason for each of its items."""
    codes = [{"Code": reason} for reason in reasons]
    return dynamodb_error(url, "TransactionCanceledException", CancellationReasons=codes)
