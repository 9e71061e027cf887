"""The developer's panel: what it does to the machine is seen on the terminal in its frame."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.guest import Guest

_BOOT_MS = 30_000.0


def test_the_panel_moves_cards_and_pulls_the_plug(guest: Guest, panel: str) -> None:
    """A card put down brings the PIN pad, taken it is missed; without power the terminal is dark, then it is back."""
    page = guest.page.context.new_page()
    page.goto(panel)
    screen = page.frame_locator("#terminal")
    screen.locator('[data-key="start"]').click(timeout=_BOOT_MS)
    screen.locator('[data-screen="notice"] .way-on .primary').click()
    screen.locator('[data-screen="municipality"] .purpose .tile').first.click()
    screen.locator('[data-screen="place-card"]').wait_for()
    page.locator("#insert-card").click()
    screen.locator('[data-screen="pin"]').wait_for()
    expect(page.locator("#card-state")).to_have_text("On the reader: ordinary")
    page.locator('[data-command="take-card"]').click()
    screen.locator('[data-screen="problem"]').wait_for()
    expect(page.locator("#card-state")).to_have_text("Nothing on the reader.")
    page.locator('[data-command="pull-plug"]').click()
    expect(page.locator("#off")).to_be_visible()
    page.locator('[data-command="boot"]').click()
    screen.locator('[data-screen="start"]').wait_for(timeout=_BOOT_MS)
    expect(page.locator("#off")).to_be_hidden()
    page.close()


def test_the_panel_says_what_is_not_possible(guest: Guest, panel: str) -> None:
    """Taking a card that is not there is not possible, and the panel says so."""
    page = guest.page.context.new_page()
    page.goto(panel)
    page.frame_locator("#terminal").locator('[data-screen="start"]').wait_for(timeout=_BOOT_MS)
    page.locator('[data-command="take-card"]').click()
    expect(page.locator("#said")).to_have_text("take-card: not possible now")
    page.close()
