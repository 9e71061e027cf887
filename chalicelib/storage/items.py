"""Rows as plain Python values: str, int, bytes, bool, None, sets and lists of str, and maps of str to str."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

Row = dict[str, Any]


class _Plain(TypeDeserializer):
    """Numbers as int, binary as bytes: no row holds a fraction."""

    def _deserialize_n(self, value: str) -> int:
        return int(value)

    def _deserialize_b(self, value: bytes) -> bytes:
        return value


_serializer = TypeSerializer()
_deserializer = _Plain()


def to_item(row: Mapping[str, Any]) -> dict[str, Any]:
    """Encode a row; attributes that are None are left out."""
    return {name: _serializer.serialize(value) for name, value in row.items() if value is not None}


def from_item(item: Mapping[str, Any]) -> Row:
    """Decode an item."""
    return {name: _deserializer.deserialize(value) for name, value in item.items()}
