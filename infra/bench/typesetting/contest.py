"""Every engine draws the same pages in turn: one process each, kept warm, all on one core."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import IO, cast

OURS = "Kofu"
ALONE = "Kofu, drawing alone"
NAMES = {
    "cairo": "Cairo and Pango",
    "cairo-cached": "Cairo and Pango, form kept as a surface",
    "skia": "Skia",
    "typst": "Typst",
    "reportlab": "ReportLab and PDFium",
    "weasyprint": "WeasyPrint and PDFium",
    "chromium": "Chromium, headless, over CDP",
}
_ROOT = Path(__file__).resolve().parents[3]
_PEERS = "infra.bench.typesetting.peers"


@dataclass
class Contender:
    """An engine's process and what was measured of it: of each page the CPU's milliseconds, all of them, and bytes."""

    name: str
    process: subprocess.Popen[str]
    milliseconds: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def draw(self, page: int, *, counted: bool) -> None:
        """Let it draw one page.

        Raises:
            RuntimeError: It died.
        """
        cast("IO[str]", self.process.stdin).write(f"{page}\n")
        cast("IO[str]", self.process.stdin).flush()
        line = cast("IO[str]", self.process.stdout).readline()
        if not line:
            raise RuntimeError(f"{self.name} died")
        worked, waited, size = json.loads(line)
        if counted:
            self.milliseconds.append(worked)
            self.waited.append(waited)
            self.sizes.append(size)

    @property
    def time(self) -> float:
        """Median CPU milliseconds of a page."""
        return median(self.milliseconds)

    def turns(self, count: int) -> list[float]:
        """Return the median CPU milliseconds of a page in each of so many turns."""
        each = len(self.milliseconds) // count
        return [median(self.milliseconds[turn * each : (turn + 1) * each]) for turn in range(count)]


def times(other: Contender, ours: Contender, turns: int) -> float:
    """Return how many times as long another engine takes as Kofu, the median of the turns.

    A machine's own speed may change by half between two turns. Both have it within one.
    """
    return median(their / our for their, our in zip(other.turns(turns), ours.turns(turns), strict=True))


def run(directory: Path, fonts: Path, environment: Path, *, rounds: int, warm: int, each: int) -> list[Contender]:
    """Measure all engines; Kofu is the first, then its drawing alone.

    Args:
        directory: Where the pages lie; the last page of each engine is kept there to look at.
        fonts: The built fonts.
        environment: The Python of the peers.
        rounds: How often each engine has its turn.
        warm: How many pages it draws before that.
        each: How many pages Kofu draws in each turn.
    """
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    own = [sys.executable, "-m", "infra.bench.typesetting.ours", str(fonts)]
    contenders = [
        _start(OURS, [*own, _kept(directory, OURS)]),
        _start(ALONE, [*own, _kept(directory, ALONE), "alone"]),
    ]
    contenders += (
        _start(name, [str(environment), "-m", _PEERS, key, str(directory), _kept(directory, name)])
        for key, name in NAMES.items()
    )
    both, peers = contenders[:2], contenders[2:]
    for page in range(warm * each):
        for ours in both:
            ours.draw(page, counted=False)
    for peer in peers:
        for page in range(warm):
            peer.draw(page, counted=False)
    for turn in range(rounds):
        for ours in both:
            for page in range(each):
                ours.draw(warm * each + turn * each + page, counted=True)
        for peer in peers:
            peer.draw(warm + turn, counted=True)
    for contender in contenders:
        cast("IO[str]", contender.process.stdin).close()
        contender.process.wait()
    return contenders


def _kept(directory: Path, name: str) -> str:
    return str(directory / f"last page of {name}.png")


def _start(name: str, command: list[str]) -> Contender:
    process = subprocess.Popen(command, cwd=_ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    return Contender(name, process)
