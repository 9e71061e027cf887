"""The screen's server: one page, one view, one touch."""

from __future__ import annotations

import httpx
import pytest

from infra.bench.visitor import Visitor

pytestmark = pytest.mark.xdist_group("terminal")


def url(visitor: Visitor) -> str:
    """Return the terminal's own address."""
    return str(visitor.panel_state()["terminal"]["url"])


def test_a_double_tap_counts_once(visitor: Visitor) -> None:
    """The second of two equal touches answers a view that is no longer there, and is refused."""
    number = visitor.at("start")["number"]
    assert visitor.send("continue", number) == 204
    assert visitor.send("continue", number) == 409
    visitor.at("notice")


def test_two_windows_show_the_same_and_only_one_is_heard(visitor: Visitor) -> None:
    """Another window follows the same visit; what it touches late is refused."""
    with Visitor(visitor.panel_url) as other:
        number = visitor.at("start")["number"]
        other.at("start")
        visitor.touch("continue")
        other.at("notice")
        assert other.send("continue", number) == 409


def test_an_action_of_another_screen_is_refused(visitor: Visitor) -> None:
    """What the view does not list is not taken, whatever number it names."""
    number = visitor.at("start")["number"]
    assert visitor.send("finish", number) == 409
    assert visitor.send("continue", number + 1) == 409


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://elsewhere.example"}, 403),
        ({"Host": "elsewhere.example"}, 403),
        ({"Content-Type": "text/plain"}, 403),
        ({}, 400),
    ],
)
def test_only_the_page_itself_is_answered(visitor: Visitor, headers: dict[str, str], status: int) -> None:
    """Other origins, other names of this address and forms are refused before anything is read."""
    own = {"Origin": url(visitor), "Content-Type": "application/json"}
    assert httpx.post(url(visitor) + "/actions", content=b"{}", headers=own | headers).status_code == status


@pytest.mark.parametrize(
    "headers", [{"Host": "elsewhere.example"}, {"Origin": "http://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_no_other_page_reads_a_view(visitor: Visitor, headers: dict[str, str]) -> None:
    """The stream of views goes to the screen's own page only."""
    assert httpx.get(url(visitor) + "/view-stream", headers=headers).status_code == 403


def test_nothing_is_kept_by_a_browser_and_only_the_panel_frames_it(visitor: Visitor) -> None:
    """Every answer says no-store, a strict policy, and whose frame the screen may be in."""
    answer = httpx.get(url(visitor) + "/none")
    assert answer.headers["cache-control"] == "no-store"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert f"frame-ancestors {visitor.panel_url}" in policy


@pytest.mark.parametrize(
    "path", ["/../../agent/agent.py", "/%2e%2e/agent/agent.py", "/..%2f..%2fidentity.py", "//etc/passwd"]
)
def test_no_file_but_the_screens_own(visitor: Visitor, path: str) -> None:
    """No path leads out of the screen's files."""
    with httpx.Client() as client:
        request = client.build_request("GET", url(visitor) + "/x")
        request.url = request.url.copy_with(raw_path=path.encode())
        assert client.send(request).status_code == 404
