"""Every screen in every language, looked at by the browser that shows it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from kiosk.terminal.actions import LANGUAGES, Language
from kiosk.terminal.views import Appearance
from tests.browser.looking import look
from tests.browser.samples import samples
from tests.browser.stage import Stage

_SMALLEST = (1024, 768)
_OTHERS = ((1280, 1024), (1920, 1080))
_FEW = 10


def _findings(screen: Page, stage: Stage, language: Language, appearance: Appearance) -> list[str]:
    return [
        f"{sample.name}: {finding}"
        for sample in samples()
        for finding in look(screen, stage.show(sample, language, appearance))
    ]


@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_cut_off_or_covered(screen: Page, stage: Stage, language: Language, *, large: bool) -> None:
    """On the smallest screen no text is clipped, overlaps or is missing, and every target has 15 mm, in both sizes."""
    screen.set_viewport_size({"width": _SMALLEST[0], "height": _SMALLEST[1]})
    assert _findings(screen, stage, language, Appearance(large_text=large)) == []


@pytest.mark.parametrize("size", _OTHERS)
def test_other_screens(screen: Page, stage: Stage, size: tuple[int, int]) -> None:
    """So it is on screens of other sizes, in a language with long texts, large."""
    screen.set_viewport_size({"width": size[0], "height": size[1]})
    assert _findings(screen, stage, LANGUAGES[-1], Appearance(large_text=True)) == []


@pytest.mark.parametrize("choice", ["languages", "scanning"])
def test_the_choices_behind_the_header(screen: Page, stage: Stage, choice: str) -> None:
    """So it is in what the header opens, on the smallest screen, large, in every language."""
    screen.set_viewport_size({"width": _SMALLEST[0], "height": _SMALLEST[1]})
    for language in LANGUAGES:
        number = stage.show(samples()[0], language, Appearance(large_text=True))
        screen.wait_for_selector(f'[data-view="{number}"]')
        screen.click(f'[data-opens="{choice}"]')
        assert look(screen, number) == [], language
        screen.click(f'[data-closes="{choice}"]')


def test_a_cut_text_is_found(screen: Page, stage: Stage) -> None:
    """The look finds what it is for: a text too wide, a target too small, a missing text or picture."""
    number = stage.show(samples()[0])
    assert look(screen, number) == []
    screen.evaluate("document.querySelector('.service').style.marginLeft = '-9rem'")
    screen.evaluate("document.querySelector('.control').style.cssText = 'min-height: 0; height: 2rem'")
    screen.evaluate("document.querySelector('h1').textContent = 'start.heading'")
    screen.evaluate("document.querySelector('use').setAttribute('href', '#none')")
    found = look(screen, number)
    assert any(each.startswith("beyond the screen") for each in found)
    assert any(each.startswith("target") for each in found)
    assert "no text: start.heading" in found
    assert "no picture: #none" in found


def test_a_screen_does_not_grow_with_what_it_has_shown(screen: Page, stage: Stage) -> None:
    """After every view there is, the page holds the documents and frames it began with: it lasts for days of visits."""
    for sample in samples():
        look(screen, stage.show(sample))
    measured = screen.context.new_cdp_session(screen)
    measured.send("Performance.enable")
    held = {each["name"]: each["value"] for each in measured.send("Performance.getMetrics")["metrics"]}
    # Its own, and those of a few files that the browser has read and not yet dropped.
    assert held["Documents"] <= _FEW
    assert held["Frames"] <= _FEW
