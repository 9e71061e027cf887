"""One certificate and many readers, side by side with SnapPass; and what storing and handing over costs.

`make bench-one-shot` runs it and writes docs/one-shot-benchmark.md. Everything is on loopback and bounded in number.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.bench.bare_calls import CALLS, BareCalls
from infra.bench.kiosks import Kiosk
from infra.bench.readers import Ask, Got, readers
from infra.bench.snappass import is_secret, snappass, store
from infra.demo.emulation import emulation

_DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "one-shot-benchmark.md"
_TRIALS = {2: (300, 60), 50: (100, 15)}
"""Readers: trials with SnapPass, trials with Kofu, which has to typeset and seal a page for each."""
_A_SESSION = 20
_PAIRS = 24
_CLIENTS = 4


@dataclass(frozen=True, slots=True)
class Raced:
    """What came of trials with so many readers: how many of them got it, each time."""

    system: str
    readers: int
    winners: list[int]

    def row(self) -> str:
        """Return the table's row."""
        several = sum(number > 1 for number in self.winners)
        none = sum(number == 0 for number in self.winners)
        trials = len(self.winners)
        return (
            f"| {self.system} | {self.readers} | {trials} | {several} ({100 * several / trials:.0f} %) | {none} "
            f"| {statistics.mean(self.winners):.2f} | {max(self.winners)} |"
        )


def race(system: str, address: str, number: int, asks: Iterator[Ask], got: Got) -> Raced:
    """Have so many readers ask for each of these once."""
    with readers(address, number) as racing:
        return Raced(system, number, [racing.ask(ask, got) for ask in asks])


def _certificates(description: dict[str, Any], number: int) -> Iterator[Ask]:
    for first in range(0, number, _A_SESSION):
        kiosk = Kiosk(description)
        for _ in range(min(_A_SESSION, number - first)):
            yield kiosk.hold_back(kiosk.issue())
        kiosk.end()


def _is_certificate(status: int, body: bytes) -> bool:
    return status == 200 and len(body) > 0  # noqa: PLR2004 - OK


def pairs_a_second(acts: list[Callable[[], object]]) -> float:
    """Have each of these clients work through its share of the pairs at the same time; return pairs a second."""
    share = _PAIRS // len(acts)

    def work(act: Callable[[], object]) -> None:
        for _ in range(share):
            act()

    start = time.perf_counter()
    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(work, acts))
    return share * len(acts) / (time.perf_counter() - start)


def throughput(description: dict[str, Any]) -> Iterator[str]:
    """Yield the rows about storing and handing over, and the bare calls for it."""
    kiosks = [Kiosk(description, number % 2) for number in range(_CLIENTS)]
    size = kiosks[0].fetch(kiosks[0].issue())
    for clients in (1, _CLIENTS):
        whole = pairs_a_second([_pair(kiosk) for kiosk in kiosks[:clients]])
        bare = pairs_a_second([BareCalls(description, size).pair for _ in range(clients)])
        yield f"| {clients} | {size} | {whole:.1f} | {bare:.1f} | {bare / whole:.1f} |"
    for kiosk in kiosks:
        kiosk.end()


def _pair(kiosk: Kiosk) -> Callable[[], object]:
    return lambda: kiosk.fetch(kiosk.issue())


def main() -> int:
    """Race, measure, write; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--snappass", type=Path, required=True, help="virtual environment with SnapPass and gunicorn")
    environment = parser.parse_args().snappass.absolute()
    rows: list[str] = []
    with tempfile.TemporaryDirectory(prefix="kofu-bench-") as name:
        directory = Path(name)
        with snappass(environment, directory) as address:
            for number, (trials, _) in _TRIALS.items():
                stored = (Ask(store(address)) for _ in range(trials))
                rows.append(race("SnapPass", address, number, stored, is_secret).row())
        with emulation(directory / "state", directory / "log") as running:
            for number, (_, trials) in _TRIALS.items():
                asks = _certificates(running.description, trials)
                api = running.description["api"]
                rows.append(race("Kofu", api, number, asks, _is_certificate).row())
            measured = list(throughput(running.description))
    _DOCUMENT.write_text(_text(rows, measured))
    print(_DOCUMENT.read_text())
    return 0


def _text(rows: list[str], measured: list[str]) -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"""# One secret, many readers

Written by `make bench-one-shot`, Python {version}, {os.cpu_count()} shared cores, loopback. SnapPass from PyPI behind
gunicorn (4 processes of 8 threads) with Debian's Redis; Kofu in its emulation, one process in which functions and Moto
share one interpreter. All readers have connected before, and send the same request in the same instant.

| system | readers | trials | several got it | nobody got it | got it, mean | at most |
|---|---|---|---|---|---|---|
{chr(10).join(rows)}

SnapPass reads the secret and then deletes it. Kofu's delete is the hand-over: of two deletes one finds nothing.

## Storing and handing over

`POST /issuances` and its retrieval over HTTP, page typeset and sealed, kiosk's signatures checked; against the {CALLS}
bare S3 and DynamoDB calls that this needs, with rows and objects of the same size, on the same Moto. Pairs a second.

| clients | bytes handed over | Kofu | bare calls | bare calls to Kofu |
|---|---|---|---|---|
{chr(10).join(measured)}

Moto answers one call at a time, so more clients hardly make more of it. The cores are shared with whatever else runs:
the ratio is what can be compared, and nothing here says how fast either is on AWS.
"""


if __name__ == "__main__":
    sys.exit(main())
