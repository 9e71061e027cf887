"""Transactions on rows that many write in the same instant, such as what is counted or checked for a municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.storage.aws_errors import CONDITION_FAILED, cancellation_reasons

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_CONFLICT = "TransactionConflict"
_ATTEMPTS = 4


def transact(client: DynamoDBClient, items: Any) -> None:
    """Write all of the items or none.

    Of transactions that hold the same row DynamoDB cancels all but one, undone; the SDK does not repeat them.

    Raises:
        ClientError: A condition failed, other transactions held a row each time, or anything else went wrong.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            client.transact_write_items(TransactItems=items)
        except ClientError as error:
            reasons = cancellation_reasons(error)
            if CONDITION_FAILED in reasons or _CONFLICT not in reasons or attempt == _ATTEMPTS:
                raise
        else:
            return
