"""Lines of a register file that are not what a line must be."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterable

import pytest

from chalicelib.registers.file_format import MAX_LINE_BYTES, read_register

from .samples import LINK_LINE, SPOUSE_LINE, encode, problems, refused, sample

_LINK = LINK_LINE - 1
_WHOLE_LINE = {(LINK_LINE, "")}


def _with_last(line: bytes) -> list[bytes]:
    return [*encode(sample())[:_LINK], line]


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"  \t\n",
        b"\xff\xfe\n",
        b'{"kind":"card-link","source":"\x93\xfa\x96\x7b"}\n',
        b"{\n",
        b"[]\n",
        b"null\n",
        b'"card-link"\n',
        b'{"kind":"card-link","serial":NaN}\n',
        b'{"kind":"card-link","serial":-Infinity}\n',
        b'{"kind":"card-link","serial":' + b"9" * 5000 + b"}\n",
        b"[" * 60_000 + b"\n",
        b'{"kind":"card-link","source":"a\tb"}\n',
        b'{"kind":"card-link"} {"kind":"card-link"}\n',
        b" " * MAX_LINE_BYTES + b"\n",
    ],
    ids=str,
)
def test_a_line_that_is_no_object_is_refused_with_its_number(line: bytes) -> None:
    """A blank, undecodable, malformed, endless or over-long line is one error that names the line."""
    assert problems(_with_last(line)) == _WHOLE_LINE


def test_a_line_of_the_greatest_length_is_accepted() -> None:
    """64 KiB, line end included, are allowed."""
    lines = encode(sample())
    lines[_LINK] = lines[_LINK][:-1].ljust(MAX_LINE_BYTES - 1) + b"\n"
    assert read_register(lines).card_links


def test_an_overlong_line_does_not_hide_the_next() -> None:
    """After a line beyond the limit the numbers of the lines that follow are still right."""
    lines = encode(sample())
    stream = io.BytesIO(b"".join([*lines, b"x" * (3 * MAX_LINE_BYTES) + b"\n", b"y\n"]))
    assert problems(stream) == {(LINK_LINE + 1, ""), (LINK_LINE + 2, "")}


def test_a_file_without_line_ends_does_not_fill_the_memory() -> None:
    """One endless line is read with memory of the order of the limit, not of the file."""

    class Endless(io.RawIOBase):
        left = 64 * 1024 * 1024

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            size = min(len(buffer), self.left)
            self.left -= size
            buffer[:size] = b"x" * size
            return size

    tracemalloc.start()
    try:
        assert problems(io.BufferedReader(Endless())) == {(1, "")}
        assert tracemalloc.get_traced_memory()[1] < 16 * MAX_LINE_BYTES
    finally:
        tracemalloc.stop()


def test_a_byte_order_mark_is_refused_and_hides_nothing() -> None:
    """A byte order mark is the only error of a file that is right otherwise."""
    lines = encode(sample())
    assert problems([b"\xef\xbb\xbf" + lines[0], *lines[1:]]) == {(1, "")}


def test_a_carriage_return_is_refused_and_hides_nothing() -> None:
    """CRLF is an error of each line that has it, and of no other."""
    lines = encode(sample())
    lines[SPOUSE_LINE - 1] = lines[SPOUSE_LINE - 1].replace(b"\n", b"\r\n")
    assert problems(lines) == {(SPOUSE_LINE, "")}


def test_a_last_line_without_line_end_is_refused() -> None:
    """A file cut off exactly before the last line feed is not taken for a whole one."""
    lines = encode(sample())
    assert problems([*lines[:-1], lines[-1][:-1]]) == _WHOLE_LINE


@pytest.mark.parametrize("end", range(1, 60, 7))
def test_a_last_line_that_was_cut_is_refused(end: int) -> None:
    """A file cut off inside its last line is refused at that line."""
    assert problems(_with_last(encode(sample())[_LINK][:end])) == _WHOLE_LINE


def test_a_file_cut_between_lines_is_refused_when_the_header_counts() -> None:
    """With `entries` in the header, whole lines missing at the end are noticed."""
    objects = sample()
    objects[0]["entries"] = len(objects) - 1
    assert read_register(encode(objects)).header.entries == len(objects) - 1
    assert problems(encode(objects)[:-1]) == {(1, "entries")}


@pytest.mark.parametrize("source", [[], io.BytesIO(b"")], ids=["lines", "stream"])
def test_an_empty_file_is_refused(source: Iterable[bytes]) -> None:
    """A file without any line is no register of an empty municipality."""
    assert (1, "") in {(error.line, error.field) for error in refused(source).errors}


def test_a_key_that_stands_twice_is_refused() -> None:
    """JSON with a field twice is refused: readers differ in which of the two they take."""
    line = encode(sample())[_LINK].replace(b'"serial"', b'"serial": "1", "serial"')
    assert problems(_with_last(line)) == {(LINK_LINE, "serial")}


def test_progress_counts_lines_and_bytes() -> None:
    """Progress ends with the number of all lines and bytes of the file."""
    lines = encode(sample())
    seen: list[tuple[int, int]] = []
    read_register(lines, lambda count, size: seen.append((count, size)))
    assert seen[-1] == (len(lines), sum(map(len, lines)))
