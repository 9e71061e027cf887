"""What a look at the screen finds: text that is cut off or covered, small targets, missing texts and pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_SCRIPT = (Path(__file__).parent / "looking.js").read_text()
TARGET_MM = 15.0
SCREEN_INCHES = 15.0
_MM_PER_INCH = 25.4


def pixels_per_mm(width: int, height: int) -> float:
    """Return the pitch of a 15-inch screen of this many pixels, from its diagonal."""
    return float((width**2 + height**2) ** 0.5 / (SCREEN_INCHES * _MM_PER_INCH))


def look(page: Page, view: int) -> list[str]:
    """Return what is wrong with what the page shows of a view, once it shows it: one finding a line."""
    size = page.viewport_size
    assert size
    smallest = TARGET_MM * pixels_per_mm(size["width"], size["height"])
    found: list[Any] = page.evaluate(_SCRIPT, [view, smallest])
    return [str(each) for each in found]
