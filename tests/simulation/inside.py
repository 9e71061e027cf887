"""The emulated cloud from inside: what it holds, seen and emptied without a call: tests look thousands of times."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID

from chalicelib.storage.items import Row, from_item

_REGION = "ap-northeast-1"


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows and objects as they were."""

    rows: dict[str, Any] = field(repr=False)
    objects: dict[str, Any] = field(repr=False)


class Inside:
    """Moto's own state in this process."""

    def __init__(self) -> None:
        self._dynamodb: Any = get_backend("dynamodb")[DEFAULT_ACCOUNT_ID][_REGION]
        self._s3: Any = get_backend("s3")[DEFAULT_ACCOUNT_ID]["aws"]

    def rows(self, table: str) -> list[Row]:
        """Return all rows of a table."""
        items = (item.to_json()["Attributes"] for item in self._dynamodb.tables[table].all_items())
        return [from_item({name: _typed(value) for name, value in item.items()}) for item in items]

    def objects(self, bucket: str) -> dict[str, int]:
        """Return the keys of all objects, and when each was written."""
        stored = self._s3.buckets[bucket].keys
        return {key: int(found.last_modified.replace(tzinfo=dt.UTC).timestamp()) for key, found in stored.items()}

    def keep(self, tables: Sequence[str], bucket: str) -> Kept:
        """Return what is there, to be put back as often as wanted."""
        rows = {table: deepcopy(self._dynamodb.tables[table].items) for table in tables}
        objects = {key: (found.value, found.last_modified) for key, found in self._s3.buckets[bucket].keys.items()}
        return Kept(rows, objects)

    def put_back(self, kept: Kept, bucket: str) -> None:
        """Have what was there, and nothing else."""
        for table, rows in kept.rows.items():
            self._dynamodb.tables[table].items = deepcopy(rows)
        self.empty_bucket(bucket)
        for key, (content, written_at) in kept.objects.items():
            self._s3.put_object(bucket, key, content).last_modified = written_at

    def empty_table(self, table: str) -> None:
        """Remove all rows."""
        self._dynamodb.tables[table].items.clear()

    def empty_bucket(self, bucket: str) -> None:
        """Remove all objects."""
        for key in list(self._s3.buckets[bucket].keys):
            self._s3.delete_object(bucket, key)


def _typed(value: dict[str, Any]) -> dict[str, Any]:
    # Moto keeps binary values as it got them: encoded, or not.
    return {"B": base64.b64decode(value["B"])} if isinstance(value.get("B"), str) else value
