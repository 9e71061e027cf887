"""Numbers and groups as they are written on certificates."""

from __future__ import annotations

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_SPACE = "\N{IDEOGRAPHIC SPACE}"


def full_width(number: int | str, places: int = 0) -> str:
    """Write decimal digits full-width, padded on the left with ideographic spaces to that many places.

    Only the ten digits change; anything else in a text stays as it is.
    """
    return str(number).translate(_FULL_WIDTH).rjust(places, _SPACE)


def grouped(text: str, size: int, separator: str = "-") -> str:
    """Break a long id into groups of `size` characters that a person can read out."""
    return separator.join(text[start : start + size] for start in range(0, len(text), size))
