"""What touches, keys and views do to the screen, with an agent of the test's making behind it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from kiosk.terminal.views import Appearance
from tests.browser.sample import Sample
from tests.browser.samples import samples
from tests.browser.stage import Stage

_QUIET_MS = 300.0


def _sample(name: str) -> Sample:
    return next(each for each in samples() if each.name == name)


def _shown(screen: Page, stage: Stage, name: str, **appearance: Any) -> int:
    number = stage.show(_sample(name), "ja", Appearance(**appearance))
    screen.wait_for_selector(f'[data-view="{number}"]')
    stage.answers.clear()
    return number


def test_a_double_tap_is_one_touch(screen: Page, stage: Stage) -> None:
    """The second tap of a double tap is not sent: it would answer a view that is gone."""
    number = _shown(screen, stage, "notice")
    screen.locator(".way-on .primary").dblclick()
    screen.wait_for_timeout(_QUIET_MS)
    assert stage.answers == [{"view": number, "action": "continue"}]


def test_digits_typed_fast_are_all_sent_in_order(screen: Page, stage: Stage) -> None:
    """A digit typed before the view of the last one has come waits for it, and answers the new view."""
    number = _shown(screen, stage, "pin")
    stage.answered = lambda _action: None if len(stage.answers) == 3 else _next_pin(stage)
    try:
        for digit in "193":
            screen.keyboard.press(digit)
        expect(screen.locator(f'[data-view="{number + 2}"]')).to_have_count(1)
        screen.wait_for_timeout(_QUIET_MS)
    finally:
        stage.answered = lambda _action: None
    assert [each["key"] for each in stage.answers] == [0, 8, 2]
    assert [each["view"] for each in stage.answers] == [number, number + 1, number + 2]


def _next_pin(stage: Stage) -> None:
    stage.show(_sample("pin"))


def test_nothing_of_a_digit_is_sent_but_its_place(screen: Page, stage: Stage) -> None:
    """What the page sends of a shuffled PIN pad is the place of the key."""
    number = _shown(screen, stage, "pin-shuffled")
    screen.locator('[data-digit="7"]').click()
    screen.wait_for_timeout(_QUIET_MS)
    assert stage.answers == [{"view": number, "action": "press", "key": 0}]


def test_focus_goes_to_the_heading_of_each_screen(screen: Page, stage: Stage) -> None:
    """A new screen is read from its heading; a change of the same screen leaves the focus where it is."""
    _shown(screen, stage, "copies")
    expect(screen.locator("#heading")).to_be_focused()
    screen.locator('[data-key="more"]').focus()
    _shown(screen, stage, "copies-most")
    expect(screen.locator('[data-key="more"]')).to_be_focused()


def test_a_question_takes_the_focus_and_escape_does_not_close_it(screen: Page, stage: Stage) -> None:
    """The answer that loses nothing has the focus; the question stays until it is answered."""
    _shown(screen, stage, "question-cancel")
    expect(screen.locator("#question .primary")).to_be_focused()
    screen.keyboard.press("Escape")
    screen.keyboard.press("Escape")
    expect(screen.locator("#question")).to_have_attribute("open", "")


def test_what_cannot_be_chosen_is_not_sent(screen: Page, stage: Stage) -> None:
    """A control that is marked as disabled sends nothing."""
    _shown(screen, stage, "copies-most")
    screen.locator('[data-key="more"]').click(force=True)
    screen.wait_for_timeout(_QUIET_MS)
    assert stage.answers == []


def _heard(screen: Page) -> list[str]:
    heard: list[str] = []
    screen.on("request", lambda request: heard.append(_audio(request)) if "/audio/" in request.url else None)
    return heard


def _audio(request: Any) -> str:
    return str(request.url).partition("/audio/")[2]


def test_guidance_is_spoken_only_when_switched_on(screen: Page, stage: Stage) -> None:
    """Without guidance a screen is silent; with it, it speaks; a missing file changes nothing on the screen."""
    heard = _heard(screen)
    _shown(screen, stage, "notice")
    screen.wait_for_timeout(_QUIET_MS)
    assert heard == []
    with screen.expect_request("**/audio/ja/screen.copies.opus"):
        _shown(screen, stage, "copies", spoken_guidance=True)
    expect(screen.locator("#heading")).to_be_visible()


def test_a_problem_is_told_in_full(screen: Page, stage: Stage) -> None:
    """With guidance a problem says what happened, what became of the money, and what to do next."""
    _shown(screen, stage, "notice")
    heard = _heard(screen)
    with screen.expect_request("**/audio/ja/next.office.opus"):
        _shown(screen, stage, "problem-money-refunded", spoken_guidance=True)
    assert heard == ["ja/problem.jam.opus", "ja/money.refunded.opus", "ja/next.office.opus"]


def test_an_alarm_sounds_without_guidance_until_it_is_silenced(screen: Page, stage: Stage) -> None:
    """An alarm sounds and speaks whether or not guidance is on, again and again; silenced, it is text and colour."""
    heard = _heard(screen)
    with screen.expect_request("**/audio/ja/alarm.papers-left.opus"):
        _shown(screen, stage, "alarm-papers-left")
    with screen.expect_request("**/audio/ja/alarm.papers-left.opus"):
        pass
    _shown(screen, stage, "alarm-papers-left-silenced")
    count = len(heard)
    screen.wait_for_timeout(2000)
    assert len(heard) == count
    expect(screen.get_by_role("alert")).to_be_visible()


def test_a_lost_agent_leaves_no_view_behind(screen: Page, stage: Stage) -> None:
    """When the agent is gone, what it showed goes too: the screen says that it is out of service."""
    _shown(screen, stage, "confirm")
    screen.route("**/view-stream", lambda route: route.abort())
    stage.hang_up()
    expect(screen.locator('.terminal[data-screen="out-of-service"]')).to_be_visible(timeout=10_000)
