"""Check digits of the two numbers a resident record carries.

Sources: 行政手続における特定の個人を識別するための番号の利用等に関する法律施行令 第8条 and 平成26年総務省令第85号
第5条 (individual number: 11 minus the weighted sum modulo 11, or 0 where that remainder is 0 or 1; weights 2 to 7, then
2 to 6, from the lowest digit); 住民基本台帳法施行規則 第1条 (resident record code: ten random digits and a check digit
of modulus 11).
"""

from __future__ import annotations

from itertools import cycle

INDIVIDUAL_NUMBER_DIGITS = 12
RESIDENT_RECORD_CODE_DIGITS = 11
_MODULUS = 11
_WEIGHTS = (2, 3, 4, 5, 6, 7)


def modulus_11_digit(digits: str) -> str:
    """Return the check digit that follows `digits` (ASCII decimal digits, highest first)."""
    weighted = sum(int(digit) * weight for digit, weight in zip(reversed(digits), cycle(_WEIGHTS), strict=False))
    remainder = weighted % _MODULUS
    return "0" if remainder <= 1 else str(_MODULUS - remainder)


def is_individual_number(number: str) -> bool:
    """Say whether `number` is 12 digits of which the last is the check digit of the others (個人番号)."""
    return _ends_in_check_digit(number, INDIVIDUAL_NUMBER_DIGITS)


def is_resident_record_code(code: str) -> bool:
    """Say whether `code` is 11 digits of which the last is the check digit of the others (住民票コード)."""
    return _ends_in_check_digit(code, RESIDENT_RECORD_CODE_DIGITS)


def _ends_in_check_digit(number: str, length: int) -> bool:
    if len(number) != length or not (number.isascii() and number.isdecimal()):
        return False
    return number[-1] == modulus_11_digit(number[:-1])
