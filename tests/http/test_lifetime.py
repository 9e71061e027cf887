"""The emulation's beginning and end."""

from __future__ import annotations

import json
import signal
import socket
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from infra.demo.emulation import EmulationFailed, Process, emulation, start
from infra.emulator.emulator import STATE_FILE
from tests.emulated import Emulated

_STOP_SECONDS = 30


def accepts(url: str) -> bool:
    """Whether anything listens at an address."""
    address = urlsplit(url)
    with socket.socket() as client:
        return client.connect_ex((address.hostname, address.port)) == 0


def _interrupt(process: Process) -> None:
    process.send_signal(signal.SIGINT)


def _be_gone(process: Process) -> None:
    assert process.stdin is not None
    process.stdin.close()


@pytest.mark.parametrize("end", [_interrupt, _be_gone], ids=["Ctrl-C", "its starter gone"])
def test_its_end_leaves_no_process_no_port_and_no_claim_to_run(tmp_path: Path, end: Callable[[Process], None]) -> None:
    """It ends with status 0 on Ctrl-C and when whoever started it is gone: no port, no file of facts is left."""
    with emulation(tmp_path / "state", tmp_path / "log") as running:
        addresses = [running.description[name] for name in ("api", "kiosk_screen", "aws_endpoint")]
        assert all(map(accepts, addresses))
        end(running.process)
        assert running.process.wait(_STOP_SECONDS) == 0
    assert not any(map(accepts, addresses))
    assert not (tmp_path / "state" / STATE_FILE).exists()


def test_what_it_says_of_itself_is_the_agreed_interface(emulated: Emulated) -> None:
    """`emulator.json` has the fields that clients in any language rely on, and the files it names are there."""
    facts = json.loads((emulated.state / STATE_FILE).read_text())
    assert facts == emulated.description
    addresses = {"api", "aws_endpoint", "kiosk_screen", "verification_page"}
    assert set(facts) == addresses | {"municipality", "kiosks", "cards", "resources"}
    assert len(facts["kiosks"]) >= 2
    assert all(Path(kiosk["private_key"]).exists() for kiosk in facts["kiosks"])
    assert len(facts["cards"]) >= 12
    assert all(set(card) == {"label", "certificate", "private_key", "pin", "note"} for card in facts["cards"])
    assert all(Path(card[name]).exists() for card in facts["cards"] for name in ("certificate", "private_key"))


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    """If a port is taken the emulation says how to change it and ends, leaving nothing running."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = {"KOFU_API_PORT": str(taken.getsockname()[1])}
        process = start(tmp_path / "state", tmp_path / "log", settings)
        with process, ExitStack() as stack:
            stack.callback(process.kill)
            assert process.wait(120) == 1
    assert "KOFU_API_PORT" in (tmp_path / "log").read_text()


def test_an_emulation_that_ends_early_is_noticed(tmp_path: Path) -> None:
    """Who waits for an emulation that cannot start is told so, and does not wait for ever."""
    (tmp_path / "state").write_text("a file where a directory should be")
    with pytest.raises(EmulationFailed), emulation(tmp_path / "state", tmp_path / "log"):
        pytest.fail("it started")
