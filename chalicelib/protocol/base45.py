"""Base45 (RFC 9285): bytes in the 45 characters of a QR code's alphanumeric mode, three for two bytes."""

from __future__ import annotations

from chalicelib.protocol.errors import KofuError

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUE = {character: value for value, character in enumerate(_ALPHABET)}
_TRIPLE = 3


class Base45Malformed(KofuError):
    """Not base45."""


def encode(data: bytes) -> str:
    """Write bytes in base45."""
    return "".join(_write(data[start : start + 2]) for start in range(0, len(data), 2))


def decode(text: str) -> bytes:
    """Read base45.

    Raises:
        Base45Malformed: A character or a length that base45 does not have, or a group beyond its bytes.
    """
    return b"".join(_read(text[start : start + _TRIPLE]) for start in range(0, len(text), _TRIPLE))


def _write(group: bytes) -> str:
    number = int.from_bytes(group, "big")
    digits = ""
    for _ in range(len(group) + 1):
        number, digit = divmod(number, len(_ALPHABET))
        digits += _ALPHABET[digit]
    return digits


def _read(group: str) -> bytes:
    try:
        number = sum(_VALUE[character] * len(_ALPHABET) ** place for place, character in enumerate(group))
        return number.to_bytes(len(group) - 1, "big") if len(group) > 1 else _refuse()
    except (KeyError, OverflowError) as error:
        raise Base45Malformed from error


def _refuse() -> bytes:
    raise Base45Malformed
