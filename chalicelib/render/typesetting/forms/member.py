"""One member's place: a grid of rows with a label and a value in each slot. Lengths in millimetres."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from chalicelib.render.typesetting.fitting import Style
from chalicelib.render.typesetting.forms.form import frame, inside, vertical
from chalicelib.render.typesetting.forms.furniture import LEFT, RIGHT
from chalicelib.render.typesetting.geometry import Box

NUMBER_RIGHT = LEFT + 6
_ROWS = (0.0, *accumulate((4.4, 7.6, 5.2, 4.6, 4.4, 5.2, 5.2, 5.2, 5.2)))
HEIGHT = _ROWS[-1]
# Columns: first label, first value, second label, second value.
_A, _B, _C, _D, _E = NUMBER_RIGHT, 44.0, 117.0, 144.0, RIGHT
_LABEL_INSET, _VALUE_INSET = 0.6, 0.4
_THIRD = (RIGHT - NUMBER_RIGHT) / 3

_LABEL = Style(size=7.5, smallest=7, condense=80, align="spread")
_LONG_LABEL = Style(size=7.5, smallest=7, condense=70, align="spread")
_TWO_LINE_LABEL = Style(size=6.5, smallest=5, lines=2, condense=70, align="centre")
_TEXT = Style(size=10, smallest=6, lines=2)
_SMALL = Style(size=9, smallest=6, lines=2)
# Readings are kana, which stay legible smaller than kanji.
_READING = Style(size=9, smallest=5, lines=2)
_NAME = Style(size=15, smallest=6, lines=3)
_NOTES = Style(size=8.5, smallest=6, lines=2, condense=80)
_CENTRED = Style(size=10, smallest=7, lines=2, align="centre")


@dataclass(frozen=True, slots=True)
class Slot:
    """A field's place: rows `first` to before `last`, label and value side by side."""

    first: int
    last: int
    left: float
    middle: float
    right: float
    style: Style = _TEXT
    label_style: Style = _LABEL

    def label_box(self, top: float) -> Box:
        """Return the space for the label in the place that begins at `top`."""
        left, right = self.left + _LABEL_INSET, self.middle - _LABEL_INSET
        return inside(left, top + _ROWS[self.first], right, top + _ROWS[self.last])

    def value_box(self, top: float) -> Box:
        """Return the space for the value."""
        return inside(self.middle + _VALUE_INSET, top + _ROWS[self.first], self.right, top + _ROWS[self.last])

    def rules(self, top: float) -> Iterator[Box]:
        """Yield the rules around the slot and between its label and value."""
        upper, lower = top + _ROWS[self.first], top + _ROWS[self.last]
        yield from frame(self.left, upper, self.right, lower)
        yield vertical(self.middle, upper, lower)


def slot_rules(kind: str, top: float) -> tuple[Box, ...]:
    """Return all rules of a place; those of neighbouring slots coincide."""
    return tuple(dict.fromkeys(rule for slot in SLOTS[kind].values() for rule in slot.rules(top)))


def _left(row: int, style: Style = _TEXT) -> Slot:
    return Slot(row, row + 1, _A, _B, _C, style)


def _right(row: int, style: Style = _TEXT) -> Slot:
    return Slot(row, row + 1, _C, _D, _E, style)


def _across(row: int, style: Style = _TEXT) -> Slot:
    return Slot(row, row + 1, _A, _B, _E, style)


def _third(row: int, number: int, label_style: Style = _LABEL) -> Slot:
    left = _A + number * _THIRD
    return Slot(row, row + 1, left, _B if number == 0 else left + 25, left + _THIRD, _SMALL, label_style)


NAME = _left(1, _NAME)
_COMMON = {
    "furigana": _left(0, _READING),
    "name": NAME,
    "individual_number": _right(0),
    "resident_record_code": _right(1),
    "became_resident": _right(2, _SMALL),
    "address_since": _right(3),
    "birth_date": Slot(4, 5, _A, _B, 86.0),
    "sex": Slot(4, 5, 86.0, 100.0, _C, _CENTRED),
    "relationship": _right(4),
    "notes": _across(8, _NOTES),
}
_NATIONAL = _COMMON | {
    "former_name_furigana": _left(2, _READING),
    "former_name": _left(3),
    "domicile": _across(5),
    "domicile_head": _left(6),
    "notified_on": _right(6),
    "previous_address": _across(7),
}
_FOREIGN = _COMMON | {
    "alias": Slot(2, 4, _A, _B, _C, Style(size=13, smallest=8, lines=2)),
    "became_resident": Slot(2, 3, _C, _D, _E, _SMALL, _LONG_LABEL),
    "nationality": _third(5, 0),
    "residence_class": _third(5, 1, _TWO_LINE_LABEL),
    "residence_status": _third(5, 2),
    "period_of_stay": _third(6, 0),
    "expires_on": _third(6, 1),
    "card_number": _third(6, 2),
    "previous_address": _left(7),
    "notified_on": _right(7),
}
SLOTS: dict[str, dict[str, Slot]] = {"resident": _NATIONAL, "foreign-resident": _FOREIGN, "blank": _NATIONAL}
"""The slots of a place, by the kind of its block and the key of the field."""
