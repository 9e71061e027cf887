"""VERIFY and CHANGE REFERENCE DATA of the virtual card."""

from __future__ import annotations

import pytest

from infra.emulator.virtual_card import VirtualCard, face_authentication_card
from tests.unit.card import making
from tests.unit.card.talking import Talk


def test_the_right_pin_is_accepted(talk: Talk) -> None:
    """VERIFY with the right PIN answers 9000."""
    assert talk.verify(making.PIN) == "9000"


def test_three_wrong_pins_lock_the_card(talk: Talk) -> None:
    """Wrong PINs answer 63C2, 63C1, 63C0; then even the right one answers 6984, and the count stays 63C0."""
    assert [talk.verify(making.WRONG_PIN) for _ in range(3)] == ["63C2", "63C1", "63C0"]
    assert talk.verify(making.PIN) == "6984"
    assert talk.tries() == "63C0"


def test_five_wrong_passwords_lock_the_signing_side_only(talk: Talk) -> None:
    """The signing password has five tries of its own and leaves the PIN alone."""
    answers = [talk.verify("WRONG1", "001B") for _ in range(6)]
    assert answers == ["63C4", "63C3", "63C2", "63C1", "63C0", "6984"]
    assert talk.verify(making.PIN) == "9000"


def test_a_right_pin_restores_the_count(talk: Talk) -> None:
    """A right PIN after two wrong ones gives three tries again."""
    assert talk.verify(making.WRONG_PIN) == "63C2"
    assert talk.verify(making.WRONG_PIN) == "63C1"
    assert talk.verify(making.PIN) == "9000"
    assert talk.verify(making.WRONG_PIN) == "63C2"


def test_asking_costs_nothing(talk: Talk) -> None:
    """VERIFY without data answers the count any number of times."""
    assert {talk.tries() for _ in range(10)} == {"63C3"}


def test_asking_answers_the_count_even_when_verified(talk: Talk) -> None:
    """VERIFY without data answers 63C3 and not 9000 after the PIN was verified, as the cards do."""
    assert talk.verify(making.PIN) == "9000"
    assert talk.tries() == "63C3"
    assert talk.sign(b"x") == "9000"


def test_short_identifier_verifies(talk: Talk) -> None:
    """VERIFY with P2 98 addresses the PIN without selecting it."""
    assert talk.send("00200098", "04", making.PIN.encode()) == "9000"
    assert talk.sign(b"x") == "9000"


@pytest.mark.parametrize("value", ["", "1", "123", "12345", "１２３４"])
def test_a_malformed_pin_costs_a_try(talk: Talk, value: str) -> None:
    """The card takes anything for a wrong PIN: only the reader can keep a try from being wasted."""
    if value:
        assert talk.at("0018").send("00200080", bytes([len(value.encode())]), value.encode()) == "63C2"
    assert talk.tries() == ("63C2" if value else "63C3")


@pytest.mark.parametrize("identifier", ["000A", "0017", "0016"])
def test_only_a_pin_can_be_verified(talk: Talk, identifier: str) -> None:
    """VERIFY against a file or key answers 6985."""
    assert talk.at(identifier).send("00200080", "04", making.PIN.encode()) == "6985"


def test_verify_needs_a_current_file(talk: Talk) -> None:
    """VERIFY before a PIN is selected answers 6986."""
    assert talk.send("00200080", "04", making.PIN.encode()) == "6986"


@pytest.mark.parametrize("parameters", ["0100", "0180", "0018", "00D8"])
def test_verify_with_wrong_parameters_is_refused(talk: Talk, parameters: str) -> None:
    """VERIFY with P1 other than 00, or P2 that is neither 80 nor a short identifier, answers 6A86 and costs nothing."""
    assert talk.at("0018").send("0020", parameters, "04", making.WRONG_PIN.encode()) == "6A86"
    assert talk.tries() == "63C3"


def test_an_unknown_short_identifier_is_not_found(talk: Talk) -> None:
    """VERIFY with a short identifier that is not on the card answers 6A82."""
    assert talk.send("0020009F", "04", making.PIN.encode()) == "6A82"


def test_a_reset_keeps_the_count(talk: Talk) -> None:
    """Taking the power away does not give tries back."""
    assert talk.verify(making.WRONG_PIN) == "63C2"
    talk.card.reset()
    assert talk.open().tries() == "63C2"


def test_a_wrong_pin_takes_the_verified_state_away(talk: Talk) -> None:
    """A wrong PIN after a right one leaves the key unusable."""
    assert talk.verify(making.PIN) == "9000"
    assert talk.verify(making.WRONG_PIN) == "63C2"
    assert talk.sign(b"x") == "6982"


@pytest.mark.parametrize(("keeps", "answer"), [(True, "9000"), (False, "6982")])
def test_selecting_again_keeps_or_drops_the_verified_state(keeps: bool, answer: str) -> None:  # noqa: FBT001
    """Both behaviours that are reported of real cards can be had."""
    talk = Talk(making.full_card(keeps_pin_on_reselect=keeps)).open()
    assert talk.verify(making.PIN) == "9000"
    assert talk.open().sign(b"x") == answer


def test_a_pin_is_changed_after_it_was_verified(talk: Talk) -> None:
    """CHANGE REFERENCE DATA needs the old PIN first; then the new one counts and the old one does not."""
    assert talk.at("0018").send("00240180", "04", b"9876") == "6982"
    assert talk.verify(making.PIN) == "9000"
    assert talk.send("00240180", "04", b"9876") == "9000"
    assert talk.verify(making.PIN) == "63C2"
    assert talk.verify("9876") == "9000"


@pytest.mark.parametrize(
    ("identifier", "old", "new"),
    [
        ("0018", making.PIN, b"123"),
        ("0018", making.PIN, b"12345"),
        ("0018", making.PIN, b"12A4"),
        ("0018", making.PIN, b""),
        ("001B", making.PASSWORD, b"ABC12"),
        ("001B", making.PASSWORD, b"abc123"),
        ("001B", making.PASSWORD, b"A" * 17),
    ],
)
def test_an_unacceptable_new_pin_is_refused(talk: Talk, identifier: str, old: str, new: bytes) -> None:
    """CHANGE REFERENCE DATA with a value of the wrong form answers 6A80 and changes nothing."""
    assert talk.verify(old, identifier) == "9000"
    length = bytes([len(new)]) if new else b""
    assert talk.send("00240180", length, new) == "6A80"
    assert talk.verify(old, identifier) == "9000"


def test_changing_with_wrong_parameters_is_refused(talk: Talk) -> None:
    """CHANGE REFERENCE DATA with P1 00 (old and new value in one) answers 6A86."""
    assert talk.at("0018").send("00240080", "08", b"12349876") == "6A86"


@pytest.fixture
def face_card() -> VirtualCard:
    """Give a face-authentication card."""
    issued = making.authentication()
    return face_authentication_card(issued.pem, ca=issued.root_pem)


def test_a_face_authentication_card_has_no_pin(face_card: VirtualCard) -> None:
    """It counts 63C0, answers any PIN with 6984, signs nothing, and still shows a valid certificate."""
    talk = Talk(face_card).open()
    assert talk.tries() == "63C0"
    assert talk.verify(making.PIN) == "6984"
    assert talk.sign(b"x") == "6982"
    assert talk.at("000A").send("00B0000004") == "9000"
    assert talk.data == making.authentication().der[:4]
    assert talk.at("0008").send("00B0000001") == "9000"
    assert talk.data != b"\x8f"
