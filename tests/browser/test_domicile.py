"""Certificates of the family register for those who live elsewhere (本籍地), asked for through the screen."""

from __future__ import annotations

from playwright.sync_api import expect

from chalicelib.protocol.certificate_types import CertificateType
from tests.browser.guest import Guest


def test_who_lives_elsewhere_gets_the_family_register(guest: Guest) -> None:
    """Registered for use, somebody who lives elsewhere gets the register and its supplement, on paper, for the fee."""
    guest.to_the_certificates("lives-elsewhere", purpose="domicile")
    expect(guest.page.locator("main .tile")).to_have_count(2)
    expect(guest.page.locator(".refused")).to_have_count(0)
    for kind in (CertificateType.FAMILY_REGISTER, CertificateType.FAMILY_REGISTER_SUPPLEMENT):
        kept = guest.machine()["kept"]
        due = guest.choose(kind, scope="holder")
        guest.pay_cash(due, coins=50)
        assert guest.take_the_papers() >= 1
        guest.at("receipt", f"receipt-{kind}")
        assert guest.machine()["kept"] == kept + due
        guest.go_on()
        guest.at("another")
        guest.tap('[data-key="again"]')
        guest.at("certificates")


def test_an_application_that_still_waits(guest: Guest) -> None:
    """Before the office has confirmed the application nothing can be chosen, and the screen says why and what to do."""
    guest.to_the_certificates("lives-elsewhere-pending", purpose="domicile")
    expect(guest.page.locator(".refused")).to_have_count(2)
    expect(guest.page.locator("main button.tile")).to_have_count(0)
    for refused in guest.page.locator(".refused .about").all():
        expect(refused).to_contain_text("利用登録の申請を確認しています")
        expect(refused).to_contain_text("日を改めて")
