"""The part of CBOR (RFC 8949) that the page code uses, in its one deterministic form (RFC 8949, 4.2.1).

Integers, byte strings, texts, arrays, maps whose keys are integers, booleans and one tag. There is one way to write a
value, and the decoder takes no other: lengths in their shortest form, keys in the order of their encodings, nothing
after the end. So a signature covers a meaning and not only one of its spellings.
"""

from __future__ import annotations

from typing import TypeAlias

from chalicelib.protocol.errors import KofuError

Value: TypeAlias = "int | bytes | str | bool | list[Value] | dict[int, Value]"

_UINT, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP, _TAG, _SIMPLE = range(8)
_FALSE, _TRUE = 0xF4, 0xF5
_SHORT, _LONGEST = 24, 27
_WIDTHS = (1, 2, 4, 8)
# A page code nests five deep; more is somebody's attempt at the decoder's stack.
_DEEPEST = 8


class CborMalformed(KofuError):
    """Not CBOR, not of this part of it, or not in its deterministic form."""


def encode(value: Value) -> bytes:
    """Encode a value."""
    match value:
        case bool():
            return bytes([_TRUE if value else _FALSE])
        case int():
            return _head(_UINT, value) if value >= 0 else _head(_NEGATIVE, -1 - value)
        case bytes():
            return _head(_BYTES, len(value)) + value
        case str():
            text = value.encode()
            return _head(_TEXT, len(text)) + text
        case list():
            return _head(_ARRAY, len(value)) + b"".join(map(encode, value))
    pairs = sorted((encode(key), encode(item)) for key, item in value.items())
    return _head(_MAP, len(pairs)) + b"".join(key + item for key, item in pairs)


def tag(number: int, encoded: bytes) -> bytes:
    """Put a tag before an encoded value."""
    return _head(_TAG, number) + encoded


def untag(number: int, data: bytes) -> bytes:
    """Return the encoded value after a tag.

    Raises:
        CborMalformed: It does not begin with this tag.
    """
    head = _head(_TAG, number)
    if not data.startswith(head):
        raise CborMalformed
    return data[len(head) :]


def decode(data: bytes) -> Value:
    """Decode exactly one value.

    Raises:
        CborMalformed: See there.
    """
    reader = _Reader(data)
    value = reader.value(_DEEPEST)
    if reader.at != len(data):
        raise CborMalformed
    return value


def _head(major: int, argument: int) -> bytes:
    if argument < _SHORT:
        return bytes([major << 5 | argument])
    for number, width in enumerate(_WIDTHS):
        if argument < 1 << 8 * width:
            return bytes([major << 5 | _SHORT + number]) + argument.to_bytes(width, "big")
    raise CborMalformed


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def value(self, depth: int) -> Value:
        if not depth:
            raise CborMalformed
        first = self._data[self.at : self.at + 1]
        major, argument = self._read_head()
        if major == _ARRAY:
            return [self.value(depth - 1) for _ in range(self._count(argument))]
        if major == _MAP:
            return self._map(self._count(argument), depth - 1)
        return self._single(major, argument, first[0])

    def _single(self, major: int, argument: int, first: int) -> Value:
        if major in {_UINT, _NEGATIVE}:
            return argument if major == _UINT else -1 - argument
        if major in {_BYTES, _TEXT}:
            return self._take(argument) if major == _BYTES else self._text(argument)
        if first not in {_FALSE, _TRUE}:
            raise CborMalformed
        return first == _TRUE

    def _read_head(self) -> tuple[int, int]:
        first = self._take(1)[0]
        major, short = first >> 5, first & 0x1F
        if short < _SHORT:
            return major, short
        if short > _LONGEST:
            raise CborMalformed
        argument = int.from_bytes(self._take(_WIDTHS[short - _SHORT]), "big")
        if _head(major, argument)[0] != first:
            raise CborMalformed
        return major, argument

    def _take(self, count: int) -> bytes:
        taken = self._data[self.at : self.at + count]
        if len(taken) != count:
            raise CborMalformed
        self.at += count
        return taken

    def _text(self, size: int) -> str:
        try:
            return self._take(size).decode()
        except UnicodeDecodeError as error:
            raise CborMalformed from error

    def _count(self, items: int) -> int:
        # Each item takes a byte at least: a larger number is refused before anything is made of it.
        if items > len(self._data) - self.at:
            raise CborMalformed
        return items

    def _map(self, pairs: int, depth: int) -> Value:
        found: dict[int, Value] = {}
        before = b""
        for _ in range(pairs):
            start = self.at
            key = self.value(depth)
            written = self._data[start : self.at]
            if not isinstance(key, int) or isinstance(key, bool) or written <= before:
                raise CborMalformed
            found[key] = self.value(depth)
            before = written
        return found
