"""The kiosk's dialogue with a card, command by command."""

from __future__ import annotations

import contextlib

import pytest

from kiosk.card import (
    CardAbsent,
    CardError,
    CardProtocolError,
    CardRemoved,
    CardSessionClosed,
    InProcessReader,
    NotAMyNumberCard,
    Pin,
    PinIncorrect,
    PinLocked,
    PinMalformed,
    ReaderUnavailable,
)
from tests.unit.card import making
from tests.unit.card.scripted import ScriptedCard, answering

SELECT = "00A4040C0AD392F000260100000001"
VERIFY, SIGN, SELECT_INS, READ = 0x20, 0x2A, 0xA4, 0xB0
MESSAGE = b"transcript"


@pytest.fixture
def card() -> ScriptedCard:
    """Give a card that records."""
    return ScriptedCard(making.full_card())


def sign(card: ScriptedCard, pin: str = making.PIN) -> bytes:
    """Sign in a session of its own."""
    with InProcessReader(card).connect() as session:
        return session.sign(Pin(pin), MESSAGE)


def test_a_session_starts_and_ends_with_a_reset(card: ScriptedCard) -> None:
    """The card is reset before anything is said to it and when it is let go, so nothing verified carries over."""
    with InProcessReader(card).connect():
        pass
    assert card.log == ["reset", SELECT, "reset"]


def test_signing_is_one_verification_and_one_signature(card: ScriptedCard) -> None:
    """Signing asks the tries, verifies once, signs once and resets at once; nothing else is said."""
    with InProcessReader(card).connect() as session:
        card.log.clear()
        session.sign(Pin(making.PIN), MESSAGE)
    head = [SELECT, "00A4020C020018", "00200080", "00A4020C020018", "0020008004" + making.PIN.encode().hex()]
    assert card.log[:6] == [*head, "00A4020C020017"]
    assert card.log[6].startswith("802A0080333031300D060960864801650304020105000420")
    assert card.log[7:] == ["reset", "reset"]


def test_each_signature_needs_the_pin_again(card: ScriptedCard) -> None:
    """After a signature the card refuses another one, whoever asks."""
    with InProcessReader(card).connect() as session:
        session.sign(Pin(making.PIN), MESSAGE)
        assert card.card.transmit(bytes.fromhex("802A009701AA00")) != b"\x90\x00"
        assert card.card.transmit(bytes.fromhex(SELECT)) == b"\x90\x00"
        assert card.card.transmit(bytes.fromhex("802A009701AA00")) == b"\x69\x82"


@pytest.mark.parametrize("pin", [making.PIN, making.WRONG_PIN, "12345", "１２３４"])
def test_the_pin_is_wiped_whatever_happens(card: ScriptedCard, pin: str) -> None:
    """Right, wrong or malformed, the PIN is gone after the call."""
    typed = Pin(pin)
    with InProcessReader(card).connect() as session, contextlib.suppress(CardError):
        session.sign(typed, MESSAGE)
    assert len(typed) == 0


def test_a_malformed_pin_is_never_shown_to_the_card(card: ScriptedCard) -> None:
    """A PIN that is not four digits is refused without a VERIFY and costs no try."""
    with pytest.raises(PinMalformed):
        sign(card, "12345")
    assert not [command for command in card.log if command.startswith("0020")]


def test_a_locked_card_is_not_asked_to_verify(card: ScriptedCard) -> None:
    """When no try is left the PIN stays in the kiosk."""
    for remaining in (2, 1):
        with pytest.raises(PinIncorrect) as raised:
            sign(card, making.WRONG_PIN)
        assert raised.value.remaining == remaining
    with pytest.raises(PinLocked):
        sign(card, making.WRONG_PIN)
    card.log.clear()
    with pytest.raises(PinLocked):
        sign(card)
    assert "0020008004" + making.PIN.encode().hex() not in card.log


@pytest.mark.parametrize("blocked", ["6983", "6984"])
def test_both_words_for_blocked_are_understood(card: ScriptedCard, blocked: str) -> None:
    """Cards say 6984 and general guides 6983: either means locked, asked or tried."""
    card.cut = lambda _count, apdu: bytes.fromhex(blocked) if apdu[1] == VERIFY else None
    with InProcessReader(card).connect() as session:
        assert session.tries_left() == 0
    card.cut = lambda _count, apdu: bytes.fromhex(blocked) if apdu[1] == VERIFY and len(apdu) > 4 else None
    with pytest.raises(PinLocked):
        sign(card)


@pytest.mark.parametrize("answer", ["6300", "9000", "6F00", "6A86"])
def test_an_unknown_answer_about_the_tries_is_an_error(card: ScriptedCard, answer: str) -> None:
    """What is no count is not taken for one; 9000 would mean that somebody's PIN is still verified."""
    card.cut = answering(VERIFY, answer)
    with InProcessReader(card).connect() as session, pytest.raises(CardProtocolError) as raised:
        session.tries_left()
    assert raised.value.sw == int(answer, 16)


@pytest.mark.parametrize("answer", ["6982", "6985", "6A86", "6F00"])
def test_a_refused_signature_is_an_error_and_resets(card: ScriptedCard, answer: str) -> None:
    """When the card will not sign, its status word is told and the card reset all the same."""
    card.cut = answering(SIGN, answer)
    with InProcessReader(card).connect() as session:
        with pytest.raises(CardProtocolError) as raised:
            session.sign(Pin(making.PIN), MESSAGE)
        assert raised.value.sw == int(answer, 16)
        assert card.log[-1] == "reset"


def test_a_signature_of_another_size_is_an_error(card: ScriptedCard) -> None:
    """A signature that is not as long as the modulus is not handed on."""
    card.cut = answering(SIGN, "AA" * 255 + "9000")
    with pytest.raises(CardProtocolError):
        sign(card)


