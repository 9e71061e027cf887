"""Arguments that would work, spoilt: numbers of any size, buffers of any kind, too few or too many of anything."""

from __future__ import annotations

from array import array
from random import Random

_NUMBERS = tuple(
    sign * number + more for number in (1 << 26, 1 << 31, 1 << 62, 1 << 63) for sign in (1, -1) for more in (-1, 0, 1)
)
_FLOATS = (
    float("nan"),
    float("inf"),
    float("-inf"),
    1e308,
    -1e308,
    1e18,
    float(1 << 26),
    -float(1 << 26),
    1e-320,
    -0.0,
)
_ODD: tuple[object, ...] = (None, "text", "", 0.5, True, object, b"", (), [], {}, {1}, memoryview(b""), range(3))
_UNSPOILT, _ODDLY = 0.25, 0.1


def exact(content: bytes) -> memoryview:
    """Return a writable buffer in memory of its own that has no byte more than it, as those of Python have."""
    return memoryview(array("B", content)[:])  # of a copy: what grew has room to spare


def spoilt(arguments: list[object], random: Random) -> list[object]:
    """Spoil arguments in one or two places, or leave them as they are."""
    if random.random() < _UNSPOILT:
        return arguments
    for _ in range(random.randint(1, 2)):
        arguments = list(_all_spoilt(arguments, random))
    return arguments


class Emptying:
    """A number that, when it is read, empties the list that it is in a part of."""

    def __init__(self, number: int, around: list[object]) -> None:
        self._number, self._around = number, around

    def __index__(self) -> int:
        self._around.clear()
        return self._number


def emptying(arguments: list[object], random: Random) -> list[object]:
    """Put such a number into a part of each list, if there is any."""
    for given in arguments:
        if isinstance(given, list) and given:
            place = random.randrange(len(given))
            given[place] = tuple(Emptying(part, given) if isinstance(part, int) else part for part in given[place])
    return arguments


def _all_spoilt(parts: list[object] | tuple[object, ...], random: Random) -> list[object]:
    parts = list(parts)
    if not parts or random.random() < 1 / 16:
        return _in_number(parts, random)
    (place,) = random.choices(range(len(parts)), list(map(_leaves, parts)))
    parts[place] = _spoilt(parts[place], random)
    return parts


def _leaves(part: object) -> int:
    return 1 + sum(map(_leaves, part)) if isinstance(part, list | tuple) else 1


def _in_number(parts: list[object], random: Random) -> list[object]:
    match random.randrange(4):
        case 0:
            return parts[:-1]
        case 1:
            return [*parts, random.choice(_ODD)]
        case 2:
            return parts * 40
        case _:
            return random.sample(parts, len(parts))


def _spoilt(given: object, random: Random) -> object:
    if random.random() < _ODDLY:
        given = None
    match given:
        case int():
            return _number(given, random)
        case float():
            return random.choice(_FLOATS)
        case list() | tuple():
            return random.choice((type(given), type(given), list, tuple))(_all_spoilt(given, random))
        case bytes() | bytearray() | memoryview():
            return _buffer(_content(given), random)
        case str():
            return random.choice((given[1:], given * random.randint(1, 9), given + chr(random.randrange(0x110000))))
        case _:
            return random.choice(_ODD)


def _number(number: int, random: Random) -> int:
    near = (0, number - 1, number + 1, -number, number * 2, number + random.randint(-99, 99))
    return random.choice(random.choice((near, _NUMBERS)))


def _buffer(content: bytes, random: Random) -> object:
    other = random.choice(
        (content[:-1], content + b"\xff", content[:1], b"", content * 2, content[len(content) // 2 :])
    )
    many = memoryview(bytearray(content * 8))
    kinds = (
        lambda: exact(other),
        lambda: exact(other).toreadonly(),
        lambda: other,
        lambda: bytearray(other),
        lambda: many[::8],
        lambda: many[::-1],
        lambda: many.cast("d"),
        lambda: memoryview(array("I", list(content))),
        lambda: _released(content),
    )
    return random.choice(kinds)()


def _content(given: bytes | bytearray | memoryview) -> bytes:
    try:
        return bytes(given)
    except ValueError:  # one that was released before
        return b""


def _released(content: bytes) -> memoryview:
    view = memoryview(content)
    view.release()
    return view
