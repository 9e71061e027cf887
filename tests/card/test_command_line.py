"""The virtual card as a program: inserted into a PC/SC reader, moved by lines, its state kept."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.card import PcscReader, Pin, PinIncorrect
from tests.card.pcscd import PORT
from tests.card.waiting import until
from tests.unit.card import making

pytestmark = [pytest.mark.xdist_group("pcscd"), pytest.mark.usefixtures("service")]


class Program:
    """Runs the program on files of a directory."""

    def __init__(self, directory: Path, root: Path) -> None:
        issued = making.authentication()
        (directory / "card.pem").write_bytes(issued.pem)
        (directory / "key.pem").write_bytes(issued.key_pem)
        files = ["--certificate", str(directory / "card.pem"), "--private-key", str(directory / "key.pem")]
        options = ["--pin", making.PIN, "--state", str(directory / "state.json"), "--verbose"]
        self._command = [sys.executable, "-m", "infra.emulator.virtual_card", "--port", str(PORT), *files, *options]
        self._root = root
        self.log = directory / "log.txt"

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[str]]:
        """Run it until the block ends, the card being seen at the start."""
        with (
            self.log.open("w") as log,
            subprocess.Popen(  # fixed words
                self._command, stdin=subprocess.PIPE, stdout=log, stderr=log, text=True, cwd=self._root
            ) as process,
        ):
            try:
                until(PcscReader().card_present, "the card to be seen", 10)
                yield process
            finally:
                process.kill()


@pytest.fixture
def program(tmp_path: Path, pytestconfig: pytest.Config) -> Program:
    """Give the program."""
    return Program(tmp_path, pytestconfig.rootpath)


def say(process: subprocess.Popen[str], line: str) -> None:
    """Write a line to the program."""
    assert process.stdin
    process.stdin.write(line + "\n")
    process.stdin.flush()


def test_the_card_comes_and_goes_by_command(program: Program) -> None:
    """The lines `remove` and `insert` move the card; `quit` ends the program with status 0."""
    reader = PcscReader()
    with program.running() as process:
        say(process, "remove")
        until(lambda: not reader.card_present(), "the removal")
        say(process, "insert")
        until(reader.card_present, "the card's return")
        say(process, "insert")
        say(process, "dance")
        say(process, "quit")
        assert process.wait(timeout=5) == 0
    assert "there is a card in the slot" in program.log.read_text()
    assert "one of: insert, remove, quit" in program.log.read_text()


def test_the_end_of_the_input_leaves_the_card_in(program: Program) -> None:
    """Started without a terminal the program goes on until SIGTERM, and then ends with status 0."""
    with program.running() as process:
        assert process.stdin
        process.stdin.close()
        with PcscReader().connect() as session:
            assert session.certificate() == making.authentication().der
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=5) == 0


def test_tries_survive_the_program(program: Program) -> None:
    """A wrong PIN is still counted after the program was killed and started again; its log shows no PIN."""
    with program.running(), PcscReader().connect() as session, pytest.raises(PinIncorrect):
        session.sign(Pin(making.WRONG_PIN), b"x")
    log = program.log.read_text()
    until(lambda: not PcscReader().card_present(), "the removal")
    with program.running(), PcscReader().connect() as session:
        assert session.tries_left() == 2
    assert "(PIN hidden) -> 63c2" in log
    assert making.WRONG_PIN.encode().hex() not in log
