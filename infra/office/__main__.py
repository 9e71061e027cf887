"""Office commands: `python -m infra.office COMMAND`. The tables are named by the `KOFU_*` environment variables."""

from __future__ import annotations

import argparse
import base64
import os
import secrets
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from chalicelib.protocol.errors import KofuError
from chalicelib.registers.file_format import RegisterFileError, format_errors, read_register
from chalicelib.registers.municipalities import EVERYWHERE, MunicipalityWriter
from chalicelib.storage import clients
from chalicelib.storage.kiosks import Kiosk, KioskWriter
from infra.office.books import import_books

_console = Console(stderr=True)


def _import_register(options: argparse.Namespace) -> int:
    try:
        with options.file.open("rb") as source:
            books = read_register(source)
    except RegisterFileError as error:
        _console.print(format_errors(error), markup=False, highlight=False)
        _console.print("Nothing was imported.")
        return 1
    with Progress(console=_console) as bar:
        task = bar.add_task("Importing households", total=len(books.households))
        import_books(books, entropy=secrets.token_bytes, progress=lambda done, _all: bar.update(task, completed=done))
    return 0


def _kiosks() -> KioskWriter:
    return KioskWriter(clients.dynamodb(), os.environ["KOFU_KIOSKS_TABLE"])


def _enrol_kiosk(options: argparse.Namespace) -> int:
    _kiosks().put(Kiosk(options.kiosk, base64.b64decode(options.public_key, validate=True)))
    return 0


def _suspend_kiosk(options: argparse.Namespace) -> int:
    _kiosks().set_suspended(options.kiosk, suspended=options.suspended)
    return 0


def _stop_service(options: argparse.Namespace) -> int:
    writer = MunicipalityWriter(clients.dynamodb(), os.environ["KOFU_MUNICIPALITIES_TABLE"])
    writer.set_suspended(options.municipality or EVERYWHERE, suspended=options.suspended)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.office", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], explanation: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=explanation, description=explanation)
        made.set_defaults(run=run)
        return made

    books = command("import-register", _import_register, "check a register file and import it, or nothing of it")
    books.add_argument("file", type=Path)
    enrol = command("enrol-kiosk", _enrol_kiosk, "enrol a kiosk, or give it a new key")
    enrol.add_argument("kiosk")
    enrol.add_argument("public_key", help="its Ed25519 public key: 32 bytes in base64")
    for name, suspended in (("suspend-kiosk", True), ("resume-kiosk", False)):
        kiosk = command(name, _suspend_kiosk, f"{name.partition('-')[0]} a kiosk, from its next request on")
        kiosk.add_argument("kiosk")
        kiosk.set_defaults(suspended=suspended)
    for name, suspended in (("stop-service", True), ("resume-service", False)):
        stop = command(name, _stop_service, f"{name.partition('-')[0]} the service, from the next request on")
        stop.add_argument("municipality", nargs="?", help="a municipality's 5-digit code; all of them without it")
        stop.set_defaults(suspended=suspended)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except KofuError as error:
        _console.print(f"{type(error).__name__}: {error}")
        return 1
    except KeyError as error:
        _console.print(f"not set: {error}")
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main())
