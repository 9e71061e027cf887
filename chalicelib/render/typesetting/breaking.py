"""Break a text into lines: at spaces, never inside a number or a word that fits, by the rules of 禁則処理.

The rules for characters that may not begin or end a line follow JIS X 4051.
"""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.render.typesetting.fonts import Character

_NEVER_FIRST = frozenset(map(ord, "、。，．・）」』】ー々〜ゝゞヽヾぁぃぅぇぉっゃゅょァィゥェォッャュョ)"))
_NEVER_LAST = frozenset(map(ord, "（「『【("))
_WORD = frozenset([*range(0x21, 0x7F), *range(0xC0, 0x250), *range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B)])

# A line may end at a space when it is this full: parts of an address, or two notes, are better not torn apart.
_FULL_ENOUGH = 0.75

Line = tuple[Character, ...]


def break_lines(characters: Sequence[Character], advances: Sequence[int], width: int) -> tuple[Line, ...]:
    """Fill lines of `width` pixels one after another; spaces at a break are dropped.

    No character may be wider than the line: one that is gets a line of its own all the same.
    """
    lines, start = [], _skip_spaces(characters, 0)
    while start < len(characters):
        end = _break_before(characters, start, _filled(advances, start, width))
        lines.append(_without_trailing_spaces(characters[start:end]))
        start = _skip_spaces(characters, end)
    return tuple(lines)


def break_evenly(characters: Sequence[Character], advances: Sequence[int], width: int) -> tuple[Line, ...]:
    """Break into as many lines as `break_lines` needs, the longest of them as short as possible."""
    lines = break_lines(characters, advances, width)
    low, high, count = 0, width, len(lines)
    if count == 1:
        return lines
    while high - low > 1:
        middle = (low + high) // 2
        if len(break_lines(characters, advances, middle)) <= count:
            high = middle
        else:
            low = middle
    return break_lines(characters, advances, high)


def _filled(advances: Sequence[int], start: int, width: int) -> int:
    """Return where the line that begins at `start` is full."""
    end, used = start, 0
    while end < len(advances) and used + advances[end] <= width:
        used += advances[end]
        end += 1
    return end


def _break_before(characters: Sequence[Character], start: int, full: int) -> int:
    if full >= len(characters):
        return len(characters)
    allowed = [place for place in range(full, start, -1) if _may_break(characters[place - 1], characters[place])]
    at_space = [place for place in allowed if characters[place].is_space or characters[place - 1].is_space]
    if at_space and at_space[0] - start >= (full - start) * _FULL_ENOUGH:
        return at_space[0]
    return allowed[0] if allowed else max(full, start + 1)


def _may_break(before: Character, after: Character) -> bool:
    if after.code_point in _NEVER_FIRST or before.code_point in _NEVER_LAST:
        return False
    return not (before.code_point in _WORD and after.code_point in _WORD)


def without_spaces_around(characters: Sequence[Character]) -> Line:
    """Return characters from the first to the last that is no space."""
    if characters and not characters[0].is_space and not characters[-1].is_space:
        return tuple(characters)
    return _without_trailing_spaces(characters[_skip_spaces(characters, 0) :])


def _skip_spaces(characters: Sequence[Character], place: int) -> int:
    while place < len(characters) and characters[place].is_space:
        place += 1
    return place


def _without_trailing_spaces(line: Sequence[Character]) -> Line:
    end = len(line)
    while end and line[end - 1].is_space:
        end -= 1
    return tuple(line[:end])
