"""The physical lines of a register file: UTF-8 JSON objects, one a line, each ended by a line feed."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NoReturn

from chalicelib.registers.file_errors import Report, showable

MAX_LINE_BYTES = 64 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def bounded_lines(source: BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of `source`, none of them longer than `MAX_LINE_BYTES` + 1.

    What exceeds that is read and dropped, so that a file without line ends cannot fill the memory.
    """
    if not isinstance(source, io.IOBase):
        for line in source:
            yield line[: MAX_LINE_BYTES + 1]
        return
    while line := source.readline(MAX_LINE_BYTES + 1):
        yield line
        while len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            line = source.readline(MAX_LINE_BYTES + 1)


def parse_line(raw: bytes, report: Report) -> dict[str, Any] | None:
    """Return the JSON object on the line `raw` (line end included), or None when it cannot be read.

    Everything found wrong is reported; some of it (a byte order mark, a carriage return) does not hide the rest.
    """
    text = _text(raw, report)
    return None if text is None else _json_object(text, report)


def parse_object(content: bytes, report: Report) -> dict[str, Any] | None:
    """Return the JSON object that `content` is, on however many lines, or None when it cannot be read."""
    if len(content) > MAX_LINE_BYTES:
        report("", f"expected at most {MAX_LINE_BYTES} bytes")
        return None
    try:
        return _json_object(content.decode(), report)
    except UnicodeDecodeError:
        report("", "expected UTF-8")
        return None


def _text(raw: bytes, report: Report) -> str | None:
    if len(raw) > MAX_LINE_BYTES:
        report("", f"expected at most {MAX_LINE_BYTES} bytes on a line")
        return None
    if raw.startswith(BYTE_ORDER_MARK):
        report("", "expected UTF-8 without a byte order mark")
    if not raw.endswith(b"\n"):
        report("", "expected a line feed at the end of the line: the file may be cut off here")
    elif raw.endswith(b"\r\n"):
        report("", "expected a line feed alone at the end of the line, found a carriage return before it")
    content = raw.removeprefix(BYTE_ORDER_MARK).strip(b"\r\n\t ")
    if not content:
        report("", "expected an entry, found a blank line")
        return None
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        report("", f"expected UTF-8, found something else at byte {error.start + 1}")
        return None


def _json_object(text: str, report: Report) -> dict[str, Any] | None:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            report(showable(twice), "expected each field once, found it twice in one object")
        return found

    try:
        value = json.loads(text, object_pairs_hook=unique, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        report("", f"expected a JSON object, found an error at character {error.colno}")
    except (ValueError, RecursionError):
        report("", "expected a JSON object without NaN, Infinity, endless numbers or deep nesting")
    else:
        if isinstance(value, dict):
            return value
        report("", "expected a JSON object")
    return None


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError
