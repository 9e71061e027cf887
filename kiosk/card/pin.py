"""A PIN on its way from the keys to the card: in memory that can be wiped, and in nothing that could be printed.

Python cannot promise that no copy remains: the card's interface takes bytes. What is promised is that this object and
the command it is put into are overwritten, and that no text form, pickle or copy of it exists.
"""

from __future__ import annotations

from types import TracebackType
from typing import NoReturn, Self, SupportsIndex

from kiosk.card.errors import PinMalformed

LENGTH = 4
_ASCII_DIGITS = range(0x30, 0x3A)


class Pin:
    """What was typed so far. As a context manager it is wiped at the end."""

    __slots__ = ("_count", "_digits", "_malformed")

    def __init__(self, typed: str = "") -> None:
        # One buffer that never grows: a growing one would be moved and leave its digits behind.
        self._digits = bytearray(LENGTH)
        self._count = 0
        self._malformed = False
        for character in typed:
            self._take(ord(character))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wipe()

    def __len__(self) -> int:
        return self._count

    def __repr__(self) -> str:
        return "Pin(hidden)"

    __str__ = __repr__

    def __format__(self, _specification: str) -> str:
        return repr(self)

    def __reduce_ex__(self, _protocol: SupportsIndex) -> NoReturn:
        raise TypeError("a PIN is never copied or stored")

    def press(self, digit: int) -> None:
        """Take one key, 0 to 9.

        Raises:
            PinMalformed: not a digit, or four are there already; what was typed stays as it is.
        """
        if self._count == LENGTH or digit not in range(10):
            raise PinMalformed
        self._take(_ASCII_DIGITS[digit])

    def erase_last(self) -> None:
        """Take the last key back; nothing happens when there is none."""
        if self._count:
            self._count -= 1
            self._digits[self._count] = 0

    def wipe(self) -> None:
        """Overwrite what was typed; the PIN is empty afterwards."""
        overwrite(self._digits)
        self._count = 0
        self._malformed = False

    def write_into(self, command: bytearray, position: int) -> None:
        """Write the four digits into a command that its maker wipes.

        Raises:
            PinMalformed: not four ASCII digits. Full-width digits of an input method are twelve bytes and would cost
                a try if the card saw them.
        """
        if self._malformed or self._count != LENGTH:
            raise PinMalformed
        for offset in range(LENGTH):
            command[position + offset] = self._digits[offset]

    def _take(self, character: int) -> None:
        if self._count == LENGTH or character not in _ASCII_DIGITS:
            self._malformed = True
            return
        self._digits[self._count] = character
        self._count += 1


def overwrite(buffer: bytearray) -> None:
    """Set every byte to zero, in place."""
    buffer[:] = bytes(len(buffer))
