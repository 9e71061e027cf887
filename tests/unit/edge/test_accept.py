"""Content negotiation: a one-shot answer is refused before it is made, never after."""

from __future__ import annotations

import pytest
from chalice.app import APIGateway, _matches_content_type
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.edge.accept import JSON, OCTETS, language, require_acceptable
from chalicelib.protocol.errors import NotAcceptable

RANGES = st.sampled_from(
    ["*/*", OCTETS, JSON, "application/*", "image/*", "text/html", "Application/Octet-Stream", "octet-stream", "*", ""]
)
QUALITIES = st.sampled_from(["", ";q=1", ";q=0.5", "; q=0", ";q=0.0", ";q=0.001", ";level=1"])
HEADERS = st.lists(st.tuples(RANGES, QUALITIES).map("".join), max_size=4).map(", ".join)


@pytest.mark.parametrize("header", [OCTETS, f" {OCTETS} "])
def test_octets_are_answered_to_who_asks_for_them(header: str) -> None:
    """By their name and nothing else: that is what the gateway, too, makes bytes of."""
    require_acceptable(header, OCTETS)


@pytest.mark.parametrize(
    "header",
    [None, "", JSON, "*/*", "application/*", "image/*", "*", f"{OCTETS};q=0", f"{JSON}, {OCTETS}", f"{OCTETS}, {JSON}"],
)
def test_octets_are_refused_to_everyone_else(header: str | None) -> None:
    """Saying nothing is not asking for octets, and what the gateway might turn into text is refused."""
    with pytest.raises(NotAcceptable):
        require_acceptable(header, OCTETS)


@pytest.mark.parametrize("header", [None, JSON, "*/*", "application/*", "text/html, */*;q=0.1", f"{JSON}; q=1"])
def test_json_is_answered_to_who_accepts_it(header: str | None) -> None:
    """JSON is what a kiosk gets that says nothing."""
    require_acceptable(header, JSON)


@pytest.mark.parametrize("header", ["", OCTETS, "text/html", f"{JSON};q=0", f"{JSON};q=0, */*", "*/*;q=0"])
def test_json_is_refused_to_who_does_not(header: str) -> None:
    """A header that names only other types, or refuses this one."""
    with pytest.raises(NotAcceptable):
        require_acceptable(header, JSON)


@given(HEADERS | st.text(max_size=40))
def test_whatever_passes_here_passes_the_framework(header: str) -> None:
    """The framework checks `Accept` only after the view has run: it must never refuse what was let through."""
    try:
        require_acceptable(header, OCTETS)
    except NotAcceptable:
        return
    assert _matches_content_type(header, APIGateway().binary_types)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "ja"),
        ("", "ja"),
        ("ja", "ja"),
        ("en", "en"),
        ("en-GB", "en"),
        ("EN", "en"),
        ("ja-JP,en;q=0.9", "ja"),
        ("en-US,en;q=0.9,ja;q=0.8", "en"),
        ("en;q=0.8,ja;q=0.9", "ja"),
        ("en;q=0.5, ja;q=0.5", "ja"),
        ("en;q=0", "ja"),
        ("fr, de", "ja"),
        ("fr, en;q=0.1", "en"),
        ("*", "ja"),
        ("zh-Hant-TW, ko", "ja"),
        ("en;q=nonsense", "ja"),
    ],
)
def test_the_language_is_the_preferred_of_the_two(header: str | None, expected: str) -> None:
    """Japanese when neither is asked for, or both equally."""
    assert language(header) == expected


@given(st.text(max_size=60))
def test_any_header_gives_one_of_the_two(header: str) -> None:
    """No header breaks the answer that is to be made."""
    assert language(header) in {"ja", "en"}
