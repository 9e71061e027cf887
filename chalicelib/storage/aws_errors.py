"""What a failed AWS call means to us. Conditions that fail are no errors: their callers handle them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.protocol.errors import DependencyUnavailable, TooManyRequests

_THROTTLED = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "SlowDown",
        "ThrottlingException",
        "TransactionInProgressException",
    }
)


def code_of(error: ClientError) -> str:
    """Return the error code of a failed call."""
    return str(error.response.get("Error", {}).get("Code", ""))


def condition_failed(error: ClientError) -> bool:
    """Whether a conditional write was refused by its condition."""
    return code_of(error) == "ConditionalCheckFailedException"


def cancellation_reasons(error: ClientError) -> list[str]:
    """Return the code of each item of a cancelled transaction, in order; empty when it is another error."""
    if code_of(error) != "TransactionCanceledException":
        return []
    reasons = error.response.get("CancellationReasons", [])
    return [str(reason.get("Code", "None")) for reason in reasons]


@contextmanager
def aws_errors() -> Iterator[None]:
    """Turn failures of AWS calls into our own.

    Raises:
        TooManyRequests: AWS throttled the call, or a concurrent transaction held the row.
        DependencyUnavailable: It failed or timed out otherwise; whether it took effect is unknown.
    """
    try:
        yield
    except ClientError as error:
        if code_of(error) in _THROTTLED or "TransactionConflict" in cancellation_reasons(error):
            raise TooManyRequests from error
        raise DependencyUnavailable from error
    except BotoCoreError as error:
        raise DependencyUnavailable from error
