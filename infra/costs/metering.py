"""Meters the AWS calls of this process: what each is billed by; nothing of its content is kept."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID

from chalicelib.storage import clients
from infra.emulator.aws_calls import current_function

_READ_BYTES, _WRITE_BYTES = 4096, 1024
_REGION = "ap-northeast-1"


@dataclass(frozen=True, slots=True)
class Metered:
    """One call; `reads` and `writes` are DynamoDB's request units."""

    function: str
    operation: str
    reads: int = 0
    writes: int = 0


@dataclass(frozen=True, slots=True)
class Invocation:
    """One request that a function answered, as its log line says."""

    route: str
    milliseconds: int


class Meter(logging.Handler):
    """Notes calls and requests while it is on. Made before any client is, so that all of them know it."""

    def __init__(self) -> None:
        super().__init__()
        self.on = False
        self.calls: list[Metered] = []
        self.invocations: list[Invocation] = []
        self.log_bytes = 0
        clients.session().events.register("before-send", self._note)
        logging.getLogger("kofu").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Take milliseconds from the line that each request leaves."""
        if not self.on:
            return
        line = record.getMessage()
        self.log_bytes += len(line)
        said = json.loads(line)
        # The emulation asks for its own health now and then.
        if said["event"] == "request" and said["route"] != "/health":
            self.invocations.append(Invocation(f"{said['method']} {said['route']}", said["ms"]))

    def _note(self, request: Any, event_name: str, **_: Any) -> None:
        if not self.on:
            return
        _prefix, service, operation = event_name.split(".")
        reads, writes = _units(operation, json.loads(request.body)) if service == "dynamodb" else (0, 0)
        self.calls.append(Metered(current_function(), f"{service}.{operation}", reads, writes))


def _units(operation: str, said: Mapping[str, Any]) -> tuple[int, int]:
    """Return read and write request units of a call, from above."""
    match operation:
        case "BatchGetItem":
            return sum(_read_units(table, key) for table, of in said["RequestItems"].items() for key in of["Keys"]), 0
        case "Query":
            # What a query reads is billed by its sum; where nothing is overdue that is one unit, rounded up.
            return 1, 0
        case "TransactWriteItems":
            # A transaction is billed twice, conditions on rows that it only checks included.
            return 0, 2 * sum(_write_units(one) for item in said["TransactItems"] for one in item.values())
    return 0, _write_units(said)


def _read_units(table: str, key: Mapping[str, Any]) -> int:
    return max(1, ceil(_stored(table, key) / _READ_BYTES))


def _write_units(said: Mapping[str, Any]) -> int:
    """Return the units of one write: the larger of the row before and after, and one for each index it may be in."""
    names = [entry["AttributeName"] for entry in _table(said["TableName"]).schema if entry["KeyType"] == "HASH"]
    item = said.get("Item", {})
    key = said.get("Key") or {name: item[name] for name in names}
    added = _bytes(item) + _bytes(said.get("ExpressionAttributeValues", {}))
    size = _stored(said["TableName"], key) + added
    return max(1, ceil(size / _WRITE_BYTES)) + len(_table(said["TableName"]).global_indexes)


def _table(name: str) -> Any:
    return get_backend("dynamodb")[DEFAULT_ACCOUNT_ID][_REGION].tables[name]


def _stored(table: str, key: Mapping[str, Any]) -> int:
    item = get_backend("dynamodb")[DEFAULT_ACCOUNT_ID][_REGION].get_item(table, dict(key))
    return int(item.size()) if item else 0


def _bytes(item: Mapping[str, Any]) -> int:
    return sum(len(name) + len(json.dumps(value, ensure_ascii=False).encode()) for name, value in item.items())


def by_function(calls: list[Metered]) -> Iterator[tuple[str, list[Metered]]]:
    """Yield each function with its calls."""
    for function in sorted({call.function for call in calls}):
        yield function, [call for call in calls if call.function == function]
