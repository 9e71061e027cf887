"""What a look at the screen finds: text that is cut off or covered, small targets, missing texts and pictures."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_SCRIPT = (Path(__file__).parent / "looking.js").read_text().rstrip().removesuffix(";")
# The page's own script shows each view, as it does with one that comes from the agent.
_EACH = """async ([views, values]) => {
  const { show } = await import("/js/show.js");
  const { load } = await import("/js/texts.js");
  const check = CHECK;
  // What does not fit is noticed at the end of a frame.
  const frame = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
  const found = [];
  for (const [name, view] of views) {
    show(view, await load(view.language));
    await frame();
    for (const finding of await check([view.number, ...values])) found.push(`${name}: ${finding}`);
  }
  return found;
}"""
TARGET_MM = 15.0
SCREEN_INCHES = 15.0
_MM_PER_INCH = 25.4


def pixels_per_mm(width: int, height: int) -> float:
    """Return the pitch of a 15-inch screen of this many pixels, from its diagonal."""
    return float((width**2 + height**2) ** 0.5 / (SCREEN_INCHES * _MM_PER_INCH))


def look(page: Page, view: int) -> list[str]:
    """Return what is wrong with what the page shows of a view, once it shows it: one finding a line."""
    found: list[Any] = page.evaluate(_SCRIPT, [view, _smallest(page)])
    return [str(each) for each in found]


def look_at_each(page: Page, views: Iterable[tuple[str, bytes]]) -> list[str]:
    """Show views (name, JSON) one after the other; return what is wrong with them, each finding with its name."""
    return check_each(page, views, _SCRIPT, _smallest(page))


def check_each(page: Page, views: Iterable[tuple[str, bytes]], script: str, *values: Any) -> list[str]:
    """Show views and give each to a script in the page, which takes [number, values...] and returns its findings."""
    shown = [(name, json.loads(view)) for name, view in views]
    assert shown
    found: list[Any] = page.evaluate(_EACH.replace("CHECK", script), [shown, values])
    return [str(each) for each in found]


def _smallest(page: Page) -> float:
    size = page.viewport_size
    assert size
    return TARGET_MM * pixels_per_mm(size["width"], size["height"])
