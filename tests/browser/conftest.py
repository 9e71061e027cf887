"""One Chromium for all tests of a process: Debian's, the engine that a machine maker would run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from infra.pictures.visit import CHROMIUM
from tests.browser.guest import Guest
from tests.browser.sample import NOW
from tests.browser.samples import samples
from tests.browser.stage import Stage, staged
from tests.browser.verification import PublishedPage, published_page
from tests.emulated import Emulated

_ARGUMENTS = [
    # As root, as CI runs, Chromium has no sandbox; it shows pages of this repository only.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
SIZE: ViewportSize = {"width": 1280, "height": 1024}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Run Chromium, headless."""
    chromium = shutil.which(CHROMIUM)
    if chromium is None:
        pytest.fail(f"browser tests need the Debian package {CHROMIUM} (make test installs it)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page of its own; the test fails when a script of the page does."""
    context = browser.new_context(viewport=SIZE, reduced_motion="reduce", has_touch=True)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """Serve the screen with views of the tests' making."""
    with staged() as serving:
        yield serving


@pytest.fixture
def screen(page: Page, stage: Stage) -> Page:
    """Open the screen on the stage, at the samples' time, with the first of them."""
    page.clock.set_fixed_time(NOW)
    number = stage.show(samples()[0])
    page.goto(stage.url)
    page.wait_for_selector(f'[data-view="{number}"]')
    return page


@pytest.fixture(scope="module")
def verification_site() -> Iterator[PublishedPage]:
    """Serve the verification page for all tests of a module."""
    with published_page() as served:
        yield served


@pytest.fixture
def published(verification_site: PublishedPage) -> PublishedPage:
    """Publish current keys and an empty void list."""
    verification_site.publish()
    return verification_site


@pytest.fixture
def opened(page: Page, published: PublishedPage) -> Page:
    """Open the verification page, in Japanese, on something like a phone."""
    page.goto(published.url)
    if page.get_attribute("html", "lang") == "en":
        page.click("#language")
    page.click("summary")
    return page


@pytest.fixture(scope="session")
def panel(with_terminal: Emulated) -> str:
    """Return the address of the panel beside the terminal."""
    return str(with_terminal.description["kiosk_screen"])


@pytest.fixture
def guest(page: Page, panel: str, request: pytest.FixtureRequest) -> Iterator[Guest]:
    """Somebody at the first screen of the emulated terminal, and afterwards nobody."""
    visiting = Guest(page, panel, pictures=request.node.name.removeprefix("test_"))
    with closing(visiting):
        visiting.arrive()
        yield visiting
        visiting.leave()
