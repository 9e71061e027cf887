"""How the virtual card takes commands apart, and what it answers to those it does not know."""

from __future__ import annotations

import hypothesis
import pytest
from hypothesis import strategies as st

from tests.unit.card import making
from tests.unit.card.talking import AID, Talk


@pytest.mark.parametrize(
    "apdu",
    [
        "",
        "00",
        "00A404",
        "00A4040C0AD392",  # less data than Lc says
        "00A4040C01D392F0",  # more
        "00B000000000",  # extended form without a length
        "00A4040C0000",
        "00A4040C00000AD392",  # extended, less data
        "00A4040C000000",  # an extended Le is no name
    ],
)
def test_lengths_that_disagree_are_refused(apdu: str) -> None:
    """A command whose length fields and length disagree answers 6700, or 6A82 where it parses as an empty name."""
    assert Talk(making.full_card()).send(apdu) in ({"6700"} if apdu != "00A4040C000000" else {"6A82"})


def test_extended_length_selects() -> None:
    """Data in extended form is taken."""
    assert Talk(making.full_card()).send("00A4040C00000A", AID) == "9000"


@pytest.mark.parametrize("cla", ["01", "40", "84", "90", "FF"])
def test_unknown_classes_are_refused(talk: Talk, cla: str) -> None:
    """Any class but 00 and 80 answers 6E00."""
    assert talk.send(cla, "A4040C0A", AID) == "6E00"


@pytest.mark.parametrize(
    "command", ["0084000008", "00CA006E00", "00C00000FF", "002A9E9A01AA00", "80A4040C00", "80A2000000"]
)
def test_unknown_instructions_are_refused(talk: Talk, command: str) -> None:
    """Commands this card does not offer answer 6D00."""
    assert talk.send(command) == "6D00"


@hypothesis.given(st.lists(st.binary(max_size=40), max_size=8))
@hypothesis.settings(deadline=None, max_examples=200)
def test_any_bytes_get_an_answer(apdus: list[bytes]) -> None:
    """Whatever is sent, the card answers at least a status word and does not fail."""
    card = making.full_card()
    assert all(len(card.transmit(apdu)) >= 2 for apdu in apdus)


_STEPS = st.sampled_from(["right", "wrong", "reset", "select", "sign", "ask"])


@hypothesis.given(st.lists(_STEPS, max_size=20))
@hypothesis.settings(deadline=None, max_examples=60)
def test_the_card_behaves_like_its_model(steps: list[str]) -> None:
    """In any order of steps the card signs exactly when the last PIN since power-up was right, and it counts right."""
    talk = Talk(making.full_card()).open()
    left, verified = 3, False
    for step in steps:
        match step:
            case "right":
                assert talk.verify(making.PIN) == ("9000" if left else "6984")
                left, verified = (3, True) if left else (0, False)
            case "wrong":
                expected = f"63C{left - 1}" if left else "6984"
                assert talk.verify(making.WRONG_PIN) == expected
                left, verified = max(0, left - 1), False
            case "reset":
                talk.card.reset()
                talk.open()
                verified = False
            case "select":
                talk.open()
            case "sign":
                assert talk.sign(b"x") == ("9000" if verified else "6982")
            case _:
                assert talk.tries() == f"63C{left}"
