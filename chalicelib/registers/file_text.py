"""Which characters text in a register file may hold.

Text is taken exactly as it is or refused, never repaired: normalisation would turn one person's name into another's
(compatibility kanji, variation sequences). Refused is what cannot be part of a name or an address and would change what
a page shows, and U+FFFD, by which a converter marks a character it has lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from chalicelib.registers.file_errors import showable

_REFUSED = (
    ("a control character or line break", "\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029"),
    ("a lone surrogate", "\\ud800-\\udfff"),
    ("a direction control", "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069"),
    ("a byte order mark", "\\ufeff"),
    ("a replacement character (U+FFFD: the export lost a character)", "\\ufffd"),
    ("a noncharacter", "\\ufdd0-\\ufdef" + "".join(f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(17))),
)
_ANY_REFUSED = re.compile("[" + "".join(characters for _, characters in _REFUSED) + "]")
_EACH_REFUSED = tuple((name, re.compile(f"[{characters}]")) for name, characters in _REFUSED)


def text_problem(text: str) -> str | None:
    """Return what is wrong with `text`, without repeating it, or None."""
    if _ANY_REFUSED.search(text):
        name = next(name for name, pattern in _EACH_REFUSED if pattern.search(text))
        return f"expected text without {name}"
    if text != text.strip():
        return "expected text without blanks at its beginning and end"
    return None


def text_problems(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield path and problem of every text inside the decoded JSON `value`, which stands at `path`."""
    if isinstance(value, str):
        if problem := text_problem(value):
            yield path, problem
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from text_problems(item, f"{path}.{showable(name)}" if path else showable(name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from text_problems(item, f"{path}[{index}]")
