"""IPP messages in bytes (RFC 8010, section 3): as much of it as printing a page needs."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

Value = int | bool | str | bytes

OPERATION_ATTRIBUTES, JOB_ATTRIBUTES, END = 0x01, 0x02, 0x03
_VERSION = (2, 0)
_INTEGER, _BOOLEAN, _ENUM = 0x21, 0x22, 0x23
_TEXTS = {0x41, 0x42, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49}
_LAST_DELIMITER = 0x0F

KEYWORD, URI, CHARSET, LANGUAGE, MIME_TYPE, NAME = 0x44, 0x45, 0x47, 0x48, 0x49, 0x42
BOOLEAN = _BOOLEAN


class MessageMalformed(Exception):
    """Not an IPP message."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A named value and its tag; several values of one name are several attributes."""

    tag: int
    name: str
    value: int | str


@dataclass(frozen=True, slots=True)
class Response:
    """A status code, and every group's attributes by name."""

    status: int
    attributes: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)

    def first(self, name: str) -> Value | None:
        """Return the first value of an attribute, if it is there."""
        values = self.attributes.get(name, ())
        return values[0] if values else None

    def words(self, name: str) -> tuple[str, ...]:
        """Return the values of an attribute that are texts."""
        return tuple(value for value in self.attributes.get(name, ()) if isinstance(value, str))


def encode_request(operation: int, request_id: int, groups: Mapping[int, tuple[Attribute, ...]]) -> bytes:
    """Write the head of a request, up to where a document follows."""
    parts = [struct.pack(">BBHI", *_VERSION, operation, request_id)]
    for delimiter, attributes in groups.items():
        parts.append(bytes([delimiter]))
        before = None
        for attribute in attributes:
            parts.append(_attribute(attribute, named=attribute.name != before))
            before = attribute.name
    parts.append(bytes([END]))
    return b"".join(parts)


def _attribute(attribute: Attribute, *, named: bool) -> bytes:
    # A further value of the same attribute has an empty name.
    name = attribute.name.encode("ascii") if named else b""
    value = attribute.value
    if isinstance(value, str):
        content = value.encode()
    else:
        content = struct.pack(">?" if attribute.tag == BOOLEAN else ">i", value)
    return struct.pack(">BH", attribute.tag, len(name)) + name + struct.pack(">H", len(content)) + content


def decode_response(data: bytes) -> Response:
    """Read a response.

    Raises:
        MessageMalformed: It is none.
    """
    try:
        _, _, status, _ = struct.unpack_from(">BBHI", data)
        return Response(status, _attributes(data, 8))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise MessageMalformed from error


def _attributes(data: bytes, at: int) -> dict[str, tuple[Value, ...]]:
    found: dict[str, tuple[Value, ...]] = {}
    name = ""
    while data[at] != END:
        tag = data[at]
        at += 1
        if tag <= _LAST_DELIMITER:
            continue
        text, at = _counted(data, at)
        content, at = _counted(data, at)
        name = text.decode("ascii") if text else name
        found[name] = (*found.get(name, ()), _value(tag, content))
    return found


def _counted(data: bytes, at: int) -> tuple[bytes, int]:
    (size,) = struct.unpack_from(">H", data, at)
    end = at + 2 + size
    if end > len(data):
        raise IndexError
    return data[at + 2 : end], end


def _value(tag: int, content: bytes) -> Value:
    if tag in {_INTEGER, _ENUM}:
        return int(struct.unpack(">i", content)[0])
    if tag == _BOOLEAN:
        return content == b"\x01"
    return content.decode() if tag in _TEXTS else content
