"""What a failed AWS call means to us. Conditions that fail are no errors: their callers handle them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.protocol.errors import DependencyUnavailable, TooManyRequests

# With these AWS says that it has not done what was asked. An unknown code says nothing of the kind.
_NOT_APPLIED = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "SlowDown",
        "ThrottlingException",
        # A single write meets a transaction on the same row; the SDK does not repeat it by itself.
        "TransactionConflictException",
    }
)
CONDITION_FAILED = "ConditionalCheckFailed"
"""Of an item of a cancelled transaction: its condition did not hold."""
_NOT_APPLIED_REASONS = frozenset({"ProvisionedThroughputExceeded", "ThrottlingError", "TransactionConflict"})


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


def not_applied(error: ClientError) -> bool:
    """Whether AWS refused this attempt unexecuted: it was throttled, or a transaction held a row of it.

    `TransactionInProgressException` is none of these: an earlier attempt is still at work and may succeed.
    """
    return code_of(error) in _NOT_APPLIED or not _NOT_APPLIED_REASONS.isdisjoint(cancellation_reasons(error))


@contextmanager
def aws_errors() -> Iterator[None]:
    """Turn failures of AWS calls into our own.

    Raises:
        TooManyRequests: AWS throttled the call, or a concurrent transaction held the row. That is said of the last
            attempt: of a write that the SDK has repeated, an earlier one may have taken effect.
        DependencyUnavailable: It failed or timed out otherwise; whether it took effect is unknown.
    """
    try:
        yield
    except ClientError as error:
        if not_applied(error):
            raise TooManyRequests from error
        raise DependencyUnavailable from error
    except BotoCoreError as error:
        raise DependencyUnavailable from error
