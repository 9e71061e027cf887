"""Texts of refusals: one for every reason in both languages, and none that tells more than it must."""

from __future__ import annotations

import re

import pytest

from chalicelib.protocol.problems import PROBLEMS, problem
from chalicelib.protocol.reasons import ASK_AT_OFFICE, REASON_TEXTS, Unprintable
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.eligibility import Reason
from chalicelib.render.typesetting.errors import MissingGlyph, TextTooLong

# What must not be known from the text by somebody who stands beside the person, or stands there in their place.
HIDDEN = ("under-protection", "deceased", "issue-stopped", "seal-suspended", "head-missing", "ask-at-office")


def test_every_reason_has_a_text_and_no_text_is_of_a_reason_that_is_none() -> None:
    """The table is complete, whoever adds a reason."""
    assert REASON_TEXTS.keys() == {str(each) for kind in (Reason, Obstacle, Unprintable) for each in kind}


@pytest.mark.parametrize("reason", REASON_TEXTS)
def test_texts_are_in_their_language_and_fit_a_screen(reason: str) -> None:
    """Japanese in full sentences without ASCII, English in ASCII; each short enough to be read at a glance."""
    text = REASON_TEXTS[reason]
    assert re.fullmatch(r"([^\x00-\x7f]+。)+", text.ja)
    assert text.en.isascii()
    assert text.en.endswith(".")
    assert len(text.ja) <= 60
    assert len(text.en) <= 110


@pytest.mark.parametrize("reason", REASON_TEXTS)
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("code", ["not-eligible", "cannot-be-rendered"])
def test_the_problem_says_it_in_the_language_asked_for(reason: str, language: str, code: str) -> None:
    """`detail` is the reason's text, `reason` its code."""
    body = problem(code, language=language, reason=reason)
    assert (body.detail, body.reason) == (getattr(REASON_TEXTS[reason], language), reason)


def test_without_a_reason_the_problem_has_its_own_text() -> None:
    """The code's text stands where no reason is known."""
    assert problem("cannot-be-rendered", language="ja").detail == PROBLEMS["cannot-be-rendered"].ja


def test_what_could_endanger_somebody_cannot_be_told_apart() -> None:
    """Protection, death and whatever concerns another member have one text, which only sends to the office."""
    assert {REASON_TEXTS[reason] for reason in HIDDEN} == {ASK_AT_OFFICE}
    assert not re.search("支援|保護|死亡|停止|世帯", ASK_AT_OFFICE.ja)


def test_other_reasons_have_texts_of_their_own() -> None:
    """Whoever can do something about a refusal is told what."""
    own = [text for reason, text in REASON_TEXTS.items() if reason not in HIDDEN]
    assert len(own) == len(set(own)) == len({text.ja for text in own}) == len({text.en for text in own})
    assert ASK_AT_OFFICE not in own


def test_what_cannot_be_drawn_says_which_of_the_two_it_is() -> None:
    """A missing glyph and a text that is too long have different reasons."""
    assert (MissingGlyph("name").reason, TextTooLong("name").reason) == ("glyph-not-available", "text-too-long")
