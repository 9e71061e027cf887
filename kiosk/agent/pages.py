"""The pages on their way to the paper: in memory that is overwritten when they are done with."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.card.pin import overwrite


class Pages:
    """The pages of one issuance."""

    __slots__ = ("_pages",)

    def __init__(self) -> None:
        """Hold none."""
        self._pages: list[bytearray] = []

    def __repr__(self) -> str:
        return "Pages(hidden)"

    def put(self, pages: Sequence[bytes]) -> None:
        """Take copies of pages (PNG); what was held before is wiped."""
        self.wipe()
        self._pages = [bytearray(page) for page in pages]

    def __len__(self) -> int:
        return len(self._pages)

    def sheet(self, number: int) -> bytearray:
        """Return what is on a sheet, counted from 1 over all copies: first the whole first copy, then the second.

        Raises:
            IndexError: There are no pages.
        """
        if not self._pages:
            raise IndexError
        return self._pages[(number - 1) % len(self._pages)]

    def wipe(self) -> None:
        """Overwrite and drop them."""
        for page in self._pages:
            overwrite(page)
        self._pages = []
