"""How long a resident record takes at the emulated terminal: taps, and the machine's time apart from the person's.

`python -m infra.bench.terminal` plays visits at a running terminal and writes the figures into docs/terminal.md.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from infra.bench.visitor import Visitor
from infra.demo.emulation import emulation

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "terminal.md"
BEGIN, END = "<!-- figures: make bench-terminal -->\n", "<!-- end of figures -->\n"

_VISITS = 15
_PERSONA = "living-alone"
_MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class Timed:
    """One visit: taps, and milliseconds that the person waited for the machine, by step."""

    taps: int
    waited: dict[str, float]


STEPS = {
    "card read": ("reading-card",),
    "PIN, identity and offers": ("checking",),
    "confirm: pages made and sealed": ("making",),
    "paid: pages fetched, opened and checked": ("handing-over",),
    "sheet in the emulated printer": ("printing",),
}
"""What the screen shows while the machine works."""


def visit(visitor: Visitor) -> Timed:
    """Play one visit from the start to the start, without thinking."""
    visitor.at("start")
    taps, first = visitor.taps, len(visitor.seen)
    visitor.go_to_certificates(_PERSONA)
    visitor.go_to_pay("resident-record")
    visitor.pay()
    visitor.take_papers_and_change()
    visitor.touch("continue")
    visitor.touch("finish")
    visitor.at("start")
    seen = visitor.seen[first:]
    waited = dict.fromkeys(STEPS, 0.0)
    for (at, view), (until, _) in pairwise(seen):
        for step, screens in STEPS.items():
            if view["screen"] in screens:
                waited[step] += (until - at) * _MILLISECONDS
    return Timed(visitor.taps - taps, waited)


def table(visits: list[Timed], seconds: float) -> str:
    """Write the figures."""
    rows = [
        f"| {step} | {statistics.median(each.waited[step] for each in visits):.0f} | "
        f"{max(each.waited[step] for each in visits):.0f} |"
        for step in STEPS
    ]
    to_page = [sum(list(each.waited.values())[2:4]) for each in visits]
    return (
        f"{len(visits)} visits for a resident record of one sheet, paid with one coin, no thinking: "
        f"{visits[0].taps} taps (4 of them the PIN), {seconds / len(visits):.1f} s from start to start "
        "with the visitor's own requests.\n"
        "\n| the machine works | median, ms | longest, ms |\n|---|---|---|\n"
        + "\n".join(rows)
        + f"\n| **from confirm to the first page on its way** | **{statistics.median(to_page):.0f}** | "
        f"{max(to_page):.0f} |\n"
    )


def put_between(document: Path, begin: str, end: str, text: str) -> None:
    """Replace what stands between two marks of a document."""
    content = document.read_text()
    head, _, rest = content.partition(begin)
    document.write_text(head + begin + "\n" + text + "\n" + end + rest.partition(end)[2])


def main() -> int:
    """Play and write."""
    with tempfile.TemporaryDirectory(prefix="kofu-bench-") as directory:
        state, log = Path(directory, "state"), Path(directory, "log")
        with emulation(state, log, terminal=True) as running, Visitor(running.description["kiosk_screen"]) as visitor:
            visit(visitor)
            begun = time.monotonic()
            visits = [visit(visitor) for _ in range(_VISITS)]
            figures = table(visits, time.monotonic() - begun)
    put_between(DOCUMENT, BEGIN, END, figures)
    print(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
