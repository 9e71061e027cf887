"""Writes the demo city as a register file: `python -m infra.emulator.demo_city --seed 24204 --out FILE`."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from chalicelib.registers.file_format import write_register
from chalicelib.registers.register_file import JAPAN_STANDARD_TIME, RegisterFile
from infra.emulator.demo_city import DemoCity, build_city, card_holders, register_file


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file and list the personas; return the exit status."""
    options = _options(arguments)
    console = Console(stderr=True)
    city = build_city(options.seed, options.today)
    _write(register_file(city), options.out, console)
    console.print(_personas(city))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="demo_city", description="Write a synthetic municipality's register file.")
    parser.add_argument("--seed", type=int, default=24204, help="the same seed and day give the same bytes")
    parser.add_argument(
        "--today",
        type=dt.date.fromisoformat,
        default=dt.datetime.now(JAPAN_STANDARD_TIME).date(),
        metavar="YYYY-MM-DD",
        help="the day of the books (default: today in Japan)",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the register file to write")
    return parser.parse_args(arguments)


def _write(file: RegisterFile, path: Path, console: Console) -> None:
    total = file.header.entries
    steps = None if total is None else total + 1
    with path.open("wb") as sink:
        for line in track(write_register(file), "Writing the books", total=steps, console=console):
            sink.write(line)


def _personas(city: DemoCity) -> Table:
    table = Table("persona", "resident", "PIN", "why it is there", title="Synthetic: nobody in it exists")
    pins = {holder.label: holder.pin for holder in card_holders(city)}
    for persona in city.personas:
        table.add_row(persona.label, persona.resident_id, pins.get(persona.label, ""), persona.note)
    return table


if __name__ == "__main__":
    sys.exit(main())
