"""As much DER as it takes to make what no library makes."""

from __future__ import annotations

SEQUENCE, OCTETS, BITS = 0x30, 0x04, 0x03
RSA_WITH_SHA_256 = bytes.fromhex("2a864886f70d01010b")
RSA_WITH_SHA_1 = bytes.fromhex("2a864886f70d010105")
CRITICAL_EXTENSION = bytes.fromhex("300c 0603690101 0101ff 0402 0500".replace(" ", ""))
"""Of an object identifier (2.25.1.1) that nobody knows."""


def tlv(tag: int, content: bytes) -> bytes:
    """Encode a value of less than 65536 bytes."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    if size < 0x100:
        return bytes([tag, 0x81, size]) + content
    return bytes([tag, 0x82]) + size.to_bytes(2, "big") + content


def content(value: bytes) -> bytes:
    """Take the header off a value."""
    return value[2 + (value[1] & 0x7F if value[1] & 0x80 else 0) :]
