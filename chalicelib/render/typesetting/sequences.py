"""A text as characters, each with the variation selector that follows it, if any."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.render.typesetting.coverage import selector_number
from chalicelib.render.typesetting.errors import ForbiddenCharacter

_CONTROL = {*range(0x20), *range(0x7F, 0xA0)}
_BIDIRECTIONAL = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_INVISIBLE = {0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF}
_SEPARATORS = {0x2028, 0x2029}
_SURROGATES = set(range(0xD800, 0xE000))
_FORBIDDEN = frozenset(_CONTROL | _BIDIRECTIONAL | _INVISIBLE | _SEPARATORS | _SURROGATES)


def sequences(text: str, place: str) -> Iterator[tuple[int, int | None]]:
    """Yield (character, selector or None) in order. What a font lacks is not decided here.

    Raises:
        ForbiddenCharacter: A control, line separator, bidirectional or invisible control, surrogate, or a selector
            without a character before it.
    """
    pending: int | None = None
    for character in map(ord, text):
        is_selector = selector_number(character) is not None
        if character in _FORBIDDEN or (is_selector and pending is None):
            raise ForbiddenCharacter(place)
        if pending is not None:
            yield pending, character if is_selector else None
        pending = None if is_selector else character
    if pending is not None:
        yield pending, None
