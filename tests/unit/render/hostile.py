"""Calls of compiled modules with arguments that nobody would give them: a program that `test_packed_memory` runs.

    python -m tests.unit.render.hostile packed.abi3.so CALLS

A call that would work is made up and, in most cases, spoilt in one or two places. The program writes how many calls of
each function were refused and how many returned; it fails when one does anything else. A function that is new needs an
entry in `CALLS`, and nothing more.
"""

from __future__ import annotations

import ctypes
import importlib.util
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from pathlib import Path
from random import Random
from types import ModuleType

from tests.unit.render import spoiling

REFUSALS = (ValueError, TypeError, OverflowError, BufferError, MemoryError)
_SEED = 20260401
_FARTHEST = 1 << 26
_BYTES_HEAD = bytes.__basicsize__ - 1
Arguments = list[object]


def _ink(random: Random, stride: int, top: int, rows: int) -> tuple[bytes, int, int, int]:
    width, height = random.randint(1, stride), random.randint(0, rows)
    left, start = (random.choice((random.randint(0, room), room)) for room in (stride - width, rows - height))
    return random.choice((random.randbytes, bytes))(width * height), left, top + start, width


def _paper(random: Random) -> tuple[int, int, int]:
    return random.randint(1, 8), random.choice((0, random.randint(-40, 40))), random.randint(0, 20)


def _unite(random: Random) -> Arguments:
    stride, top, rows = _paper(random)
    lines = random.choice((bytearray, spoiling.exact))(random.randbytes(stride * rows))
    return [lines, stride, top, _ink(random, stride, top, rows)]


def _holds(random: Random) -> Arguments:
    stride, top, rows = _paper(random)
    ink, left, start, width = _ink(random, stride, top, rows)
    beside = random.choice((0, random.randint(-50, 50)))
    lines = random.choice((bytes, bytearray, spoiling.exact))(b"\xff" * (stride * rows))
    return [lines, stride, top, (ink, left, start + beside, width)]


def _is_exact(random: Random) -> Arguments:
    stride, top, rows = _paper(random)
    template = random.choice((random.randbytes, bytes))(stride * rows)
    inks = [_ink(random, stride, top, rows) for _ in range(random.randint(0, 4))]
    lines = bytearray(template)
    for ink, left, start, width in inks:
        for place, byte in enumerate(ink):
            lines[(start - top + place // width) * stride + left + place % width] |= byte
    kind = random.choice((bytes, bytearray, spoiling.exact))
    return [kind(bytes(lines)), random.choice((bytes, spoiling.exact))(template), stride, top, inks]


def _glyph(random: Random) -> tuple[bytes, int, int, int, int]:
    width, rows = random.randint(1, 30), random.choice((0, random.randint(1, 20)))
    bits = random.randbytes(-(-width // 4) * rows)
    return bits, width, random.randint(-3, 3), random.randint(-20, 3), random.randint(0, 32)


def _lay(random: Random) -> Arguments:
    glyphs = [_glyph(random) for _ in range(random.randint(0, 4))]
    width, height = random.choice(((400, 100), (3308, 4677), (_FARTHEST - 1, _FARTHEST - 1)))
    start = random.randint(0, random.choice((60, width)))
    baseline = random.randint(0, random.choice((60, height)))
    return [glyphs, start, random.uniform(-2, 9), baseline, width, height]


def _dots(random: Random) -> Arguments:
    across, down = random.randint(1, 30), random.randint(0, 12)
    modules = random.choice((bytes, bytearray, spoiling.exact))(random.randbytes(across * down))
    return [modules, across, random.randint(1, 7), random.randint(0, 3)]


def _pixels(random: Random) -> Arguments:
    across, down, step = random.randint(1, 12), random.randint(1, 12), random.randint(1, 8)
    above, left, top = random.randint(0, 3), random.randint(0, 9), random.randint(-9, 9)
    stride = 1 + -(-(left + (across - 1) * step + 1) // 4)
    rows = above + (down - 1) * step + 1
    return [spoiling.exact(random.randbytes(stride * rows)), stride, top, left, top + above, step, across, down]


def _encode(random: Random) -> Arguments:
    return ["".join(random.choices("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", k=random.randint(0, 970)))]


CALLS: dict[str, dict[str, Callable[[Random], Arguments]]] = {
    "drawing": {"lay": _lay, "dots": _dots},
    "packed": {"unite": _unite, "holds": _holds, "is_exact": _is_exact, "pixels": _pixels},
    "qr": {"encode": _encode},
}
"""For every function of every compiled module, what makes up a call of it that is not refused."""


class Broken(Exception):
    """A call left something behind that it must not."""


def _parts(given: object) -> Iterator[object]:
    if isinstance(given, list | tuple | bytes | bytearray | memoryview):
        yield given
    if isinstance(given, list | tuple):
        for part in given:
            yield from _parts(part)


def _check_released(given: Sequence[object], counts: Sequence[int]) -> None:
    if [sys.getrefcount(part) for part in given] != counts:
        raise Broken("references that were taken and not given back, or the other way round")
    for part in given:
        if isinstance(part, bytearray):
            part.append(0)  # which raises BufferError when somebody still has it
            part.pop()


def _check_end(answer: object) -> None:
    # Behind the content of bytes is one more byte, always 0, which the allocator's own checks take for content.
    for part in _parts(answer):
        if isinstance(part, bytes) and ctypes.c_char.from_address(id(part) + _BYTES_HEAD + len(part)).value != b"\0":
            raise Broken("bytes whose end was written over")


def _call(function: Callable[..., object], arguments: Arguments) -> bool:
    try:
        _check_end(function(*arguments))
    except REFUSALS:
        return False
    return True


def _is_refused(function: Callable[..., object], arguments: Arguments) -> bool:
    given = list(_parts(arguments))
    counts = [sys.getrefcount(part) for part in given]
    refused = not _call(function, arguments)
    _check_released(given, counts)
    return refused


def _load(path: Path) -> ModuleType:
    name = path.name.partition(".")[0]
    loader = ExtensionFileLoader(name, str(path))
    module = importlib.util.module_from_spec(ModuleSpec(name, loader, origin=str(path)))
    loader.exec_module(module)
    return module


def main(path: Path, calls: int) -> None:
    """Call every function of a module so many times."""
    module = _load(path)
    outcomes = {}
    for name, make in CALLS[module.__name__].items():
        random = Random(_SEED)  # noqa: S311 - the same calls in every run
        function = getattr(module, name)
        refused = sum(_is_refused(function, spoiling.spoilt(make(random), random)) for _ in range(calls))
        for _ in range(calls // 10):
            _call(function, spoiling.emptying(make(random), random))
        outcomes[name] = {"refused": refused, "returned": calls - refused}
    sys.stdout.write(json.dumps(outcomes))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
