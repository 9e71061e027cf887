"""What identifies a certificate and how long it lasts, in the form seen on real cards."""

from __future__ import annotations

import calendar
import datetime as dt
import re

_JAPAN = dt.timezone(dt.timedelta(hours=9), "JST")
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PREFIX_LENGTH = 14
_VALIDITY_BIRTHDAYS = 5


def opaque_subject(entropy: bytes, municipality: str) -> str:
    """Make a holder's opaque common name: 14 capitals or digits, municipality code, 3 digits, `A` (23 characters).

    Args:
        entropy: 14 random bytes or more; they decide the first 14 characters.
        municipality: the 5-digit code of the municipality that issued the card.

    Raises:
        ValueError: too little entropy, or not a municipality code.
    """
    if len(entropy) < _PREFIX_LENGTH or not re.fullmatch(r"[0-9]{5}", municipality):
        raise ValueError("an opaque subject needs 14 bytes of entropy and a 5-digit municipality code")
    prefix = "".join(_LETTERS[byte % len(_LETTERS)] for byte in entropy[:_PREFIX_LENGTH])
    return f"{prefix}{municipality}003A"


def fifth_birthday_end(issued_on: dt.date, born_on: dt.date, card_ends: dt.date) -> dt.datetime:
    """Say when a card certificate issued on a day ends: its fifth birthday after issue, never later than the card.

    The day counts in Japan and to its last second. A birthday on 29 February falls on the 28th in common years.
    """
    next_birthday = _birthday(born_on, issued_on.year)
    first_year = issued_on.year + (1 if next_birthday <= issued_on else 0)
    last_day = min(_birthday(born_on, first_year + _VALIDITY_BIRTHDAYS - 1), card_ends)
    end = dt.datetime.combine(last_day, dt.time(23, 59, 59), _JAPAN)
    return end.astimezone(dt.UTC)


def _birthday(born_on: dt.date, year: int) -> dt.date:
    leap_day = (born_on.month, born_on.day) == (2, 29)
    return born_on.replace(year=year, day=28 if leap_day and not calendar.isleap(year) else born_on.day)
