"""Check digits of individual numbers and resident record codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.registers.check_digits import is_individual_number, is_resident_record_code, modulus_11_digit


@pytest.mark.parametrize("number", ["123456789018", "023456789013", "000000000000", "111111111118"])
def test_a_right_individual_number_is_accepted(number: str) -> None:
    """Numbers computed by hand with the formula of 総務省令 第5条 are accepted."""
    assert is_individual_number(number)


@pytest.mark.parametrize("number", ["", "12345678901", "1234567890180", "12345678901x", "１２３４５６７８９０１８"])
def test_what_is_not_twelve_digits_is_no_individual_number(number: str) -> None:
    """A number of another length or with other characters than ASCII digits is refused, not an error."""
    assert not is_individual_number(number)


def test_a_remainder_of_one_gives_the_digit_zero() -> None:
    """Where 11 minus the remainder would have two digits, the digit is 0."""
    assert modulus_11_digit("00000000006") == "0"


@given(st.text("0123456789", min_size=11, max_size=11), st.integers(1, 9))
def test_only_one_last_digit_is_right(digits: str, shift: int) -> None:
    """Of the ten possible last digits of an individual number exactly one is accepted."""
    check = modulus_11_digit(digits)
    assert is_individual_number(digits + check)
    assert not is_individual_number(digits + str((int(check) + shift) % 10))


@given(st.text("0123456789", min_size=10, max_size=10), st.integers(1, 9))
def test_a_resident_record_code_needs_its_check_digit(digits: str, shift: int) -> None:
    """Of the ten possible last digits of a resident record code exactly one is accepted."""
    check = modulus_11_digit(digits)
    assert is_resident_record_code(digits + check)
    assert not is_resident_record_code(digits + str((int(check) + shift) % 10))
