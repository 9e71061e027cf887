"""The texts of a page as its code has them: folded to what a reader sees, and digested as a whole.

Full-width digits, Latin letters and signs (U+FF01 to U+FF5E) become their ASCII counterparts, because nobody can tell
from paper which of the two was printed or will be typed. Kanji, kana and variation selectors stay as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_FOLDED = {code: code - 0xFEE0 for code in _FULL_WIDTH}


def folded(text: str) -> str:
    """Fold the widths and write any run of white space as one space, none at the ends."""
    return " ".join(text.translate(_FOLDED).split())


def text_digest(texts: Iterable[str]) -> bytes:
    """Return the SHA-256 of a page's texts in their order.

    Each is folded, loses all its white space and is ended by a line feed; one of which nothing is left is skipped.
    """
    lines = ("".join(text.translate(_FOLDED).split()) for text in texts)
    return hashlib.sha256("".join(f"{line}\n" for line in lines if line).encode()).digest()
