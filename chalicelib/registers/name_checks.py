"""Whether two books write the same name.

One book may have a character in a variant of its own, and a blank more or less; anything else is another name.
"""

from __future__ import annotations

import re

# Variation selectors (Unicode 23.4) and blanks.
_IGNORED = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\\s]")


def same_name(one: str, other: str) -> bool:
    """Whether both are the same name."""
    return _IGNORED.sub("", one) == _IGNORED.sub("", other)


def has_given_name(name: str, given_name: str) -> bool:
    """Whether a full name ends with a given name."""
    return _IGNORED.sub("", name).endswith(_IGNORED.sub("", given_name))
