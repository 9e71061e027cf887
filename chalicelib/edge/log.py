"""Logs: one JSON line an event, with named fields only. None of the fields can hold personal data."""

from __future__ import annotations

import logging
import sys
import time
from typing import Any

import msgspec

_logger = logging.getLogger("kofu")


def _configure() -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(message)s"))
    _logger.addHandler(handler)
    _logger.setLevel(logging.INFO)
    _logger.propagate = False


_configure()


def request_done(*, route: str, method: str, status: int, code: str | None, milliseconds: int, build: str) -> None:
    """Say how a request ended. `route` is the pattern, never the path."""
    _emit(event="request", route=route, method=method, status=status, code=code, ms=milliseconds, build=build)


def unexpected(error: BaseException) -> None:
    """Say where an unexpected error arose: its type and place, never its message, which may quote data."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "unknown"
    _emit(event="unexpected-error", error=type(error).__name__, place=place)


def dependency_failed(error: BaseException) -> None:
    """Say which AWS call failed how: operation and error code, or the type of a failure without an answer."""
    cause = error.__cause__
    response = getattr(cause, "response", None) or {}
    _emit(
        event="dependency-failed",
        error=type(cause).__name__,
        code=response.get("Error", {}).get("Code"),
        operation=getattr(cause, "operation_name", None),
    )


def metric(name: str, values: dict[str, int]) -> None:
    """Report counts in CloudWatch's embedded metric format."""
    metrics = [{"Name": key, "Unit": "Count"} for key in values]
    directive = {
        "Timestamp": int(time.time() * 1000),
        "CloudWatchMetrics": [{"Namespace": "Kofu", "Dimensions": [[]], "Metrics": metrics}],
    }
    _emit(event=name, **values, _aws=directive)


def _emit(**fields: Any) -> None:
    _logger.info(msgspec.json.encode({key: value for key, value in fields.items() if value is not None}).decode())
