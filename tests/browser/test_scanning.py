"""One switch is enough: the screen goes through what can be chosen by itself, at a pace that can be changed."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from tests.browser.guest import Guest

_PAUSES = {"slow": 3000, "medium": 2000, "fast": 1200}
_MOST_STEPS = 40
_BEGIN = dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC)


@pytest.fixture
def switch(guest: Guest, page: Page) -> Page:
    """Give a screen whose time is the test's: a busy machine presses no later than it wants to."""
    page.clock.install(time=_BEGIN)
    page.reload()
    guest.at("start")
    expect(page.locator("#heading")).to_be_focused()
    page.clock.pause_at(_BEGIN + dt.timedelta(hours=1))
    return page


def _press_at(page: Page, selector: str, pace: str = "slow") -> None:
    """Press the switch when the frame has come to something, and touch nothing else."""
    wanted = page.locator(selector)
    wanted.wait_for()
    for _ in range(_MOST_STEPS):
        if wanted.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.clock.run_for(_PAUSES[pace])
    raise AssertionError(f"the frame does not come to {selector}")


def test_a_visit_with_one_switch(guest: Guest, switch: Page) -> None:
    """From the first screen to the certificates with one key: it begins the scanning, changes its pace, and chooses."""
    switch.keyboard.press("Enter")
    expect(switch.locator("html")).to_have_attribute("data-scanning", "slow")
    _press_at(switch, '[data-key="start"]')
    guest.at("notice")
    _press_at(switch, ".way-on .primary")
    guest.at("municipality")
    _press_at(switch, '[data-opens="scanning"]')
    _press_at(switch, "#scanning .tile >> nth=3")
    expect(switch.locator("html")).to_have_attribute("data-scanning", "fast")
    guest.at("municipality", "municipality-scanning")
    _press_at(switch, '[data-key^="residence-"]', "fast")
    guest.at("place-card")
    guest.panel("insert-card", label="ordinary")
    guest.at("pin")
    for entered, digit in enumerate("1001"):
        _press_at(switch, f'[data-digit="{digit}"]', "fast")
        expect(switch.locator(".dots .filled")).to_have_count(entered + 1)
    _press_at(switch, ".way-on .primary", "fast")
    guest.at("take-card")
    guest.panel("take-card")
    guest.at("certificates")
    switch.keyboard.press("ArrowRight")
    expect(switch.locator("html")).to_have_attribute("data-scanning", "off")


def test_the_first_visitor_after_it_is_not_scanned_for(guest: Guest, switch: Page) -> None:
    """Scanning ends with the visit that wanted it."""
    switch.keyboard.press("Enter")
    expect(switch.locator("html")).to_have_attribute("data-scanning", "slow")
    _press_at(switch, '[data-key="start"]')
    guest.at("notice")
    expect(switch.locator("html")).to_have_attribute("data-scanning", "slow")
    _press_at(switch, ".way-out .secondary")
    guest.at("start")
    expect(switch.locator("html")).to_have_attribute("data-scanning", "off")


def test_a_touch_ends_it_for_the_whole_visit(guest: Guest, switch: Page) -> None:
    """Whoever touches is not scanned for, on no later screen and in no other window, until somebody wants it again."""
    switch.keyboard.press("Enter")
    expect(switch.locator("html")).to_have_attribute("data-scanning", "slow")
    guest.tap('[data-key="start"]')
    guest.at("notice")
    switch.clock.run_for(_PAUSES["slow"])
    expect(switch.locator("#heading")).to_be_focused()
    switch.reload()
    guest.at("notice")
    expect(switch.locator("html")).to_have_attribute("data-scanning", "off")
    guest.tap('[data-opens="scanning"]')
    guest.tap("#scanning .tile >> nth=2")
    expect(switch.locator("html")).to_have_attribute("data-scanning", "medium")
