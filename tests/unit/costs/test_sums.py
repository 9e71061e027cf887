"""What a visit costs is the sum of what it is billed by."""

from __future__ import annotations

import pytest

from infra.costs import prices
from infra.costs.metering import Invocation, Metered
from infra.costs.sums import Visit, memory, visit_cost

_VISIT = Visit(
    calls=[
        Metered("render", "dynamodb.TransactWriteItems", writes=10),
        Metered("render", "s3.PutObject"),
        Metered("retrieve", "dynamodb.BatchGetItem", reads=4),
        Metered("retrieve", "s3.GetObject"),
        Metered("retrieve", "s3.DeleteObject"),
        Metered("retrieve", "kms.Sign"),
    ],
    invocations=[Invocation("POST /issuances", 2000)],
    log_bytes=0,
    handed_over=0,
)
_FUNCTION = {"POST /issuances": "render"}


def test_each_service_is_billed_by_its_own_units() -> None:
    """Units, requests and signatures at their prices; deleting an object costs nothing."""
    costs = visit_cost(_VISIT, _FUNCTION)
    assert costs["DynamoDB, writes"] == pytest.approx(10 * prices.WRITE_UNIT)
    assert costs["DynamoDB, reads"] == pytest.approx(4 * prices.READ_UNIT)
    assert costs["S3"] == pytest.approx(prices.S3_PUT + prices.S3_GET)
    assert costs["KMS"] == pytest.approx(prices.KMS_SIGN)
    assert costs["API Gateway"] == pytest.approx(prices.API_REQUEST)


def test_time_is_billed_by_the_memory_of_the_function_that_is_deployed() -> None:
    """Two seconds of `render` cost two seconds of the memory that its configuration gives it."""
    costs = visit_cost(_VISIT, _FUNCTION)
    assert memory("render") > memory("retrieve")
    assert costs["Lambda, time"] == pytest.approx(2 * memory("render") * prices.LAMBDA_GB_SECOND)
