"""One state of a screen, as tests show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chalicelib.protocol.certificate_types import TITLES
from kiosk.terminal.views import Screen

NOW = 1_795_000_000_000
"""The time that a page that shows samples must be given, in Unix ms."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One state of a screen; `overlay` goes into the view beside its data."""

    name: str
    screen: Screen
    actions: tuple[str, ...] = ()
    overlay: tuple[tuple[str, Any], ...] = ()


def title_of(kind: str) -> str:
    """Return the official title of a certificate type."""
    return next(title for known, title in TITLES.items() if known == kind)
