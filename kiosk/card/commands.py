"""The command APDUs the kiosk sends: these and no others (ISO/IEC 7816-4; signing as the card has it)."""

from __future__ import annotations

from kiosk.card.pin import LENGTH, Pin, overwrite

CHUNK = 256
"""Most bytes one short READ BINARY answers."""


def select_application(aid: bytes) -> bytes:
    """SELECT by DF name; no file control information is asked for."""
    return bytes([0x00, 0xA4, 0x04, 0x0C, len(aid)]) + aid


def select_file(identifier: int) -> bytes:
    """SELECT an elementary file under the current application."""
    return bytes([0x00, 0xA4, 0x02, 0x0C, 0x02]) + identifier.to_bytes(2, "big")


def read_binary(offset: int, length: int) -> bytes:
    """READ BINARY from the current file: 15-bit offset, 1 to 256 bytes (256 is coded as 0)."""
    return bytes([0x00, 0xB0]) + offset.to_bytes(2, "big") + bytes([length % CHUNK])


def ask_tries() -> bytes:
    """VERIFY without data: the card answers the number of tries and spends none."""
    return bytes([0x00, 0x20, 0x00, 0x80])


def compute_signature(input_data: bytes) -> bytes:
    """COMPUTE DIGITAL SIGNATURE with P1 = 00: the card pads what it is sent (PKCS#1 v1.5) and signs."""
    return bytes([0x80, 0x2A, 0x00, 0x80, len(input_data)]) + input_data + b"\x00"


class VerifyCommand:
    """VERIFY with a PIN, as a context manager: the command is wiped at the end of the block.

    Raises (on entering):
        PinMalformed: not four digits.
    """

    __slots__ = ("_bytes", "_pin")

    def __init__(self, pin: Pin) -> None:
        self._pin = pin
        self._bytes = bytearray([0x00, 0x20, 0x00, 0x80, LENGTH, *bytes(LENGTH)])

    def __enter__(self) -> bytearray:
        self._pin.write_into(self._bytes, len(self._bytes) - LENGTH)
        return self._bytes

    def __exit__(self, *_: object) -> None:
        overwrite(self._bytes)
