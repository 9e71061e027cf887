"""Why a page is not drawn. Each message names a place on the form and a rule, never a character of the text."""

from __future__ import annotations

from chalicelib.protocol.errors import CannotBeRendered, ServiceSuspended
from chalicelib.protocol.reasons import Unprintable


class MissingGlyph(CannotBeRendered):
    """No font draws a character, or a variation sequence, exactly as recorded."""

    reason = Unprintable.GLYPH_NOT_AVAILABLE

    def __init__(self, place: str) -> None:
        super().__init__(f"{place}: a character or variation sequence that no font has")
        self.place = place


class ForbiddenCharacter(CannotBeRendered):
    """A character that has no place on paper: control, line separator, bidirectional control, lone selector."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place}: a character that cannot stand on paper")
        self.place = place


class TextTooLong(CannotBeRendered):
    """The text does not fit its field, condensed and broken as far as the form allows."""

    reason = Unprintable.TEXT_TOO_LONG

    def __init__(self, place: str) -> None:
        super().__init__(f"{place}: longer than its field")
        self.place = place


class NoForm(CannotBeRendered):
    """No form is known for this type of certificate, or not for this arrangement of blocks."""


class IncompletePage(CannotBeRendered):
    """A drawn page lacks something without which it must not be issued (R10); `part` says what."""

    def __init__(self, part: str) -> None:
        super().__init__(f"the page lacks: {part}")
        self.part = part


class FontsUnusable(ServiceSuspended):
    """The directory holds no fonts, or a font and a coverage table that do not belong together (R7)."""
