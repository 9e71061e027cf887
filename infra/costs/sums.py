"""Sums of money: of one visit, of a month, of as many certificates a day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.costs import prices
from infra.costs.metering import Invocation, Metered

_ROOT = Path(__file__).resolve().parents[2]
_LAMBDA_LINES = 600
"""Bytes that Lambda itself logs of an invocation, about."""

MINUTES_A_MONTH = 30 * 24 * 60
HOURS_A_MONTH = 30 * 24
_ENDPOINTS, _ZONES = 2, 2
"""Interface endpoints that the service needs, the API's and KMS's, in two availability zones."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit did. `handed_over` is bytes of the image."""

    calls: list[Metered]
    invocations: list[Invocation]
    log_bytes: int
    handed_over: int


def memory(function: str) -> float:
    """Return a function's memory in GB."""
    stages = json.loads((_ROOT / ".chalice" / "config.json").read_text())["stages"]
    megabytes: int = stages["deployed"]["lambda_functions"][function]["lambda_memory_size"]
    return megabytes / 1024


def calls_cost(calls: list[Metered]) -> dict[str, float]:
    """Return dollars by service."""
    operations = [call.operation for call in calls]
    return {
        "DynamoDB, writes": sum(call.writes for call in calls) * prices.WRITE_UNIT,
        "DynamoDB, reads": sum(call.reads for call in calls) * prices.READ_UNIT,
        "S3": operations.count("s3.PutObject") * prices.S3_PUT
        + operations.count("s3.GetObject") * prices.S3_GET
        + operations.count("s3.ListObjectsV2") * prices.LIST,
        "KMS": operations.count("kms.Sign") * prices.KMS_SIGN,
    }


def visit_cost(visit: Visit, function_of: Mapping[str, str]) -> dict[str, float]:
    """Return dollars of one visit by service; `function_of` tells whose each route is."""
    requests = len(visit.invocations)
    gigabyte_seconds = sum(each.milliseconds / 1000 * memory(function_of[each.route]) for each in visit.invocations)
    logged = visit.log_bytes + requests * _LAMBDA_LINES
    return calls_cost(visit.calls) | {
        "Lambda, time": gigabyte_seconds * prices.LAMBDA_GB_SECOND,
        "Lambda, requests": requests * prices.LAMBDA_REQUEST,
        "API Gateway": requests * prices.API_REQUEST,
        "endpoint, bytes": visit.handed_over * prices.ENDPOINT_BYTE,
        "logs": logged * prices.LOG_BYTE,
    }


def month_cost(sweep_calls: list[Metered], sweep_milliseconds: float, *, keys: int, alarms: int, metrics: int) -> float:
    """Return dollars of a month in which nobody comes: endpoints, keys, alarms, and the sweep each minute."""
    run = sum(calls_cost(sweep_calls).values()) + prices.LAMBDA_REQUEST
    run += sweep_milliseconds / 1000 * memory("sweep") * prices.LAMBDA_GB_SECOND
    endpoints = _ENDPOINTS * _ZONES * HOURS_A_MONTH * prices.ENDPOINT_HOUR
    kept = keys * prices.KEY_MONTH + alarms * prices.ALARM_MONTH + metrics * prices.METRIC_MONTH
    return MINUTES_A_MONTH * run + endpoints + kept
