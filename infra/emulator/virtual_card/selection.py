"""Which file is current (ISO/IEC 7816-4 section 7.2): by identifier, by short identifier, or as it was left."""

from __future__ import annotations

from infra.emulator.virtual_card.contents import Contents, Item
from infra.emulator.virtual_card.status import StatusError, Sw

SHORT_IDENTIFIER = 0x80
_IDENTIFIER_BITS, _RESERVED_BITS = 0x1F, 0x60
_FILE_IDENTIFIER_SIZE = 2


class FileSelection:
    """The current application (open or not) and its current file."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._current: Item | None = None
        self.is_open = False

    def open(self) -> None:
        """Make the application current, with no current file."""
        self.is_open, self._current = True, None

    def close(self) -> None:
        """Select nothing."""
        self.is_open, self._current = False, None

    @property
    def current(self) -> Item:
        """The current file; `StatusError` 6986 when there is none."""
        if self._current is None:
            raise StatusError(Sw.NO_CURRENT_FILE)
        return self._current

    def select(self, identifier: bytes) -> None:
        """Make a file current by its two-byte identifier.

        Raises:
            StatusError: 6700, not two bytes; 6A82, no such file here.
        """
        if len(identifier) != _FILE_IDENTIFIER_SIZE:
            raise StatusError(Sw.WRONG_LENGTH)
        self._current = self._find(int.from_bytes(identifier, "big"))

    def referenced(self, p2: int) -> Item:
        """Resolve P2 of a command on a PIN or key: 80 is the current file, 80 + n short identifier n.

        Raises:
            StatusError: 6A86, another form; 6986, no current file; 6A82, no such file.
        """
        if p2 == SHORT_IDENTIFIER:
            return self.current
        if not p2 & SHORT_IDENTIFIER:
            raise StatusError(Sw.WRONG_P1_P2)
        return self.by_short_identifier(p2)

    def by_short_identifier(self, parameter: int) -> Item:
        """Resolve the low five bits as a short identifier; that file becomes the current one.

        Raises:
            StatusError: 6A86, reserved bits set; 6A82, no such file.
        """
        if parameter & _RESERVED_BITS:
            raise StatusError(Sw.WRONG_P1_P2)
        self._current = self._find(parameter & _IDENTIFIER_BITS)
        return self._current

    def _find(self, identifier: int) -> Item:
        if not self.is_open or identifier not in self._contents:
            raise StatusError(Sw.NOT_FOUND)
        return self._contents[identifier]
