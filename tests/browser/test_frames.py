"""Where the frame is that shows what a key or a switch would choose: for who needs it, and never after a touch."""

from __future__ import annotations

import json
import re
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from kiosk.terminal.actions import Scanning
from kiosk.terminal.views import Appearance
from tests.browser.samples import samples
from tests.browser.stage import Stage

_LEAST_CONTRAST = 3.0
_LEAST_PIXELS = 2.0
_TOUCHED = '[data-digit="7"]'
# Those of some buttons that look other than the next: which was touched could be read from that.
_STANDING_OUT = """buttons => {
  const looks = buttons.map((each) => {
    const { outline, boxShadow, backgroundColor, border, color, transform, opacity } = getComputedStyle(each);
    return JSON.stringify([outline, boxShadow, backgroundColor, border, color, transform, opacity]);
  });
  const other = (place) => looks[place] !== looks[(place + 1) % looks.length];
  return buttons.filter((_, place) => other(place)).map((each) => each.textContent);
}"""
_FRAMED = """buttons => buttons.filter((each) => getComputedStyle(each).outlineStyle !== "none").length"""
_FRAME_AND_GROUND = """element => {
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
  return [outlineStyle, outlineWidth, outlineColor, getComputedStyle(document.body).backgroundColor];
}"""


def _shown(screen: Page, stage: Stage, name: str, appearance: Appearance | None = None) -> None:
    number = stage.show(next(each for each in samples() if each.name == name), "ja", appearance)
    screen.wait_for_selector(f'[data-view="{number}"]')
    stage.answers.clear()


def _tap(target: Locator) -> None:
    target.tap()
    # A moment in which a pressed button looks pressed; what follows is for everybody to see.
    expect(target.page.locator("button:active")).to_have_count(0)


def _click(target: Locator) -> None:
    target.click()
    target.page.mouse.move(0, 0)


_TOUCHES = (_tap, _click)


@pytest.mark.parametrize("scanning", ["off", "fast"])
def test_no_digit_shows_that_it_was_touched(screen: Page, stage: Stage, scanning: Scanning) -> None:
    """After a touch no digit looks other than the rest: with scanning on, after a key had framed it, after a next key.

    Nothing has answered the touch yet: what the agent says then is too late to hide a digit.
    """
    touched, digits = screen.locator(_TOUCHED), screen.locator("[data-digit]")
    for touch, framed in product(_TOUCHES, (False, True)):
        _shown(screen, stage, "start")
        _shown(screen, stage, "pin-shuffled", Appearance(scanning=scanning))
        if framed:
            screen.keyboard.press("Tab")
            touched.focus()
            assert digits.evaluate_all(_STANDING_OUT) != []
        touch(touched)
        assert digits.evaluate_all(_STANDING_OUT) == [], (touch, framed)
        screen.keyboard.press("Shift")
        assert digits.evaluate_all(_STANDING_OUT) == [], (touch, framed)


def test_what_was_touched_has_no_frame(screen: Page, stage: Stage) -> None:
    """With any other button, too, the scanning's frame is gone at once, and none is where the finger was."""
    for name, selector in (
        ("certificates", "main .tile >> nth=2"),
        ("notice", ".way-out .secondary"),
        ("notice", '[data-opens="scanning"]'),
    ):
        _shown(screen, stage, "start")
        _shown(screen, stage, name, Appearance(scanning="slow"))
        screen.locator(".way-on .button").focus()
        assert screen.locator("button").evaluate_all(_FRAMED) == 1
        screen.locator(selector).tap()
        assert screen.locator("button").evaluate_all(_FRAMED) == 0, selector


def test_a_touch_beside_the_buttons_ends_the_scanning(screen: Page, stage: Stage) -> None:
    """Somebody who touches nothing in particular is somebody with hands: the agent is told, and no frame is left."""
    _shown(screen, stage, "notice", Appearance(scanning="slow"))
    screen.locator(".way-on .primary").focus()
    with screen.expect_request("**/actions") as told:
        screen.locator("#heading").tap()
    assert _sent(told.value).items() >= {"action": "scanning", "value": "off"}.items()
    assert screen.locator("button").evaluate_all(_FRAMED) == 0


def test_a_touch_is_answered_before_the_scanning_ends(screen: Page, stage: Stage) -> None:
    """What was touched is what the agent hears first; the next view that is still scanned is then ended."""
    _shown(screen, stage, "notice", Appearance(scanning="slow"))
    with screen.expect_request("**/actions") as first:
        screen.locator(".way-on .primary").tap()
    assert _sent(first.value)["action"] == "continue"
    with screen.expect_request("**/actions") as second:
        _shown(screen, stage, "municipality", Appearance(scanning="slow"))
    assert _sent(second.value).items() >= {"action": "scanning", "value": "off"}.items()
    expect(screen.locator("html")).to_have_attribute("data-scanning", "off")


def _sent(request: Request) -> dict[str, Any]:
    return dict(json.loads(request.post_data or "{}"))


def test_a_key_frames_what_it_would_choose(screen: Page, stage: Stage) -> None:
    """Keyboard and switch have a frame of 2 pixels or more and a contrast of 3:1 or more (WCAG 2.2: 1.4.11, 2.4.13)."""
    scannings: tuple[Scanning, ...] = ("off", "slow")
    for scanning, contrast in product(scannings, (False, True)):
        _shown(screen, stage, "start")
        _shown(screen, stage, "pin", Appearance(high_contrast=contrast, scanning=scanning))
        screen.keyboard.press("ArrowRight")
        framed = screen.locator('[data-digit="1"]')
        expect(framed).to_be_focused()
        style, width, line, ground = framed.evaluate(_FRAME_AND_GROUND)
        assert style == "solid"
        assert float(width.removesuffix("px")) >= _LEAST_PIXELS
        assert _contrast(line, ground) >= _LEAST_CONTRAST, (scanning, contrast)


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of an `rgb(...)` (WCAG 2.2)."""
    channels = [int(each) / 255 for each in re.findall(r"\d+", colour)[:3]]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