@pytest.mark.parametrize("answer", ["6A82", "6D00", "6E00", "6A81", "6F00"])
def test_a_card_without_the_application_is_another_card(card: ScriptedCard, answer: str) -> None:
    """Whatever a card answers to the selection but 9000, it is not a My Number Card."""
    card.cut = answering(SELECT_INS, answer)
    with pytest.raises(NotAMyNumberCard), InProcessReader(card).connect():
        pytest.fail("the session must not open")


@pytest.mark.parametrize("header", ["3081FF00", "31820400", "FFFFFFFF", "30821001"])
def test_what_is_no_certificate_is_not_read_on(card: ScriptedCard, header: str) -> None:
    """A file that does not start like a certificate, or claims more than 4 KiB, is an error after four bytes."""
    card.cut = answering(READ, header + "9000")
    with InProcessReader(card).connect() as session, pytest.raises(CardProtocolError):
        session.certificate()
    assert len([command for command in card.log if command.startswith("00B0")]) == 1


@pytest.mark.parametrize("answer", ["9000", "AA9000", "6282", "6B00", "6982"])
def test_a_certificate_that_stops_short_is_an_error(card: ScriptedCard, answer: str) -> None:
    """Fewer bytes than asked, a warning or an error in the middle of the file end the reading."""

    def cut(_count: int, apdu: bytes) -> bytes | None:
        return bytes.fromhex(answer) if apdu[:2] == b"\x00\xb0" and apdu[2:4] != b"\x00\x00" else None

    card.cut = cut
    with InProcessReader(card).connect() as session, pytest.raises(CardProtocolError):
        session.certificate()


def visit(reader: InProcessReader, pin: Pin | None = None) -> None:
    """Do what a kiosk does with a card: sign, with the right PIN unless another is given, and read."""
    with reader.connect() as session:
        session.sign(Pin(making.PIN) if pin is None else pin, MESSAGE)
        session.certificate()


@pytest.mark.parametrize("position", [*range(2, 10), *range(11, 19)])
def test_a_card_pulled_at_any_command_is_removed(card: ScriptedCard, position: int) -> None:
    """Pulled at any command of opening, reading and signing, it is CardRemoved; the PIN is gone once signing began."""
    only_opening = 2

    def pull(count: int, _apdu: bytes) -> None:
        if count == position:
            raise ConnectionResetError

    card.cut = pull
    pin = Pin(making.PIN)
    with pytest.raises(CardRemoved):
        visit(InProcessReader(card), pin)
    assert len(pin) == (4 if position == only_opening else 0)


@pytest.mark.parametrize("last", ["00B00404", "802A"], ids=["read", "sign"])
def test_a_card_pulled_while_it_answers_is_removed(card: ScriptedCard, last: str) -> None:
    """An answer that arrives after the card left the slot does not count."""
    reader = InProcessReader(card)

    def pull(_count: int, apdu: bytes) -> None:
        if apdu.hex().upper().startswith(last):
            reader.remove()

    card.cut = pull
    with pytest.raises(CardRemoved):
        visit(reader)
    assert not reader.card_present()


@pytest.mark.parametrize("answer", ["", "90"])
def test_an_answer_without_status_is_a_removed_card(card: ScriptedCard, answer: str) -> None:
    """Less than a status word is what some readers deliver when the contact is lost."""
    card.cut = answering(READ, answer)
    with pytest.raises(CardRemoved), InProcessReader(card).connect() as session:
        session.certificate()


def test_another_card_is_not_taken_for_the_one_that_left(card: ScriptedCard) -> None:
    """Cards swapped during a session: the session ends, the other card hears nothing of it."""
    reader = InProcessReader(card)
    other = ScriptedCard(making.full_card())
    with reader.connect() as session:
        reader.remove()
        reader.insert(other)
        with pytest.raises(CardRemoved):
            session.sign(Pin(making.PIN), MESSAGE)
    assert other.log == []


def test_a_slot_holds_one_card(card: ScriptedCard) -> None:
    """A second card does not fit; an empty slot says so; removing nothing is nothing."""
    reader = InProcessReader()
    reader.remove()
    with pytest.raises(CardAbsent), reader.connect():
        pytest.fail("the session must not open")
    reader.insert(card)
    with pytest.raises(ValueError, match="there is a card"):
        reader.insert(card)


def test_a_failed_opening_lets_the_reader_go(card: ScriptedCard) -> None:
    """After a card of another kind the reader serves the next one."""
    reader = InProcessReader(card)
    card.cut = answering(SELECT_INS, "6A82")
    with pytest.raises(NotAMyNumberCard), reader.connect():
        pytest.fail("the session must not open")
    card.cut = None
    with reader.connect() as session:
        assert session.tries_left() == 3


def test_a_reader_has_one_session(card: ScriptedCard) -> None:
    """A second session while one is open is refused and leaves the first alone; a closed one cannot be used."""
    reader = InProcessReader(card)
    with reader.connect() as session:
        with pytest.raises(ReaderUnavailable), reader.connect():
            pytest.fail("the session must not open")
        assert session.tries_left() == 3
    with pytest.raises(CardSessionClosed):
        session.tries_left()


def test_no_error_tells_the_pin(card: ScriptedCard) -> None:
    """The errors of a wrong and of a last PIN hold no digit of it, nor do the exceptions behind them."""
    for _ in range(4):
        with pytest.raises(CardError) as raised:
            sign(card, making.WRONG_PIN)
        error: BaseException | None = raised.value
        while error is not None:
            assert making.WRONG_PIN not in f"{error!r}{error}{error.args}{vars(error)}"
            error = error.__cause__ or error.__context__
