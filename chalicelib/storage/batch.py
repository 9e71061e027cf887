"""Strongly consistent reads of several rows of several tables in one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chalicelib.protocol.errors import TooManyRequests
from chalicelib.storage.aws_errors import aws_errors
from chalicelib.storage.items import Row, from_item, to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Key = tuple[str, str, str]
"""Table name, name of its key attribute, value."""

MAX_ROWS = 100
"""How many rows one call reads at most."""


def read_rows(client: DynamoDBClient, keys: Sequence[Key]) -> Mapping[Key, Row]:
    """Read up to `MAX_ROWS` rows in one call; rows that do not exist are missing from the result.

    Raises:
        TooManyRequests: DynamoDB left some keys unread: the caller refuses rather than decides on half a picture.
        DependencyUnavailable: The call failed.
    """
    request: dict[str, Any] = {}
    for table, attribute, value in keys:
        entry = request.setdefault(table, {"Keys": [], "ConsistentRead": True})
        entry["Keys"].append(to_item({attribute: value}))
    with aws_errors():
        answer = client.batch_get_item(RequestItems=request)
    if answer.get("UnprocessedKeys"):
        raise TooManyRequests
    return _by_key(keys, answer["Responses"])


def _by_key(keys: Sequence[Key], responses: Mapping[str, Any]) -> dict[Key, Row]:
    attribute_of = {table: attribute for table, attribute, _ in keys}
    found: dict[Key, Row] = {}
    for table, items in responses.items():
        attribute = attribute_of[table]
        for row in map(from_item, items):
            found[table, attribute, row[attribute]] = row
    return found
