"""After a visit nothing of it is in the agent's memory or files (R5)."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from infra.bench.visitor import Visitor
from tests.card.waiting import until
from tests.emulated import ROOT, Emulated
from tests.terminal import memory
from tests.terminal.conftest import journal_path
from tests.terminal.fault_plays import THREE_SHEETS

pytestmark = [
    pytest.mark.xdist_group("terminal"),
    pytest.mark.skipif(os.geteuid() != 0, reason="reading another process's memory needs root"),
]


def agent_process(emulated: Emulated) -> int:
    """Return the process id of the agent."""
    configuration = str(emulated.state / "terminal.json").encode()
    (found,) = [path for path in Path("/proc").glob("[0-9]*/cmdline") if configuration in _content(path).split(b"\0")]
    return int(found.parent.name)


def _content(path: Path) -> bytes:
    # A process may end while it is looked at.
    with suppress(OSError):
        return path.read_bytes()
    return b""


def test_nothing_of_a_visit_stays_in_memory_or_files(visitor: Visitor, with_terminal: Emulated) -> None:
    """Names, PIN command and page images are in memory during the visit, and neither there nor in files after it."""
    process = agent_process(with_terminal)
    visitor.go_to_certificates(THREE_SHEETS)
    visitor.touch("choose-certificate", type="resident-record")
    visitor.touch("set-option", name="scope", value="members")
    field = next(each for each in visitor.view["data"]["fields"] if each["kind"] == "persons")
    people = [person["label"].encode() for person in field["persons"][:3]]
    references = [person["reference"].encode() for person in field["persons"][:3]]
    assert memory.found_in(process, people) == set(people), "the search finds what is there"
    visitor.touch("set-option", name="members", value=[person["reference"] for person in field["persons"]])
    visitor.touch("continue")
    visitor.touch("continue")
    visitor.touch("continue")
    visitor.at("pay")
    visitor.pay()
    visitor.at("take-papers")
    sheets = visitor.sheets("tray")
    visitor.go_home()
    # The middle of each page's pixels, which no other page has.
    images = [sheet[len(sheet) // 2 : len(sheet) // 2 + 64] for sheet in sheets]
    pin = next(card["pin"] for card in visitor.panel_state()["cards"] if card["label"] == THREE_SHEETS)
    verify = bytes.fromhex("0020008004") + pin.encode()
    markers = [*people, *references, *images, verify]
    # What is on its way when a visit ends, such as the end of the session at the service, takes its time.
    until(lambda: not memory.found_in(process, markers), "memory without anything of the visit", 60)
    files = set(with_terminal.state.glob("terminal*"))
    assert files == {journal_path(with_terminal), with_terminal.state / "terminal.json"}
    assert memory.files_written(process) <= {with_terminal.log}
    content = journal_path(with_terminal).read_bytes()
    assert not [marker for marker in markers if marker in content]


def test_the_agent_can_be_neither_dumped_nor_read() -> None:
    """Hardened, a process writes no core, and the kernel lets no process of the same user look into it."""
    program = (
        "import ctypes, resource; from kiosk.agent.hardening import harden; harden();"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), *resource.getrlimit(resource.RLIMIT_CORE))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "0", "0"]
