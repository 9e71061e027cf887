"""What every card reader of the kiosk guarantees, in process and through PC/SC alike."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from infra.emulator.virtual_card import VirtualCard, face_authentication_card
from kiosk.card import (
    CardAbsent,
    CardRemoved,
    CardSessionClosed,
    NoPin,
    NotAMyNumberCard,
    Pin,
    PinIncorrect,
    PinLocked,
    PinMalformed,
    ReaderUnavailable,
)
from tests.card.slots import Slot
from tests.card.waiting import until
from tests.unit.card import making
from tests.unit.card.scripted import ScriptedCard
from tests.unit.card.talking import Talk

pytestmark = pytest.mark.xdist_group("pcscd")
MESSAGE = b"kofu/card-authentication/v1\0" + bytes(500)


def check(signature: bytes) -> None:
    """Hold a signature against the certificate."""
    making.authentication().key.public_key().verify(signature, MESSAGE, padding.PKCS1v15(), hashes.SHA256())


def test_an_empty_reader_says_so(slot: Slot) -> None:
    """Without a card none is present and a session is CardAbsent."""
    assert not slot.reader.card_present()
    with pytest.raises(CardAbsent), slot.reader.connect():
        pytest.fail("the session must not open")


def test_the_certificate_is_read_to_its_end_and_no_further(slot: Slot) -> None:
    """The certificate is the DER the authority issued: no filler after it, no PIN asked."""
    slot.insert(making.full_card())
    assert slot.reader.card_present()
    with slot.reader.connect() as session:
        assert session.certificate() == making.authentication().der


@pytest.mark.parametrize("keeps_pin", [True, False])
def test_a_signature_verifies(slot: Slot, *, keeps_pin: bool) -> None:
    """A message of any length is signed so that the certificate's key verifies it, on cards of either behaviour."""
    slot.insert(making.full_card(keeps_pin_on_reselect=keeps_pin))
    with slot.reader.connect() as session:
        assert session.tries_left() == 3
        check(session.sign(Pin(making.PIN), MESSAGE))
        check(session.sign(Pin(making.PIN), MESSAGE))


def test_wrong_pins_are_counted_to_the_lock(slot: Slot) -> None:
    """Wrong PINs say 2 and 1 remaining, then locked; it stays so for the right PIN, and when the card comes back."""
    card = making.full_card()
    slot.insert(card)
    with slot.reader.connect() as session:
        for remaining in (2, 1):
            with pytest.raises(PinIncorrect) as raised:
                session.sign(Pin(making.WRONG_PIN), MESSAGE)
            assert raised.value.remaining == session.tries_left() == remaining
        with pytest.raises(PinLocked):
            session.sign(Pin(making.WRONG_PIN), MESSAGE)
    slot.remove()
    slot.insert(card)
    with slot.reader.connect() as session:
        assert session.tries_left() == 0
        with pytest.raises(PinLocked):
            session.sign(Pin(making.PIN), MESSAGE)


def test_a_malformed_pin_costs_nothing(slot: Slot) -> None:
    """Full-width digits, which an input method would give, are refused with all tries left."""
    slot.insert(making.full_card())
    with slot.reader.connect() as session:
        with pytest.raises(PinMalformed):
            session.sign(Pin("１２３４"), MESSAGE)
        assert session.tries_left() == 3


def test_a_card_without_pin_is_told_from_a_locked_one(slot: Slot) -> None:
    """A face-authentication card is NoPin, asked or tried; its certificate can still be read."""
    slot.insert(face_authentication_card(making.authentication().pem))
    with slot.reader.connect() as session:
        with pytest.raises(NoPin):
            session.tries_left()
        with pytest.raises(NoPin):
            session.sign(Pin(making.PIN), MESSAGE)
        assert session.certificate() == making.authentication().der


def test_another_kind_of_card_is_refused(slot: Slot) -> None:
    """A card without the JPKI application is NotAMyNumberCard, and the reader serves the next card."""
    slot.insert(VirtualCard({}, name=bytes.fromhex("A000000308000010000100")))
    with pytest.raises(NotAMyNumberCard), slot.reader.connect():
        pytest.fail("the session must not open")
    slot.remove()
    slot.insert(making.full_card())
    with slot.reader.connect() as session:
        assert session.tries_left() == 3


def test_a_card_is_held_exclusively(slot: Slot) -> None:
    """A second session is refused while the first is open, and the first goes on."""
    slot.insert(making.full_card())
    with slot.reader.connect() as session:
        with pytest.raises(ReaderUnavailable), slot.reader.connect():
            pytest.fail("the session must not open")
        check(session.sign(Pin(making.PIN), MESSAGE))


def test_nothing_verified_before_counts(slot: Slot) -> None:
    """A PIN that another program verified is forgotten when the kiosk's session opens."""
    card = making.full_card()
    slot.insert(card)
    talk = Talk(card).open()
    assert talk.verify(making.PIN) == "9000"
    with slot.reader.connect():
        assert talk.open().sign(b"x") == "6982"


def test_nothing_verified_remains(slot: Slot) -> None:
    """Right after a signature, session open or closed, the card signs for nobody without the PIN."""
    card = making.full_card()
    slot.insert(card)
    talk = Talk(card)
    with slot.reader.connect() as session:
        session.sign(Pin(making.PIN), MESSAGE)
        assert talk.open().sign(b"x") == "6982"
    assert talk.open().sign(b"x") == "6982"


def test_the_end_of_a_session_takes_the_power(slot: Slot) -> None:
    """A PIN that was verified in the session by whatever means is forgotten at once when the session ends."""
    card = making.full_card()
    slot.insert(card)
    talk = Talk(card)
    with slot.reader.connect():
        assert talk.open().verify(making.PIN) == "9000"
    # The virtual reader's driver does not wait until its card has heard that it has no power.
    until(lambda: talk.open().sign(b"x") == "6982", "the card to lose its power")


def test_a_removed_card_ends_the_session(slot: Slot) -> None:
    """Taken out between two operations, the card is CardRemoved, and no longer present."""
    slot.insert(making.full_card())
    with slot.reader.connect() as session:
        session.certificate()
        slot.remove()
        with pytest.raises(CardRemoved):
            session.sign(Pin(making.PIN), MESSAGE)
        assert not slot.reader.card_present()


@pytest.mark.parametrize("ins", [0xA4, 0xB0, 0x20, 0x2A], ids=["select", "read", "verify", "sign"])
def test_a_card_pulled_during_a_command_is_removed(slot: Slot, ins: int) -> None:
    """Pulled in the middle of any kind of command, the card is CardRemoved."""
    card = ScriptedCard(making.full_card())
    slot.insert(card)

    def pull(_count: int, apdu: bytes) -> None:
        if apdu[1] == ins:
            raise ConnectionResetError

    def visit() -> None:
        with slot.reader.connect() as session:
            session.certificate()
            session.sign(Pin(making.PIN), MESSAGE)

    card.cut = pull
    with pytest.raises(CardRemoved):
        visit()


def test_a_closed_session_is_of_no_use(slot: Slot) -> None:
    """After its block a session is CardSessionClosed."""
    slot.insert(making.full_card())
    with slot.reader.connect() as session:
        pass
    with pytest.raises(CardSessionClosed):
        session.sign(Pin(making.PIN), MESSAGE)


def test_an_error_in_the_block_lets_the_card_go(slot: Slot) -> None:
    """Whatever happens in the block passes through, and the reader can be used again."""
    slot.insert(making.full_card())
    with pytest.raises(KeyError), slot.reader.connect():
        raise KeyError
    with slot.reader.connect() as session:
        assert session.tries_left() == 3
