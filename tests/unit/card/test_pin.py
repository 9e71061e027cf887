"""The kiosk's PIN: where it does not show, and that it goes."""

from __future__ import annotations

import copy
import pickle

import pytest

from kiosk.card import Pin, PinMalformed
from kiosk.card.commands import VerifyCommand

PIN = "8642"


def sent(pin: Pin) -> bytes:
    """Answer what the card would see."""
    with VerifyCommand(pin) as command:
        return bytes(command)


def test_four_digits_become_a_verify_command() -> None:
    """A PIN goes into VERIFY as four ASCII digits."""
    assert sent(Pin(PIN)).hex() == "0020008004" + "38363432"


@pytest.mark.parametrize("typed", ["", "1", "123", "12345", "12a4", "12 4", "-123", "１２３４", "١٢٣٤", "1\n34"])
def test_anything_else_never_becomes_a_command(typed: str) -> None:
    """What is not four ASCII digits is refused before a card could see it; other alphabets' digits included."""
    with pytest.raises(PinMalformed):
        sent(Pin(typed))


def test_the_command_is_wiped() -> None:
    """After its block, and after an error in it, the command holds no digit."""
    with VerifyCommand(Pin(PIN)) as command:
        assert PIN.encode() in command
    assert not any(command)


def test_keys_are_taken_one_by_one() -> None:
    """Digits pressed and erased leave the PIN that was meant."""
    pin = Pin()
    pin.erase_last()
    for digit in (8, 6, 4, 9):
        pin.press(digit)
    pin.erase_last()
    pin.press(2)
    assert sent(pin) == sent(Pin(PIN))


def test_a_fifth_key_is_refused() -> None:
    """There is no fifth digit, and no key but 0 to 9."""
    pin = Pin(PIN)
    with pytest.raises(PinMalformed):
        pin.press(1)
    for key in (10, -1):
        with pytest.raises(PinMalformed):
            Pin().press(key)


def test_no_text_form_shows_it() -> None:
    """Representation, string, format and error messages do not tell a digit, nor how many there are."""
    texts = {repr(Pin(PIN)), str(Pin(PIN)), f"{Pin(PIN)}", f"{Pin(PIN):>20}", repr(Pin()), repr([Pin(PIN)])}
    assert texts == {"Pin(hidden)", "[Pin(hidden)]"}
    with pytest.raises(PinMalformed) as raised:
        sent(Pin("86420"))
    assert "8642" not in str(raised.value)
    assert "8642" not in repr(raised.value)


def test_it_cannot_be_copied_or_stored() -> None:
    """Pickling and copying are errors, and the object has no dictionary to print."""
    for duplicate in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="never copied"):
            duplicate(Pin(PIN))
    assert not hasattr(Pin(PIN), "__dict__")


def test_wiping_overwrites_in_place() -> None:
    """The memory that held the digits is overwritten, not just let go, and never was another."""
    pin = Pin()
    memory = memoryview(pin._digits)  # noqa: SLF001  # what is left in this memory is the claim
    for digit in PIN:
        pin.press(int(digit))
    assert bytes(memory) == PIN.encode()
    pin.wipe()
    assert bytes(memory) == bytes(4)
    assert len(pin) == 0


def test_an_erased_digit_is_overwritten() -> None:
    """A key taken back leaves nothing in memory."""
    pin = Pin("12")
    memory = memoryview(pin._digits)  # noqa: SLF001  # as above
    pin.erase_last()
    assert bytes(memory) == b"1\0\0\0"


def test_leaving_the_block_wipes_it() -> None:
    """As a context manager the PIN is gone at the end, also after an error."""
    pin = Pin(PIN)
    with pytest.raises(KeyError), pin:
        raise KeyError
    assert len(pin) == 0
