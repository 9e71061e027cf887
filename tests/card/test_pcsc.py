"""What PC/SC adds: other programs, several readers, a service that can be gone."""

from __future__ import annotations

import importlib
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from kiosk.card import CardError, NotAMyNumberCard, PcscReader, Pin, ReaderUnavailable
from tests.card.pcscd import PORT
from tests.card.slots import PcscSlot
from tests.unit.card import making

pytestmark = pytest.mark.xdist_group("pcscd")
READER = "Virtual PCD 00 00"
SECOND_READER, SECOND_PORT = "Virtual PCD 00 01", PORT + 1
SELECT = "00A4040C0AD392F000260100000001"
VERIFY = "0020009804" + making.PIN.encode().hex()
SIGN = "802A009701AA00"


class OtherProgram:
    """Another PC/SC client on the machine."""

    def __init__(self, scard: Any) -> None:
        self._scard = scard
        result, self._context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        assert result == scard.SCARD_S_SUCCESS
        self._handle: Any = None
        self._protocol = 0

    def connect(self, share: str = "SHARED") -> bool:
        """Try to get at the card; say whether it worked, and that it was a sharing violation if it did not."""
        scard = self._scard
        mode, protocols = getattr(scard, f"SCARD_SHARE_{share}"), scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        result, self._handle, self._protocol = scard.SCardConnect(self._context, READER, mode, protocols)
        assert result in {scard.SCARD_S_SUCCESS, scard.SCARD_E_SHARING_VIOLATION}
        return bool(result == scard.SCARD_S_SUCCESS)

    def send(self, apdu: str) -> str:
        """Send a command; answer the status word."""
        result, answer = self._scard.SCardTransmit(self._handle, self._protocol, list(bytes.fromhex(apdu)))
        assert result == self._scard.SCARD_S_SUCCESS
        return bytes(answer[-2:]).hex().upper()

    def leave(self) -> None:
        """Let go and leave the card as it is, as careless programs do."""
        assert self._scard.SCardDisconnect(self._handle, self._scard.SCARD_LEAVE_CARD) == self._scard.SCARD_S_SUCCESS

    def end(self) -> None:
        """End the program; what it held is let go."""
        self._scard.SCardReleaseContext(self._context)


@contextmanager
def other_program() -> Iterator[OtherProgram]:
    """Run another client, ended by the block."""
    program = OtherProgram(importlib.import_module("smartcard.scard"))
    try:
        yield program
    finally:
        program.end()


@pytest.fixture
def other(pcsc: PcscSlot) -> Iterator[OtherProgram]:
    """Give another client, with a card in the reader."""
    pcsc.insert(making.full_card())
    with other_program() as client:
        yield client


def test_the_danger_is_real(other: OtherProgram) -> None:
    """A program that finds the card as a careless one left it signs without a PIN: what the kiosk guards against."""
    assert other.connect()
    assert (other.send(SELECT), other.send(VERIFY)) == ("9000", "9000")
    other.leave()
    with other_program() as thief:
        assert thief.connect()
        assert thief.send(SIGN) == "9000"


def test_the_kiosk_leaves_nothing_to_steal(pcsc: PcscSlot, other: OtherProgram) -> None:
    """A program that connects right after the kiosk's session cannot sign."""
    with pcsc.reader.connect() as session:
        session.sign(Pin(making.PIN), b"x")
    assert other.connect()
    assert (other.send(SELECT), other.send(SIGN)) == ("9000", "6982")


def test_the_kiosk_does_not_inherit_a_verified_pin(pcsc: PcscSlot, other: OtherProgram) -> None:
    """After a program left a verified card, a kiosk's session opened and closed takes that away."""
    assert other.connect()
    assert (other.send(SELECT), other.send(VERIFY)) == ("9000", "9000")
    other.leave()
    with pcsc.reader.connect() as session:
        assert session.tries_left() == 3
    assert other.connect()
    assert (other.send(SELECT), other.send(SIGN)) == ("9000", "6982")


@pytest.mark.parametrize("share", ["SHARED", "EXCLUSIVE"])
def test_nobody_gets_in_during_a_session(pcsc: PcscSlot, other: OtherProgram, share: str) -> None:
    """While the kiosk holds the card, another program's connection is refused, shared or not, and after signing too."""
    with pcsc.reader.connect() as session:
        assert not other.connect(share)
        session.sign(Pin(making.PIN), b"x")
        assert not other.connect(share)


def test_a_card_that_somebody_holds_is_not_shared(pcsc: PcscSlot, other: OtherProgram) -> None:
    """While another program is connected, even shared, the kiosk does not start a session."""
    assert other.connect()
    with pytest.raises(ReaderUnavailable, match="another program"), pcsc.reader.connect():
        pytest.fail("the session must not open")
    other.leave()
    with pcsc.reader.connect() as session:
        assert session.tries_left() == 3


def test_presence_is_seen_during_a_session(pcsc: PcscSlot) -> None:
    """The screen can watch for a card left behind while a session is open."""
    pcsc.insert(making.full_card())
    with pcsc.reader.connect():
        assert PcscReader(READER).card_present()


def test_a_reader_is_chosen_by_name(pcsc: PcscSlot) -> None:
    """With a card in the second reader only, that reader has it and the first is empty."""
    second = PcscSlot(SECOND_READER, SECOND_PORT)
    second.insert(making.full_card())
    try:
        with second.reader.connect() as session:
            assert session.certificate() == making.authentication().der
        assert not pcsc.reader.card_present()
    finally:
        second.hang_up()


def test_a_card_put_in_the_wrong_way_is_not_ours(pcsc: PcscSlot) -> None:
    """A card that is there but gives no sensible answer to reset is NotAMyNumberCard, not an absent card."""
    card = making.full_card()
    card.atr = b"\x3b"
    pcsc.insert(card)
    with pytest.raises(NotAMyNumberCard), pcsc.reader.connect():
        pytest.fail("the session must not open")


@pytest.mark.usefixtures("service")
def test_an_unknown_reader_is_unavailable() -> None:
    """A reader of another name is ReaderUnavailable, asked or connected."""
    reader = PcscReader("Card Reader That Was Unplugged")
    with pytest.raises(ReaderUnavailable):
        reader.card_present()
    with pytest.raises(ReaderUnavailable), reader.connect():
        pytest.fail("the session must not open")


@pytest.mark.usefixtures("service_lock")
def test_no_service_is_unavailable() -> None:
    """Without the PC/SC service the reader is ReaderUnavailable, asked or connected."""
    with pytest.raises(ReaderUnavailable):
        PcscReader().card_present()
    with pytest.raises(ReaderUnavailable), PcscReader().connect():
        pytest.fail("the session must not open")


def test_a_service_that_ends_during_a_session_is_an_error(pcsc: PcscSlot, service: subprocess.Popen[bytes]) -> None:
    """When the service ends, the session's next operation is a typed error, and closing it raises nothing more."""
    pcsc.insert(making.full_card())
    with pcsc.reader.connect() as session:
        service.terminate()
        service.wait(timeout=5)
        with pytest.raises(CardError):
            session.certificate()
