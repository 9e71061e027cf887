"""The vpcd connector against a driver played by the test, the trace, and the command line."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.emulator.virtual_card import VpcdConnector
from infra.emulator.virtual_card.__main__ import main
from infra.emulator.virtual_card.trace import TracedCard
from tests.unit.card import making
from tests.unit.card.scripted import ScriptedCard

SELECT = bytes.fromhex("00A4040C0AD392F000260100000001")


class Driver:
    """The driver's side of the protocol."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(5)
        self.port: int = self._listener.getsockname()[1]
        self.connection: socket.socket

    def accept(self) -> None:
        """Take the card's connection, the newest one."""
        if hasattr(self, "connection"):
            self.connection.close()
        self.connection, _ = self._listener.accept()
        self.connection.settimeout(5)

    def say(self, message: bytes) -> None:
        """Send length and body apart, as the driver does."""
        self.connection.sendall(len(message).to_bytes(2, "big"))
        self.connection.sendall(message)

    def ask(self, message: bytes) -> bytes:
        """Say and hear."""
        self.say(message)
        size = int.from_bytes(self.connection.recv(2, socket.MSG_WAITALL), "big")
        return self.connection.recv(size, socket.MSG_WAITALL)

    def close(self) -> None:
        """Hang up."""
        self._listener.close()
        if hasattr(self, "connection"):
            self.connection.close()


@pytest.fixture
def driver() -> Iterator[Driver]:
    """Give a driver that listens."""
    driver = Driver()
    yield driver
    driver.close()


@pytest.fixture
def card() -> ScriptedCard:
    """Give a card that records."""
    return ScriptedCard(making.full_card())


@pytest.fixture
def slot(driver: Driver, card: ScriptedCard) -> Iterator[VpcdConnector]:
    """Give a slot with the card in."""
    with VpcdConnector(port=driver.port) as slot:
        slot.insert(card)
        driver.accept()
        yield slot


@pytest.mark.usefixtures("slot")
def test_the_atr_is_answered(driver: Driver) -> None:
    """Control code 04 is answered with the answer to reset that the JPKI driver of OpenSC knows."""
    assert driver.ask(b"\x04").hex() == "3be000ff8131fe4514"


@pytest.mark.usefixtures("slot")
@pytest.mark.parametrize("code", [b"\x00", b"\x01", b"\x02"])
def test_power_and_reset_clear_the_card_and_are_not_answered(driver: Driver, card: ScriptedCard, code: bytes) -> None:
    """After power off, power on or reset, the next answer is that to the next command, from a cleared card."""
    assert driver.ask(SELECT) == b"\x90\x00"
    driver.say(code)
    assert driver.ask(bytes.fromhex("00A4020C02000A")) == b"\x6a\x82"
    assert "reset" in card.log


def test_removing_hangs_up_and_cuts_the_power(driver: Driver, slot: VpcdConnector, card: ScriptedCard) -> None:
    """Taking the card out closes the connection and resets the card; doing so twice is nothing."""
    assert driver.ask(SELECT) == b"\x90\x00"
    slot.remove()
    slot.remove()
    assert driver.connection.recv(1) == b""
    assert card.log[-1] == "reset"


def test_a_slot_takes_one_card_at_a_time(driver: Driver, slot: VpcdConnector, card: ScriptedCard) -> None:
    """A second card is refused; after a removal there is room again."""
    with pytest.raises(RuntimeError, match="there is a card"):
        slot.insert(card)
    slot.remove()
    slot.insert(card)
    driver.accept()
    assert driver.ask(SELECT) == b"\x90\x00"


@pytest.mark.usefixtures("slot")
def test_a_card_pulled_during_a_command_hangs_up(driver: Driver, card: ScriptedCard) -> None:
    """A card that fails in the middle of a command closes the connection without an answer."""

    def pull(_count: int, _apdu: bytes) -> None:
        raise ConnectionResetError

    card.cut = pull
    driver.say(SELECT)
    assert driver.connection.recv(1) == b""


def test_without_a_driver_nothing_is_inserted(driver: Driver, card: ScriptedCard) -> None:
    """No driver at the port is an error at once, and the slot stays empty."""
    driver.close()
    slot = VpcdConnector(port=driver.port)
    for _ in range(2):
        with pytest.raises(ConnectionRefusedError):
            slot.insert(card)


def test_the_trace_hides_pins(card: ScriptedCard) -> None:
    """The trace shows commands, sizes and status words, and of VERIFY and CHANGE REFERENCE DATA the header only."""
    lines: list[str] = []
    traced = TracedCard(card, lines.append)
    for command in ("00A4040C0AD392F000260100000001", "0020009804" + "31323334", "00240198" + "04" + "39383736"):
        traced.transmit(bytes.fromhex(command))
    traced.transmit(bytes.fromhex("00B08A0000"))
    traced.reset()
    text = "\n".join(lines)
    assert "00200098 (PIN hidden) -> 9000" in text
    assert "31323334" not in text
    assert "39383736" not in text
    assert "(256 bytes) 9000" in text
    assert traced.atr == card.atr


def test_the_command_line_says_when_there_is_no_reader(
    tmp_path: Path, driver: Driver, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a driver the program ends with status 1 and names the address."""
    driver.close()
    issued = making.authentication()
    (tmp_path / "card.pem").write_bytes(issued.pem)
    (tmp_path / "key.pem").write_bytes(issued.key_pem)
    files = ["--certificate", str(tmp_path / "card.pem"), "--private-key", str(tmp_path / "key.pem")]
    assert main([*files, "--pin", making.PIN, "--port", str(driver.port)]) == 1
    error = capsys.readouterr().err
    assert f"127.0.0.1:{driver.port}" in error
    assert making.PIN not in error.replace(str(driver.port), "")
