"""One switch is enough: the screen goes through what can be chosen by itself, at a pace that can be changed."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.guest import Guest

_PATIENCE_MS = 60_000.0


def _press_at(page: Page, selector: str) -> None:
    """Press the switch when the frame has come to something, and touch nothing else."""
    expect(page.locator(selector)).to_be_focused(timeout=_PATIENCE_MS)
    page.keyboard.press("Enter")


def test_a_visit_with_one_switch(guest: Guest, page: Page) -> None:
    """From the first screen to the certificates with one key: it begins the scanning, changes its pace, and chooses."""
    expect(page.locator("#heading")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-scanning", "slow")
    _press_at(page, '[data-key="start"]')
    guest.at("notice")
    _press_at(page, ".way-on .primary")
    guest.at("municipality")
    _press_at(page, '[data-opens="scanning"]')
    _press_at(page, "#scanning .tile >> nth=3")
    expect(page.locator("html")).to_have_attribute("data-scanning", "fast")
    guest.at("municipality", "municipality-scanning")
    _press_at(page, '[data-key^="residence-"]')
    guest.at("place-card")
    guest.panel("insert-card", label="ordinary")
    guest.at("pin")
    for entered, digit in enumerate("1001"):
        _press_at(page, f'[data-digit="{digit}"]')
        expect(page.locator(".dots .filled")).to_have_count(entered + 1)
    _press_at(page, ".way-on .primary")
    guest.at("take-card")
    guest.panel("take-card")
    guest.at("certificates")
    page.keyboard.press("ArrowRight")
    expect(page.locator("html")).to_have_attribute("data-scanning", "off")


def test_the_first_visitor_after_it_is_not_scanned_for(guest: Guest, page: Page) -> None:
    """Scanning ends with the visit that wanted it."""
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-scanning", "slow")
    guest.tap('[data-key="start"]')
    guest.at("notice")
    guest.tap(".way-out .secondary")
    guest.at("start")
    expect(page.locator("html")).to_have_attribute("data-scanning", "off")
