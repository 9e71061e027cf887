"""Every screen in every language, looked at by the browser that shows it."""

from __future__ import annotations

import msgspec
import pytest
from playwright.sync_api import Page

from kiosk.terminal import views
from kiosk.terminal.actions import LANGUAGES, Language
from kiosk.terminal.views import Appearance
from tests.browser.looking import look, look_at_each
from tests.browser.sample import Sample
from tests.browser.samples import samples
from tests.browser.stage import Stage

_SMALLEST = (1024, 768)
_OTHERS = ((1280, 1024), (1920, 1080))
_FEW = 10


def _findings(screen: Page, stage: Stage, language: Language, appearance: Appearance) -> list[str]:
    return look_at_each(screen, [(sample.name, stage.encoded(sample, language, appearance)) for sample in samples()])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_cut_off_or_covered(screen: Page, stage: Stage, language: Language) -> None:
    """On the smallest screen no text is clipped, overlaps or is missing, and every target has 15 mm, in both sizes."""
    screen.set_viewport_size({"width": _SMALLEST[0], "height": _SMALLEST[1]})
    for large in (False, True):
        assert _findings(screen, stage, language, Appearance(large_text=large)) == [], f"large: {large}"


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


def test_each_view_is_looked_at(screen: Page, stage: Stage) -> None:
    """Of several views the one in which a text is missing is named, whatever comes before and after it."""
    whole = next(each for each in samples() if isinstance(each.screen, views.Copies))
    assert isinstance(whole.screen, views.Copies)
    broken = Sample("broken", msgspec.structs.replace(whole.screen, title="undefined"), whole.actions)
    shown = [(each.name, stage.encoded(each)) for each in (samples()[0], broken, whole)]
    assert look_at_each(screen, shown) == ["broken: not filled in: undefined"]


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
