"""What goes wrong at the terminal, and what the screen then says: what happened, about the money, what to do next."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.guest import Guest

_ALARM_MS = 20_000.0
_TWO_CALLS_MS = 3000.0


def _problem(guest: Guest, name: str) -> str:
    """Wait for a problem's screen and return its text."""
    return guest.at("problem", f"problem-{name}").locator("main").inner_text()


def test_wrong_pins(guest: Guest) -> None:
    """The first wrong PIN tells the tries left, the second warns of the last, the third locks the card."""
    guest.to_the_card()
    guest.panel("insert-card", label="centenarian")
    guest.type_pin("0000")
    guest.page.locator(".notice.warning").wait_for()
    assert "あと2回" in guest.at("pin", "pin-wrong").inner_text()
    guest.type_pin("0000")
    guest.page.locator(".notice.bad").wait_for()
    assert "あと1回" in guest.at("pin", "pin-last-try").inner_text()
    guest.type_pin("0000")
    text = _leave_with_the_card(guest, "pin-locked")
    assert "ロック" in text
    assert "窓口" in text


def _leave_with_the_card(guest: Guest, name: str) -> str:
    """The card is asked for before anything else, or after the problem: take it in either order."""
    guest.page.locator('.terminal[data-screen="take-card"], .terminal[data-screen="problem"]').wait_for()
    if guest.page.locator('.terminal[data-screen="take-card"]').count():
        guest.panel("take-card")
    text = _problem(guest, name)
    assert "お金はいただいていません" in text
    return text


def test_card_pulled_early(guest: Guest) -> None:
    """A card taken during the PIN ends the attempt, with nothing charged."""
    guest.to_the_card()
    guest.panel("insert-card", label="ordinary")
    guest.at("pin")
    guest.panel("take-card")
    assert "お金はいただいていません" in _problem(guest, "card-removed")


def test_a_revoked_card(guest: Guest) -> None:
    """An old card is refused with what to do: use the new one."""
    guest.to_the_card()
    guest.panel("insert-card", label="ordinary-old-card")
    guest.type_pin(next(each["pin"] for each in guest.machine()["cards"] if each["label"] == "ordinary-old-card"))
    assert "新しいカード" in _leave_with_the_card(guest, "card-revoked")


def test_no_network_before_paying(guest: Guest) -> None:
    """Without the line nothing is made and nothing is paid, and the screen says so."""
    guest.to_the_certificates("ordinary")
    guest.tap('[data-key="seal-registration"]')
    guest.at("copies")
    guest.go_on()
    guest.at("confirm")
    guest.panel("network", up=False)
    guest.go_on()
    text = _problem(guest, "no-answer")
    guest.panel("network", up=True)
    assert "通信" in text
    assert "手数料はかかっていません" in text


def test_jam_on_the_second_sheet(guest: Guest) -> None:
    """A jam on sheet 2 of 3: staff clear it, all is printed again without a second fee."""
    guest.to_the_certificates("nine-in-household")
    due = guest.choose("resident-record", scope="household")
    guest.panel("jam-at", sheet=2)
    guest.pay_cash(due)
    waiting = guest.at("reprinting", "reprinting-jam").inner_text()
    assert "もう一度かかることはありません" in waiting
    guest.page.locator('.terminal[data-screen="reprinting"] .notice.warning').first.wait_for()
    guest.panel("clear-jam")
    guest.at("take-papers")
    assert guest.machine()["kept"] >= due
    guest.panel("take-papers")
    guest.finish()


def test_payment_fails(guest: Guest) -> None:
    """E-money that fails takes nothing, and no certificate is issued."""
    guest.to_the_certificates("ordinary")
    guest.choose("seal-registration")
    guest.panel("payment", works=False, returns=True)
    guest.tap('[data-key="e-money"]')
    text = _problem(guest, "payment-failed")
    guest.panel("payment", works=True, returns=True)
    assert "証明書は発行していません" in text


