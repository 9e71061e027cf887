"""WCAG 2.2 AA, as far as axe can tell: no finding on any screen."""

from __future__ import annotations

from importlib.resources import files

import pytest
from playwright.sync_api import Page

from kiosk.terminal.actions import LANGUAGES, Language
from kiosk.terminal.views import Appearance
from tests.browser.looking import check_each
from tests.browser.sample import Sample
from tests.browser.samples import samples
from tests.browser.stage import Stage

_AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
_RUN = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"], selectors: false });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}"""


_ALIKE = ("problem-", "out-of-service-", "reprinting-")


def _built_differently() -> list[Sample]:
    """Return the samples but those that differ from another in a text only."""
    kept: dict[str, Sample] = {}
    for sample in samples():
        prefix = next((each for each in _ALIKE if sample.name.startswith(each)), sample.name)
        kept.setdefault(prefix, sample)
    return list(kept.values())


def _each_screen() -> list[Sample]:
    """Return one sample of each screen, question and alarm."""
    kept: dict[str, Sample] = {}
    for sample in _built_differently():
        kept.setdefault(sample.name if sample.overlay else sample.screen.NAME, sample)
    return list(kept.values())


def _findings(
    screen: Page, stage: Stage, shown: list[Sample], language: Language, appearance: Appearance | None = None
) -> list[str]:
    screen.evaluate(_AXE)
    return check_each(screen, [(sample.name, stage.encoded(sample, language, appearance)) for sample in shown], _RUN)


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_axe_finds_nothing(screen: Page, stage: Stage, language: Language) -> None:
    """Axe has no finding on any screen in any language; for Japanese the test of all states says so, and more."""
    assert _findings(screen, stage, _each_screen(), language) == []


@pytest.mark.parametrize("choice", ["languages", "scanning"])
def test_axe_finds_nothing_behind_the_header(screen: Page, stage: Stage, choice: str) -> None:
    """Axe has no finding in what the header opens."""
    screen.evaluate(_AXE)
    number = stage.show(samples()[0], "ja", Appearance(scanning="slow"))
    screen.wait_for_selector(f'[data-view="{number}"]')
    screen.click(f'[data-opens="{choice}"]')
    assert screen.evaluate(_RUN) == []


@pytest.mark.parametrize("contrast", [False, True], ids=["normal", "contrast"])
def test_axe_finds_nothing_in_any_state(screen: Page, stage: Stage, *, contrast: bool) -> None:
    """Axe has no finding in any state of a screen, nor with large text and high contrast."""
    appearance = Appearance(large_text=contrast, high_contrast=contrast)
    assert _findings(screen, stage, _built_differently(), "ja", appearance) == []
