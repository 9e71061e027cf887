"""What is said: each utterance of the terminal, each problem, what became of the money, and what to do next."""

from __future__ import annotations

import json
from typing import get_args

from kiosk.screen import STATIC
from kiosk.terminal import utterances
from kiosk.terminal.actions import Language
from kiosk.terminal.views import Money, Next


def script(language: Language) -> dict[str, str]:
    """Return the text of each utterance, by its key: the name of its file.

    Some are written to be heard; the others are what the screen shows.
    """
    texts: dict[str, str] = json.loads((STATIC / "texts" / f"{language}.json").read_text())
    return {key: texts.get(f"say.{key}") or texts[key] for key in keys()}


def keys() -> tuple[str, ...]:
    """Return the keys of everything that can be said."""
    names = json.loads((STATIC / "texts" / "names.json").read_text())
    problems = sorted({f"problem.{name}" for name in names["problem"].values()})
    money = (f"money.{each}" for each in get_args(Money))
    following = (f"next.{each}" for each in get_args(Next))
    return tuple(dict.fromkeys((*utterances.ALL, *problems, *money, *following)))
