"""Ids in paths."""

from __future__ import annotations

from chalicelib.protocol import ids
from chalicelib.protocol.errors import InvalidRequest


def require_id(text: str) -> str:
    """Return an id of a path as it is.

    Raises:
        InvalidRequest: It has not the form of one; the framework does not decode paths, and ids need no decoding.
    """
    if not ids.is_id(text):
        raise InvalidRequest
    return text
