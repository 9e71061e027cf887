"""The visit that is pictured: two languages, a card that is forgotten, the panel with what came out of the printer."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import FrameLocator, Page, sync_playwright

CHROMIUM = "chromium-headless-shell"
"""Debian's Chromium without the windows round a page, which cost more than most pages do."""

_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
_WIDTH = 860
_COLOURS = 64
_PATIENCE_MS = 60_000
_CARD, _PIN = "ordinary", "1001"


class ChromiumMissing(Exception):
    """There is no Chromium: install the Debian package `CHROMIUM`."""


def take_pictures(panel: str, out: Path) -> Iterator[Path]:
    """Play the visit at the terminal whose panel is at an address; write and give each picture.

    Raises:
        ChromiumMissing: There is no browser.
    """
    chromium = shutil.which(CHROMIUM)
    if chromium is None:
        raise ChromiumMissing
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1680, "height": 1062}, reduced_motion="reduce")
        page.set_default_timeout(_PATIENCE_MS)
        page.goto(panel)
        for name, whole in _visit(page):
            yield _keep(page, out / f"terminal-{name}.png", whole=whole)
        browser.close()


def _visit(page: Page) -> Iterator[tuple[str, bool]]:
    """Go through the visit; gives a picture's name, and whether the panel belongs to it, where one is to be taken."""
    screen = page.frame_locator("#terminal")
    _at(screen, "start")
    yield "start", False
    screen.locator('[data-key="start"]').click()
    _at(screen, "notice")
    screen.locator(".way-on .primary").click()
    _at(screen, "municipality")
    screen.locator(".purpose .tile").first.click()
    _at(screen, "place-card")
    page.locator("#card").select_option(_CARD)
    page.locator("#insert-card").click()
    _at(screen, "pin")
    yield "pin", False
    for digit in _PIN:
        screen.locator(f'[data-digit="{digit}"]').click()
    screen.locator('.way-on .primary[aria-disabled="false"]').click()
    _at(screen, "take-card")
    screen.locator(".alarm").wait_for()
    yield "card-left", False
    page.locator('[data-command="take-card"]').click()
    yield from _choose_and_pay(page, screen)


def _choose_and_pay(page: Page, screen: FrameLocator) -> Iterator[tuple[str, bool]]:
    _at(screen, "certificates")
    yield "certificates", False
    screen.locator('[data-key="resident-record"]').click()
    for name in ("options", "copies", "confirm"):
        _at(screen, name)
        screen.locator(".way-on .primary").click()
    _at(screen, "pay")
    screen.locator('[data-opens="languages"]').click()
    screen.locator('#languages [lang="en"]').click()
    screen.locator('html[lang="en"]').wait_for()
    yield "pay", False
    screen.locator('[data-key="cash"]').click()
    screen.locator(".side-by-side").wait_for()
    page.locator("#coins button").last.click()
    _at(screen, "take-papers")
    page.locator("#tray img").wait_for()
    yield "panel", True


def _at(screen: FrameLocator, name: str) -> None:
    screen.locator(f'.terminal[data-screen="{name}"]').wait_for()


def _keep(page: Page, path: Path, *, whole: bool) -> Path:
    """Write a picture of the terminal, or of all: small, in few colours."""
    shot = page.screenshot() if whole else page.locator("#terminal").screenshot()
    image = Image.open(io.BytesIO(shot)).convert("RGB")
    small = image.resize((_WIDTH, round(image.height * _WIDTH / image.width)), Image.Resampling.LANCZOS)
    path.parent.mkdir(parents=True, exist_ok=True)
    small.quantize(_COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
    return path
