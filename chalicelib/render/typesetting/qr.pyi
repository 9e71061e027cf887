"""A QR code (ISO/IEC 18004) of version 20, level M, alphanumeric mode and mask 2, compiled from `qr.c`.

One kind of code, whose every size is known beforehand: nothing is chosen by the content but the dark modules. The tests
hold it to an independent encoder, module by module.
"""

from typing import Final

SIDE: Final = 97
"""Modules of a code, across and down."""
QUIET: Final = 4
"""Light modules that the standard wants on every side of it."""
CAPACITY: Final = 970
"""The most characters of a content."""

def encode(content: str) -> bytes:
    """Return the modules of a code and of its quiet zone, row by row from the top left, dark 1 and light 0.

    There are `SIDE + 2 * QUIET` rows of as many.

    Raises:
        TypeError: It is no text.
        ValueError: It is longer than `CAPACITY`, or has characters other than 0-9, A-Z, space and $%*+-./: have. No
            part of it is in the message.
    """
