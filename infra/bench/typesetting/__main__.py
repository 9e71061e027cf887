"""Measure, and write docs/typesetting-benchmark.md and its plot: `make bench-typesetting`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from chalicelib.render.typesetting import FontSet
from infra import fonts as font_build
from infra.bench.typesetting import contest, display, ours, processes, report, stages

_ROOT = Path(__file__).resolve().parents[3]
_WORK = _ROOT / "build" / "bench-typesetting"


def main() -> int:
    """Run everything; return the exit status."""
    options = _options()
    fonts = (_ROOT / font_build.OUT).resolve()
    made, contents = ours.pages()
    display.write(made, contents, FontSet.open(fonts), _WORK)
    if not (_WORK / "fonts").exists():
        (_WORK / "fonts").symlink_to(fonts)
    needed = options.warm * options.each + options.rounds * options.each
    if needed > ours.PAGES:
        print(f"there are {ours.PAGES} pages, {needed} would be drawn", file=sys.stderr)
        return 1
    contenders = contest.run(_WORK, fonts, options.peers, rounds=options.rounds, warm=options.warm, each=options.each)
    own = stages.measure(fonts)
    figures = processes.measure(fonts, _WORK / "register.pickle")
    print(report.write(_ROOT / "docs", contenders, own, figures, rounds=options.rounds))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench-typesetting", description="Compare a page's typesetting with others.")
    parser.add_argument("--peers", type=Path, default=_WORK / "venv/bin/python", help="a Python that has the peers")
    parser.add_argument("--rounds", type=int, default=11, help="turns of each engine")
    parser.add_argument("--warm", type=int, default=3, help="turns before those that count")
    parser.add_argument("--each", type=int, default=8, help="pages Kofu draws in a turn; the others draw one")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
