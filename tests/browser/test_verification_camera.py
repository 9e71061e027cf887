"""The verification page reads a code from the camera: Chromium plays a film of one into it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from infra.pictures.page_code import picture
from infra.pictures.visit import CHROMIUM
from tests.browser.verification import CODE, PublishedPage

WIDTH, HEIGHT, FRAMES, MODULE = 1280, 720, 10, 5
# Of the limited range that films have.
_WHITE = 235


def _film(path: Path) -> None:
    """Write a film in YUV4MPEG2 that shows the code a little askew, as a hand would hold it."""
    modules = picture(CODE).point([min(light, _WHITE) for light in range(256)])
    shown = modules.resize((modules.width * MODULE,) * 2, Image.Resampling.NEAREST)
    frame = Image.new("L", (WIDTH, HEIGHT), 200)
    askew = shown.rotate(2, Image.Resampling.BICUBIC, expand=True, fillcolor=200)
    frame.paste(askew, ((WIDTH - askew.width) // 2, (HEIGHT - askew.height) // 2))
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)
    with path.open("wb") as film:
        film.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420\n".encode())
        for _ in range(FRAMES):
            film.write(b"FRAME\n" + frame.tobytes() + grey)


@pytest.fixture
def filming(browser: Browser, tmp_path: Path) -> Iterator[Browser]:
    """Run a second Chromium, whose camera sees the film."""
    film = tmp_path / "code.y4m"
    _film(film)
    arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    running = browser.browser_type.launch(executable_path=shutil.which(CHROMIUM), args=arguments)
    yield running
    running.close()


def test_a_code_before_the_camera_is_read(filming: Browser, published: PublishedPage) -> None:
    """One press of the button, and what the paper must say is shown; the camera is off again."""
    page = filming.new_context(locale="ja-JP", permissions=["camera"]).new_page()
    page.goto(published.url)
    page.click("#camera")
    page.wait_for_selector("#result:not([hidden])", timeout=60_000)
    assert "署名は正しいものです" in page.inner_text("#result")
    assert page.locator("#viewer").is_hidden()
    assert page.evaluate("() => document.getElementById('video').srcObject") is None
