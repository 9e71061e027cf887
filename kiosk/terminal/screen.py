"""What every screen is."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a view."""


class Screen(Shape, frozen=True, kw_only=True):
    """The `data` of a view; `NAME` is its `screen`."""

    NAME: ClassVar[str]
