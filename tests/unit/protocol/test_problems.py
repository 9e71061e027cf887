"""Problem codes: the published table, in both languages, and nothing more."""

from __future__ import annotations

import json

import msgspec
import pytest

from chalicelib.protocol import problems

# The published table, by hand.
STATUS = {
    "invalid-request": 400,
    "kiosk-not-authenticated": 401,
    "session-invalid": 401,
    "card-signature-invalid": 401,
    "payment-mismatch": 402,
    "kiosk-suspended": 403,
    "card-not-linked": 403,
    "not-eligible": 403,
    "not-found": 404,
    "not-acceptable": 406,
    "conflict": 409,
    "challenge-expired": 410,
    "already-retrieved": 410,
    "expired": 410,
    "too-large": 413,
    "card-untrusted": 422,
    "card-expired": 422,
    "card-revoked": 422,
    "card-kind-not-accepted": 422,
    "invalid-option": 422,
    "cannot-be-rendered": 422,
    "card-locked": 423,
    "too-many-requests": 429,
    "internal": 500,
    "revocation-unknown": 503,
    "outside-service-hours": 503,
    "service-suspended": 503,
}


def test_the_codes_are_the_published_ones() -> None:
    """Every published code is there with its status, and no other."""
    assert {code: int(kind.status) for code, kind in problems.PROBLEMS.items()} == STATUS


@pytest.mark.parametrize("code", STATUS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_problem_is_the_published_body(code: str, language: str) -> None:
    """Type, title, status, and a detail in the language asked for; the title is the same in both."""
    body = json.loads(msgspec.json.encode(problems.problem(code, language=language)))
    kind = problems.PROBLEMS[code]
    assert body["type"] == f"urn:kofu:problem:{code}"
    assert (body["title"], body["status"]) == (kind.title, STATUS[code])
    expected = {"type", "title", "status"} | ({"detail"} if code != "internal" else set())
    assert body.keys() == expected
    if code != "internal":
        assert body["detail"] == getattr(kind, language)


@pytest.mark.parametrize("code", STATUS)
def test_details_are_in_their_language(code: str) -> None:
    """The Japanese text has Japanese characters, the English one has none but ASCII; neither is empty."""
    kind = problems.PROBLEMS[code]
    assert any("ぁ" <= character <= "ん" for character in kind.ja)
    assert kind.en
    assert kind.en.isascii()
    assert kind.title.isascii()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_internal_error_tells_nothing(language: str) -> None:
    """No detail, no reason."""
    assert problems.problem("internal", language=language).detail is None


def test_a_reason_comes_through() -> None:
    """`not-eligible` says why, as a code."""
    body = problems.problem("not-eligible", reason="deceased")
    assert (body.reason, body.code) == ("deceased", "not-eligible")


def test_an_unknown_code_is_an_error() -> None:
    """Nothing is answered with a code that is not published."""
    with pytest.raises(KeyError):
        problems.problem("no-such-code")
