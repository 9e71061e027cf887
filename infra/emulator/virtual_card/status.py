"""Status words (ISO/IEC 7816-4 section 5.6, JICSAP where the card follows it)."""

from __future__ import annotations

from enum import IntEnum


class Sw(IntEnum):
    """What the card ends a response with: two bytes, big-endian."""

    OK = 0x9000
    END_OF_FILE = 0x6282
    WRONG_PIN = 0x63C0  # the low four bits say how many tries are left
    WRONG_LENGTH = 0x6700
    SECURITY_NOT_SATISFIED = 0x6982
    BLOCKED = 0x6984  # JICSAP "referenced IEF blocked"; ISO would say 6983
    WRONG_CURRENT_FILE = 0x6985
    NO_CURRENT_FILE = 0x6986
    WRONG_DATA = 0x6A80
    NOT_FOUND = 0x6A82
    WRONG_P1_P2 = 0x6A86
    WRONG_OFFSET = 0x6B00
    UNKNOWN_INS = 0x6D00
    UNKNOWN_CLA = 0x6E00


class StatusError(Exception):
    """A command that ends with a status word and no data."""

    def __init__(self, sw: int) -> None:
        super().__init__(f"SW {sw:04X}")
        self.sw = sw
