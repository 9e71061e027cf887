"""The screen's texts: complete and alike in every language."""

from __future__ import annotations

import json
import re

import pytest

from chalicelib.protocol.certificate_options import OPTIONS
from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.problems import PROBLEMS
from chalicelib.protocol.reasons import REASON_TEXTS
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.eligibility import Reason
from kiosk.screen import STATIC
from kiosk.terminal import utterances
from kiosk.terminal.actions import LANGUAGES, Language
from kiosk.terminal.views import TERMINAL_CODES

_TEXTS = {language: json.loads((STATIC / "texts" / f"{language}.json").read_text()) for language in LANGUAGES}
_NAMES = json.loads((STATIC / "texts" / "names.json").read_text())
_PLACEHOLDER = re.compile(r"\{\w+\}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_texts(language: Language) -> None:
    """Each language has the keys of Japanese in the same order, and each text the same placeholders."""
    texts, japanese = _TEXTS[language], _TEXTS["ja"]
    assert list(texts) == list(japanese)
    assert [key for key, text in texts.items() if _placeholders(text) != _placeholders(japanese[key])] == []


def test_only_what_is_written_around_a_number_is_empty() -> None:
    """No text is empty but those of the seconds, which a language writes on one side of the number only."""
    empty = {key for texts in _TEXTS.values() for key, text in texts.items() if not text.strip()}
    assert empty <= {"question.seconds-before", "question.seconds-after"}


def test_every_problem_has_a_text() -> None:
    """Each code of the service and of the terminal has a heading and says what happened."""
    codes = {*PROBLEMS, *TERMINAL_CODES}
    assert set(_NAMES["problem"]) == codes
    named = {f"problem.{name}" for name in _NAMES["problem"].values()}
    assert {key for name in named for key in (name, f"{name}.text")} <= set(_TEXTS["ja"])


def test_every_reason_has_a_text() -> None:
    """Each reason why a certificate cannot be had says something."""
    assert set(_NAMES["reason"]) == {*Reason, *Obstacle, *REASON_TEXTS}
    assert {f"reason.{name}" for name in _NAMES["reason"].values()} <= set(_TEXTS["ja"])


def test_reasons_that_nobody_may_know_say_the_same() -> None:
    """Reasons with one text in the protocol have one here: whoever stands beside learns nothing from the screen."""
    by_text: dict[str, set[str]] = {}
    for reason, text in REASON_TEXTS.items():
        by_text.setdefault(text.ja, set()).add(_NAMES["reason"][reason])
    assert [names for names in by_text.values() if len(names) > 1] == []


def test_every_option_has_a_text() -> None:
    """Each option of each certificate, and each value of it, has a name."""
    keys = set()
    for options in OPTIONS.values():
        for name, values in options.offered().items():
            keys.add(f"option.{name}")
            keys.update(f"option.{name}.{value}" for value in (values if isinstance(values, list) else []))
    assert keys <= set(_TEXTS["ja"])
    assert {f"certificate.{kind}" for kind in CertificateType} <= set(_TEXTS["ja"])


def test_every_utterance_has_a_text() -> None:
    """Everything the terminal can say is written down, under `say` or as the text on the screen."""
    missing = [key for key in utterances.ALL if f"say.{key}" not in _TEXTS["ja"] and key not in _TEXTS["ja"]]
    assert missing == []


def _placeholders(text: str) -> list[str]:
    return sorted(_PLACEHOLDER.findall(text))
