"""What the virtual card keeps without power."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from infra.emulator.virtual_card import MemoryFileError, face_authentication_card, soft_card
from infra.emulator.virtual_card.memory import NonVolatileMemory
from infra.emulator.virtual_card.pins import AuthenticationPin
from infra.emulator.virtual_card.status import StatusError
from tests.unit.card import making
from tests.unit.card.talking import Talk


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Name a state file in a directory that does not exist yet."""
    return tmp_path / "cards" / "card.json"


def test_a_locked_card_stays_locked_over_restarts(state: Path) -> None:
    """A card made again from the same files and state is as locked as it was."""
    talk = Talk(making.full_card(state)).open()
    for _ in range(3):
        talk.verify(making.WRONG_PIN)
    again = Talk(making.full_card(state)).open()
    assert again.tries() == "63C0"
    assert again.verify(making.PIN) == "6984"
    assert again.tries("001B") == "63C5"


def test_a_changed_pin_outlives_a_restart(state: Path) -> None:
    """A card made again knows the PIN that was changed, and not the old one."""
    talk = Talk(making.full_card(state)).open()
    assert talk.verify(making.PIN) == "9000"
    assert talk.send("00240180", "04", b"9876") == "9000"
    again = Talk(making.full_card(state)).open()
    assert again.verify(making.PIN) == "63C2"
    assert again.verify("9876") == "9000"


def test_the_state_is_its_owners_alone(state: Path) -> None:
    """The state file can be read by its owner only, as can its directory."""
    Talk(making.full_card(state)).open().verify(making.WRONG_PIN)
    assert stat.S_IMODE(state.stat().st_mode) == 0o600
    assert stat.S_IMODE(state.parent.stat().st_mode) == 0o700


def test_writing_leaves_nothing_else_behind(state: Path) -> None:
    """Each write replaces the file; no draft stays."""
    talk = Talk(making.full_card(state)).open()
    talk.verify(making.WRONG_PIN)
    talk.verify(making.PIN)
    assert [path.name for path in state.parent.iterdir()] == ["card.json"]


def test_a_failed_write_keeps_the_old_state(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk refuses, the old file stays whole and no draft stays; the card does not answer."""
    talk = Talk(making.full_card(state)).open()
    talk.verify(making.WRONG_PIN)
    before = state.read_bytes()

    def refuse(_descriptor: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(OSError, match="disk full"):
        talk.verify(making.WRONG_PIN)
    assert state.read_bytes() == before
    assert [path.name for path in state.parent.iterdir()] == ["card.json"]


def test_another_cards_state_is_refused(state: Path) -> None:
    """A state file cannot lend its counters to another card."""
    Talk(making.full_card(state)).open().verify(making.WRONG_PIN)
    other = making.signing()
    with pytest.raises(MemoryFileError, match="another card"):
        soft_card(other.pem, other.key_pem, making.PIN, state_file=state)


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"card": "", "tries": 5, "values": {}}', '{"card": "", "tries": {}}']
)
def test_a_damaged_state_is_refused(tmp_path: Path, content: str) -> None:
    """A file that is no card state is an error, never three new tries."""
    path = tmp_path / "card.json"
    path.write_text(content)
    with pytest.raises(MemoryFileError, match="not a card state file"):
        NonVolatileMemory(path)


def test_a_try_is_counted_before_the_pin_is_compared(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Power cut during the comparison does not give the try back."""
    memory = NonVolatileMemory(state)
    pin = AuthenticationPin(0x18, b"1234", 3, memory)

    def power_cut(*_values: bytes) -> bool:
        raise ConnectionResetError

    monkeypatch.setattr("hmac.compare_digest", power_cut)
    with pytest.raises(ConnectionResetError):
        pin.verify(b"4321")
    assert json.loads(state.read_bytes())["tries"] == {"0018": 2}


def test_no_text_form_shows_a_pin() -> None:
    """Neither a PIN object nor the error of a wrong PIN holds the value."""
    pin = AuthenticationPin(0x18, b"1234", 3, NonVolatileMemory())
    with pytest.raises(StatusError) as raised:
        pin.verify(b"4321")
    assert "4321" not in repr(raised.value)
    assert "1234" not in repr(pin)


def test_a_card_is_made_of_a_pair() -> None:
    """A key that does not belong to the certificate makes no card."""
    with pytest.raises(ValueError, match="does not belong"):
        soft_card(making.authentication().pem, making.signing().key_pem, making.PIN)


def test_a_card_without_signing_side_says_so() -> None:
    """The card of a child has no signing certificate and no password; the PIN works."""
    issued = making.authentication()
    talk = Talk(soft_card(issued.pem, issued.key_pem, making.PIN, has_signing_side=False)).open()
    assert talk.at("0008").send("00B0000001") == "9000"
    assert talk.data != b"\x8f"
    assert talk.tries("001B") == "63C0"
    assert talk.verify(making.PIN) == "9000"


def test_nobody_can_sign_on_a_card_made_without_a_signing_key() -> None:
    """A card made from the authentication pair alone announces a signing side that no password opens."""
    issued = making.authentication()
    talk = Talk(soft_card(issued.pem, issued.key_pem, making.PIN)).open()
    assert talk.at("0008").send("00B0000001") == "9000"
    assert talk.data == b"\x8f"
    assert talk.verify(making.PASSWORD, "001B") == "63C4"
    assert talk.sign(b"x", identifier="001A") == "6982"


def test_a_certificate_that_does_not_fit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate longer than the card's file makes no card."""
    monkeypatch.setattr("infra.emulator.virtual_card.layout._CERTIFICATE_FILE_SIZE", 1000)
    with pytest.raises(ValueError, match="does not fit"):
        face_authentication_card(making.authentication().pem)