def test_cancelling_returns_the_money(guest: Guest) -> None:
    """Who cancels with coins inside is asked first, then gets them back."""
    guest.to_the_certificates("ordinary")
    guest.choose("seal-registration")
    guest.choose_method("cash")
    guest.panel("insert-money", amount=100)
    expect(guest.page.locator(".facts dd >> nth=1")).to_contain_text("100")
    guest.tap(".way-out .quiet")
    guest.page.locator("#question[open]").wait_for()
    expect(guest.page.locator("#question .primary")).to_be_focused()
    guest.tap("#question .danger")
    assert "100円をお返ししました" in _problem(guest, "cancelled")
    assert guest.machine()["slot"] == 100
    guest.tap(".way-on .primary")
    guest.at("take-change")
    guest.panel("take-change")
    guest.at("start")


@pytest.mark.parametrize("language", ["ja", "vi"])
def test_a_forgotten_card_is_called_back(guest: Guest, page: Page, language: str) -> None:
    """A card that stays is called out by text, colour and sound until it is taken; the sound can be stopped before."""
    heard: list[str] = []
    page.on("request", lambda request: heard.append(request.url) if "/audio/" in request.url else None)
    guest.to_the_card(language)
    guest.panel("insert-card", label="ordinary")
    guest.type_pin("1001")
    guest.at("take-card")
    alarm = page.get_by_role("alert")
    alarm.wait_for(timeout=_ALARM_MS)
    guest.at("take-card", "take-card-alarm")
    assert alarm.evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(206, 0, 0)"
    page.wait_for_event("request", lambda request: "card-left" in request.url, timeout=_ALARM_MS)
    assert any(url.endswith("/audio/alarm.opus") for url in heard)
    assert any(url.endswith(f"/audio/{language}/alarm.card-left.opus") for url in heard)
    alarm.get_by_role("button").click()
    expect(alarm.get_by_role("button")).to_have_count(0)
    expect(alarm).to_be_visible()
    guest.panel("take-card")
    guest.at("certificates")
    expect(alarm).to_have_count(0)


def test_forgotten_papers_and_change_are_called_back(guest: Guest, page: Page) -> None:
    """Papers left in the tray, and then the change left in the slot, are called out until each of them is taken."""
    heard: list[str] = []
    page.on("request", lambda request: heard.append(request.url) if "-left.opus" in request.url else None)
    guest.to_the_certificates("ordinary")
    due = guest.choose("seal-registration")
    inserted = guest.pay_cash(due, coins=500)
    alarm = page.get_by_role("alert")
    guest.at("take-papers")
    alarm.wait_for(timeout=_ALARM_MS)
    guest.at("take-papers", "take-papers-alarm")
    guest.panel("take-papers")
    guest.at("take-change")
    expect(page.locator(".due strong")).to_contain_text(str(inserted - due))
    expect(alarm).to_have_count(0)
    alarm.wait_for(timeout=_ALARM_MS)
    guest.at("take-change", "take-change-alarm")
    for _ in range(2):
        page.wait_for_event("request", _is_change_left, timeout=_ALARM_MS)
    assert guest.machine()["slot"] == inserted - due
    expect(alarm).to_be_visible()
    guest.panel("take-change")
    guest.at("receipt")
    expect(alarm).to_have_count(0)
    called = len(heard)
    page.wait_for_timeout(_TWO_CALLS_MS)
    assert len(heard) == called
    guest.finish()


def _is_change_left(request: Request) -> bool:
    return "alarm.change-left" in request.url


def test_the_plug_is_pulled_while_printing(guest: Guest, page: Page) -> None:
    """After the power comes back the screen says what became of the money; nothing of the visit is shown."""
    guest.to_the_certificates("nine-in-household")
    due = guest.choose("resident-record", scope="household")
    guest.panel("jam-at", sheet=2)
    guest.pay_cash(due)
    guest.at("reprinting")
    guest.panel("pull-plug")
    page.locator('.terminal[data-screen="out-of-service"]').wait_for()
    guest.panel("clear-jam")
    guest.panel("boot")
    text = _problem(guest, "power-lost")
    assert "電源" in text
    assert "返金" in text or "お返し" in text
