"""Somebody at the terminal, with a browser for a screen: touches what it shows, uses slots and trays by the panel."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import Any

import httpx
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.card.waiting import until
from tests.emulated import ROOT

PICTURES = ROOT / "out" / "screens"
_IN_ORDER: tuple[tuple[str, dict[str, Any]], ...] = (
    ("boot", {}),
    ("network", {"up": True}),
    ("payment", {"works": True, "returns": True}),
    ("jam-at", {"sheet": None}),
    ("clear-jam", {}),
    ("load-paper", {"sheets": 250}),
    ("forget-papers", {}),
)
_MOST_STEPS = 100
_TO_TOUCH_MS = 3000
_A_MOMENT_MS = 100.0
_PATIENCE = 30_000.0
_SECONDS = 30.0
_KEPT: set[tuple[str, str | None]] = set()
"""Of which screens, in which language, this run has a picture."""


class Guest:
    """A visit through the browser; each screen that no visit has come to is kept as a picture under `out/screens`."""

    def __init__(self, page: Page, panel: str, *, pictures: str) -> None:
        """Come to the terminal whose panel is at an address; pictures go into the folder of this name."""
        self.page = page
        self._http = httpx.Client(base_url=panel, timeout=_SECONDS, trust_env=False)
        self._pictures = PICTURES / pictures
        shutil.rmtree(self._pictures, ignore_errors=True)
        self._pictures.mkdir(parents=True)
        self._language: str | None = None
        page.set_default_timeout(_PATIENCE)

    def close(self) -> None:
        """Go."""
        self._http.close()

    def panel(self, command: str, **values: Any) -> None:
        """Do something to the machine."""
        answer = self._http.post(f"/panel/{command}", json=values)
        assert answer.status_code == httpx.codes.NO_CONTENT, f"{command}: {answer.status_code}"

    def machine(self) -> dict[str, Any]:
        """Return the machine's state."""
        state: dict[str, Any] = self._http.get("/panel/state").json()
        return state

    def arrive(self) -> None:
        """Open the terminal's page."""
        url = self.machine()["terminal"]["url"]
        until(lambda: _answers(url), "the terminal's page", _SECONDS)
        self.page.goto(url)
        self.page.locator(".terminal").wait_for()
        self.leave()
        self.at("start")

    def at(self, screen: str, name: str | None = None) -> Locator:
        """Wait for a screen, and keep a picture of it the first time that a visit comes to it in its language."""
        shown = self.page.locator(f'.terminal[data-screen="{screen}"]')
        shown.wait_for()
        known = (name or screen, self._language)
        if known not in _KEPT:
            _KEPT.add(known)
            self.page.screenshot(path=self._pictures / f"{name or screen}.png")
        return shown

    def heading(self) -> str:
        """Return the heading of the screen."""
        return self.page.locator("#heading").inner_text()

    def tap(self, selector: str) -> None:
        """Touch something, once it can be touched."""
        target = self.page.locator(selector)
        expect(target).not_to_have_attribute("aria-disabled", "true")
        target.click()

    def go_on(self) -> None:
        """Touch the way on."""
        self.tap(".way-on .primary")

    def to_the_card(self, language: str | None = None, purpose: str = "residence") -> None:
        """From the first screen to where the card is asked for."""
        self.at("start")
        if language is not None:
            self._language = language
            self.tap(f'.arrival [lang="{language}"]')
            self.page.locator(f'html[lang="{language}"]').wait_for()
            self.at("start", f"start-{language}")
        self.tap('[data-key="start"]')
        self.at("notice")
        self.go_on()
        self.at("municipality")
        self.tap(f'[data-key^="{purpose}-"]')
        self.at("place-card")

    def type_pin(self, pin: str) -> None:
        """Touch the keys that show the digits."""
        self.at("pin")
        for entered, digit in enumerate(pin):
            self.page.locator(f'[data-digit="{digit}"]').click()
            expect(self.page.locator(".dots .filled")).to_have_count(entered + 1)
        self.go_on()

    def to_the_certificates(self, card: str, language: str | None = None, purpose: str = "residence") -> None:
        """Put the card down, type its PIN, take it back: to the list of certificates."""
        pin = next(each["pin"] for each in self.machine()["cards"] if each["label"] == card)
        self.to_the_card(language, purpose)
        self.panel("insert-card", label=card)
        self.type_pin(pin)
        self.at("take-card")
        self.panel("take-card")
        self.at("certificates")

    def choose(self, kind: str, *, scope: str | None = None, copies: int = 1) -> int:
        """Choose a certificate and go as far as the payment; return what is due."""
        self.tap(f'[data-key="{kind}"]')
        self.page.locator('.terminal[data-screen="options"], .terminal[data-screen="copies"]').wait_for()
        if self.page.locator('.terminal[data-screen="options"]').count():
            if scope is not None:
                self.tap(f'[data-key="scope-{scope}"]')
                expect(self.page.locator(f'[data-key="scope-{scope}"]')).to_have_attribute("aria-checked", "true")
            self.at("options", f"options-{kind}")
            self.go_on()
        self.at("copies")
        for count in range(2, copies + 1):
            self.tap('[data-key="more"]')
            expect(self.page.locator(".count strong")).to_have_text(str(count))
        self.go_on()
        self.at("confirm", f"confirm-{kind}")
        self.go_on()
        self.at("pay")
        return int("".join(filter(str.isdigit, self.page.locator(".due strong").inner_text())))

    def pay_cash(self, due: int, *, coins: int = 100) -> int:
        """Put in coins until it is enough; return what was put in."""
        self.choose_method("cash")
        inserted = 0
        while inserted < due:
            expect(self.page.locator(".facts dd >> nth=1")).to_contain_text(str(inserted))
            self.at("pay", "pay-cash")
            self.panel("insert-money", amount=coins)
            inserted += coins
        return inserted

    def choose_method(self, method: str) -> None:
        """Choose how to pay, and wait until the machine takes it."""
        self.tap(f'[data-key="{method}"]')
        until(lambda: self.machine()["accepting"] == method, f"the machine to take {method}", _SECONDS)
        self.page.locator(".side-by-side").wait_for()

    def pay_electronically(self) -> None:
        """Touch with e-money."""
        self.choose_method("e-money")
        self.at("pay", "pay-e-money")
        self.panel("tap-e-money")

    def take_the_papers(self) -> int:
        """Wait for the paper and take it; return how many sheets there were."""
        self.at("take-papers")
        sheets = len(self.machine()["tray"])
        self.panel("take-papers")
        return sheets

    def finish(self) -> None:
        """From the receipt to the first screen."""
        self.at("receipt")
        self.go_on()
        self.at("another")
        self.tap('[data-key="finish"]')
        # The screen before it is over soon.
        self.at("start")

    def leave(self) -> None:
        """Whatever the visit has come to, bring terminal and machine back to where the next visit begins."""
        for command, values in _IN_ORDER:
            self._http.post(f"/panel/{command}", json=values)
        for _ in range(_MOST_STEPS):
            screen = self.page.locator(".terminal").get_attribute("data-screen")
            if screen == "start":
                return
            self._one_step_back(screen)
        raise AssertionError(f"the visit does not end: {self.page.locator('.terminal').inner_text()}")

    def _one_step_back(self, screen: str | None) -> None:
        ways_out = ["[data-action*='\"finish\"']", "#question .danger", ".way-out .quiet"]
        if screen == "receipt":
            ways_out.insert(0, ".way-on .primary")
        for selector in ways_out:
            touched = self.page.locator(selector)
            if touched.count():
                # The screen may go by itself before it is touched: then the next step looks again.
                with suppress(PlaywrightTimeout):
                    touched.first.click(timeout=_TO_TOUCH_MS)
                break
        self.panel_if_possible("take-card")
        self.panel_if_possible("take-papers")
        self.panel_if_possible("take-change")
        self.page.wait_for_timeout(_A_MOMENT_MS)

    def panel_if_possible(self, command: str) -> None:
        """Do something to the machine if it can be done now."""
        self._http.post(f"/panel/{command}", json={})


def _answers(url: str) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(url, trust_env=False).is_success
    return False
