"""Whole visits at the emulated terminal, in a browser: from the first screen to the paper and back to the first."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from chalicelib.protocol.certificate_types import CertificateType
from kiosk.terminal.actions import LANGUAGES
from tests.browser.guest import Guest

_OF_AN_ORDINARY_RESIDENT = tuple(kind for kind in CertificateType if kind is not CertificateType.NON_TAXATION)


def test_all_certificates_of_one_visit(guest: Guest) -> None:
    """A resident gets seven certificates, one after the other, each paid and printed, without the card again."""
    guest.to_the_certificates("ordinary")
    for kind in _OF_AN_ORDINARY_RESIDENT:
        due = guest.choose(kind)
        guest.pay_cash(due, coins=50)
        assert guest.take_the_papers() >= 1
        guest.at("receipt", f"receipt-{kind}")
        guest.go_on()
        guest.at("another")
        if kind is not _OF_AN_ORDINARY_RESIDENT[-1]:
            guest.tap('[data-key="again"]')
            guest.at("certificates")
    guest.tap('[data-key="finish"]')
    guest.at("start")


def test_the_eighth_certificate(guest: Guest) -> None:
    """A resident who is not taxed gets a 非課税証明書, paid with e-money; the taxed one is refused with its reason."""
    guest.to_the_certificates("tax-zero")
    refused = guest.page.locator(".refused")
    expect(refused).not_to_have_count(0)
    guest.choose(CertificateType.NON_TAXATION)
    guest.pay_electronically()
    assert guest.take_the_papers() == 1
    guest.finish()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visit_in_each_language(guest: Guest, language: str) -> None:
    """In every language a resident gets a certificate, with change; the next visit begins in Japanese."""
    guest.to_the_certificates("ordinary-spouse", language)
    due = guest.choose(CertificateType.SEAL_REGISTRATION, copies=2)
    inserted = guest.pay_cash(due, coins=1000)
    assert guest.take_the_papers() == 2
    guest.at("take-change")
    assert guest.page.locator("html").get_attribute("lang") == language
    assert guest.machine()["slot"] == inserted - due
    guest.panel("take-change")
    guest.finish()
    assert guest.page.locator("html").get_attribute("lang") == "ja"


def test_the_page_keeps_nothing(guest: Guest, page: Page) -> None:
    """A page loaded anew shows where the visit is; nothing is in the browser's storage, history or cookies."""
    guest.to_the_certificates("ordinary")
    length = page.evaluate("history.length")
    page.reload()
    guest.at("certificates")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 0
    assert page.context.cookies() == []
    assert page.evaluate("history.length") == length
    guest.tap(".way-on .button")
    guest.at("start")


def test_two_windows_are_one_visit(guest: Guest, page: Page) -> None:
    """What is touched in one window is seen in the other; a touch that answers an old view does nothing."""
    guest.to_the_card()
    other = page.context.new_page()
    other.goto(page.url)
    other.locator('.terminal[data-screen="place-card"]').wait_for()
    answer = other.evaluate(
        """async () => (await fetch("actions", {
            method: "POST", headers: {"content-type": "application/json"},
            body: JSON.stringify({view: 1, action: "back"}) })).status"""
    )
    assert answer == 409
    other.locator(".way-out .secondary").click()
    guest.at("municipality")
    other.close()


def test_with_the_keyboard_alone(guest: Guest, page: Page) -> None:
    """Arrow keys and Enter, which two switches can give, are enough to get to the certificates; so are digit keys."""
    for screen in ("start", "notice", "municipality"):
        guest.at(screen)
        expect(page.locator("#heading")).to_be_focused()
        target = {"notice": ".way-on .primary"}.get(screen, "main .button >> nth=0")
        while not page.locator(target).evaluate("element => element === document.activeElement"):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
    guest.at("place-card")
    guest.panel("insert-card", label="ordinary")
    guest.at("pin")
    for entered, digit in enumerate("1001"):
        page.keyboard.press(digit)
        expect(page.locator(".dots .filled")).to_have_count(entered + 1)
    while not page.locator(".way-on .primary").evaluate("element => element === document.activeElement"):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    guest.at("take-card")
    guest.panel("take-card")
    guest.at("certificates")
